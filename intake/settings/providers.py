"""Which providers of mail can be sent through, and what each of them must be told."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

SECRETS: Mapping[str, tuple[str, ...]] = {
    "brevo": ("BREVO_API_KEY",),
    "mailersend": ("MAILERSEND_API_TOKEN",),
    "mailgun": ("MAILGUN_API_KEY",),
    "mailjet": ("MAILJET_API_KEY", "MAILJET_SECRET_KEY"),
    "mandrill": ("MANDRILL_API_KEY",),
    "postmark": ("POSTMARK_SERVER_TOKEN",),
    "resend": ("RESEND_API_KEY",),
    "sendgrid": ("SENDGRID_API_KEY",),
    "sparkpost": ("SPARKPOST_API_KEY",),
}


def check_provider(name: str, anymail: Mapping[str, object]) -> None:
    """Refused, with a sentence, when nothing could be sent through it."""
    if name not in SECRETS:
        raise ImproperlyConfigured(
            f"EMAIL_PROVIDER is {name!r}, and nothing can be sent through that. Choose one of {', '.join(SECRETS)}."
        )
    missing = [f"ANYMAIL_{secret}" for secret in SECRETS[name] if not anymail.get(secret)]
    if missing:
        raise ImproperlyConfigured(
            f"EMAIL_PROVIDER is {name!r}, so {' and '.join(missing)} must be set: without it no notice is sent."
        )
