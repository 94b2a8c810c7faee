"""Which way the mail goes: as the settings say."""

from django.conf import settings

from intake.notices.delivery import BackendDelivery, Delivery, FileDelivery
from intake.notices.smtp import SmtpDelivery

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_FILES = "intake.notices.mailfiles.EmailBackend"


def chosen_delivery() -> Delivery:
    """What the settings name."""
    if settings.EMAIL_BACKEND == _SMTP:
        return SmtpDelivery()
    if settings.EMAIL_BACKEND == _FILES:
        return FileDelivery()
    return BackendDelivery()
