"""The link at the end of messages to many (RFC 8058): made here, and read back here. It names the notice alone."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from claimants.common.references import normalise
from intake.notices.addresses import CLAIM
from intake.notices.models import Notice

ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""The only field, and its value, by which a mail program says that somebody pressed the button."""

STOP = "stop"
"""The slot of a header that `header_values` fills, for messages that are compiled once."""

_SIGNER = Signer(sep=".", salt="notices.unsubscribing")


def header_templates(purpose: str) -> dict[str, str]:
    """The headers by which a mail program offers to stop such messages, for every message of a template.

    `header_values` says what differs. Answers to a person's own claim have none. Both headers must be among those that
    the relay signs (DKIM), or mail programs do not believe them.
    """
    if purpose == CLAIM:
        return {}
    return {"List-Unsubscribe": f"<{_url(f'{{{{ {STOP} }}}}')}>", f"{ONE_CLICK[0]}-Post": "=".join(ONE_CLICK)}


def header_values(notice_code: str) -> dict[str, str]:
    return {STOP: _SIGNER.sign(notice_code)}


def stop_url(notice_code: str) -> str:
    """The page where the receiver of one notice says to stop; nobody else can know it."""
    return _url(_SIGNER.sign(notice_code))


def notice_of_token(token: str) -> Notice | None:
    """The notice that a link names; None for one that we did not make."""
    try:
        code = normalise(_SIGNER.unsign(token))
    except BadSignature:
        return None
    return Notice.objects.filter(code=code).first() if code else None


def _url(token: str) -> str:
    return f"{settings.SITE_URL}/mail/stop/{token}/"
