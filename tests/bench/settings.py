"""Settings of a benchmark: production's ways, without its certificates."""

from intake.settings.dev import *  # noqa: F403
from intake.settings.dev import VAR_DIR

DEBUG = False
SECRET_KEY = "for-benchmarks-only-0123456789-0123456789-0123456789"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
(VAR_DIR / "static").mkdir(exist_ok=True)
