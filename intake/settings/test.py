"""Settings for the tests: those of development, with a database and a broker that a run chooses.

`DATABASE_URL` and `REDIS_URL` choose PostgreSQL and Redis; without them a file of SQLite and a folder of
messages serve. Each worker of a run has its own folder, database and queue.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "TEST_RUN_DIR" not in os.environ:
    os.environ["TEST_RUN_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["TEST_RUN_DIR"], ignore_errors=True)
_run_dir = Path(os.environ["TEST_RUN_DIR"])
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["VAR_DIR"] = str(_run_dir / _worker)

from intake.settings.dev import *  # noqa: E402, F403
from intake.settings.dev import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, REDIS_URL, VAR_DIR  # noqa: E402

(VAR_DIR / "static").mkdir(exist_ok=True)

DEBUG = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LIMITS_FILE = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"{_run_dir.name}-{_worker}:"
