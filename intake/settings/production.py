"""Settings for real claims: everything that differs comes from the environment, and nothing has a default."""

from django.core.exceptions import ImproperlyConfigured

from intake.settings.base import *  # noqa: F403
from intake.settings.base import ANYMAIL, EMAIL_PROVIDER, env
from intake.settings.logs import logging_of
from intake.settings.providers import check_provider

SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = env.str("SITE_URL")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASE_URL = env.str("DATABASE_URL")
REDIS_URL = env.str("REDIS_URL")
if EMAIL_PROVIDER:
    check_provider(EMAIL_PROVIDER, ANYMAIL)
elif not env.str("EMAIL_URL").startswith(("smtp://", "smtps://", "smtp+tls://", "smtp+ssl://")):
    raise ImproperlyConfigured(
        "EMAIL_URL must name an SMTP relay: a notice that is printed or thrown away is not sent. "
        "To send through a provider set EMAIL_PROVIDER instead."
    )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logging_of(as_json=True)
