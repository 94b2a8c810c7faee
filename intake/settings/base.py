"""Settings shared by every environment. Secrets and addresses come from the environment only."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from kombu import Queue

from intake.settings.logs import logging_of

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(environ.Env().str("VAR_DIR", default=str(BASE_DIR / "var")))
env = environ.Env()

DEBUG = False
SITE_NAME = "Class Action Intake"
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "js_lib_bootstrap5",
    "csp",
    "claimants.common",
    "claimants.people",
    "claimants.matters",
    "intake.filing",
    "intake.assessments",
    "intake.review",
    "intake.decisions",
    "intake.notices",
    "intake.campaigns",
    "intake.reports",
    "intake.portal",
    "intake.desk",
    "intake",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "claimants.common.unreadable.UnreadableIsABadRequest",
]

ROOT_URLCONF = "intake.urls"
WSGI_APPLICATION = "intake.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Without recursive triggers REPLACE writes over a frozen row: the row it deletes fires no trigger.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},  # codes of an app that were used must not be thrown away early
        }
    )
}
LIMITS_FILE = None if REDIS_URL else VAR_DIR / "limits.sqlite3"  # where limits are counted without a shared cache

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["claimants.people.backends.AccountBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/account/"
STAFF_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "claimants.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the door proves the address before there is an account
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = False  # the limits are those of claimants.people.limits, which outlive a broken cache
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "claimants.people.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_REAUTHENTICATION_REQUIRED = False  # asked by claimants.people.access.fresh_sign_in_required instead
MFA_RATE_LIMITS = False
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "intake.portal.forms.door.SecondStepForm",
    "authenticate_webauthn": "intake.portal.forms.door.SecondStepPasskeyForm",
    "login_webauthn": "intake.portal.forms.door.PasskeySignInForm",
    "add_webauthn": "intake.portal.forms.door.PasskeyForm",
    "activate_totp": "intake.portal.forms.door.SecondStepSetUpForm",
}
SESSION_ENGINE = "claimants.people.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "intake.portal.views.errors.csrf_failure"

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "intake" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "intake" / "static"]

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend":
    EMAIL_BACKEND = "intake.notices.mailfiles.EmailBackend"
EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", default="")  # sends through its interface, such as `postmark`, not by SMTP
if EMAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 60
DEV_MAIL = False
ANYMAIL = {name[8:]: value for name, value in environ.Env.ENVIRON.items() if name.startswith("ANYMAIL_")}
ANYMAIL["WEBHOOK_SECRET"] = env.list("ANYMAIL_WEBHOOK_SECRET", default=[])  # `user:password`; two while it changes
MAIL_EVENTS_FROM = env.list("MAIL_EVENTS_FROM", default=[])  # providers that may report, such as `postmark`
BOUNCE_KEYS = env.list("BOUNCE_KEYS", default=[])  # sign the addresses that bounces come back to; the first one writes
BOUNCE_DOMAIN = env.str("BOUNCE_DOMAIN", default="")  # whose mail goes into the mailbox for returned messages
ADDRESS_KEY = env.str("ADDRESS_KEY", default="")  # what is known of an address is kept under a digest with this key
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Class Action Intake <notices@localhost>")
SEED_MAILBOXES = env.list("SEED_MAILBOXES", default=[])  # our own: they get what many get, and are in no count
PACKS_KEPT_DAYS = env.int("PACKS_KEPT_DAYS", default=30)  # so long a pack for a court lies on the disk

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost/"
CELERY_BROKER_TRANSPORT = None if REDIS_URL else "intake.filequeue:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    {"visibility_timeout": 300}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR_DIR / "broker" / "queue"),
        "data_folder_out": str(VAR_DIR / "broker" / "queue"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "polling_interval": 0.1,
    }
)
CELERY_TASK_QUEUES = [Queue("celery"), Queue("passes")]
CELERY_TASK_ROUTES = {  # long work, for which no notice should have to wait
    "assessments.*": {"queue": "passes"},
    "notices.owe_due": {"queue": "passes"},
    "notices.owe_for_changes": {"queue": "passes"},
    "reports.make_declaration": {"queue": "passes"},
    "reports.sweep": {"queue": "passes"},
    "reports.remove_left_over": {"queue": "passes"},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_max": 0.2}
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULE = {
    "send what no message announced": {"task": "notices.send_due", "schedule": 15.0},
    "return what a lost worker held": {"task": "notices.reap", "schedule": 30.0},
    "act on what was reported of messages": {"task": "notices.act_on_reports", "schedule": 30.0},
    "write to the next address of whom the first did not reach": {"task": "campaigns.follow_up", "schedule": 60.0},
    "apply the rules for messages of which nobody knows": {"task": "campaigns.rule_unknowns", "schedule": 60.0},
    "owe reminders and warnings that have come due": {"task": "notices.owe_due", "schedule": 60.0},
    "lead passes over everybody that lost their leader": {"task": "assessments.sweep", "schedule": 30.0},
    "go on with dry runs, and write to mailboxes of our own": {"task": "campaigns.sweep", "schedule": 30.0},
    "give mailbox providers more, if yesterday went well": {"task": "campaigns.warm_up", "schedule": 3600.0},
    "return claims whose request for information lapsed": {"task": "review.lapse_due", "schedule": 300.0},
    "erase what is past its retention date": {"task": "filing.erase_past_retention", "schedule": 21_600.0},
    "delete drafts past their time": {"task": "filing.purge_drafts", "schedule": 3600.0},
    "make declarations that no message announced": {"task": "reports.sweep", "schedule": 60.0},
    "remove old packs, and what killed workers left of them": {"task": "reports.remove_left_over", "schedule": 3600.0},
    "seal what was tried": {"task": "reports.seal_attempts", "schedule": 3600.0},
    "delete sessions that are over": {"task": "people.clear_sessions", "schedule": 86_400.0},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_500  # the check asks for two lists of 60 rows, with 11 fields each

LOGGING = logging_of(as_json=False)
