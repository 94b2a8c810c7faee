"""Settings for one's own machine: no server to install, messages kept in files and shown at /dev/mail/."""

import os

os.environ.setdefault("EMAIL_URL", "filemail://")

from intake.settings.base import *  # noqa: F403
from intake.settings.base import VAR_DIR

for folder in (
    VAR_DIR,
    VAR_DIR / "mail",
    VAR_DIR / "cache",
    VAR_DIR / "broker" / "queue",
    VAR_DIR / "broker" / "control",
):
    folder.mkdir(parents=True, exist_ok=True)

DEBUG = True
SECRET_KEY = os.environ.get("SECRET_KEY", "for-development-only-and-never-for-real-claims-0123456789")
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
DEV_MAIL = True
