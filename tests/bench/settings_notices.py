"""Settings of the benchmark of notices: bulk messages of ours, and the mailers that ours is measured beside."""

from tests.bench.settings import *  # noqa: F403
from tests.bench.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bulk", "post_office", "mailer"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
POST_OFFICE = {"BATCH_SIZE": 1000, "LOG_LEVEL": 1, "MAX_RETRIES": 0}  # larger batches than its own, which is faster
MAILER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAILER_USE_FILE_LOCK = False
LOGGING = {"version": 1, "disable_existing_loggers": True}
