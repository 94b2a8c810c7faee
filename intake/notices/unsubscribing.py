"""The link at the end of messages to many (RFC 8058): made here, and read back here. It names the notice alone."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from claimants.common.references import normalise
from intake.notices.addresses import CLAIM
from intake.notices.models import Notice

ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""The only field, and its value, by which a mail program says that somebody pressed the button."""

_SIGNER = Signer(salt="notices.unsubscribing")


def unsubscribe_headers(notice_code: str, purpose: str) -> dict[str, str]:
    """The headers by which a mail program offers to stop such messages. Answers to a person's own claim have none.

    Both headers must be among those that the relay signs (DKIM), or mail programs do not believe them.
    """
    if purpose == CLAIM:
        return {}
    return {"List-Unsubscribe": f"<{stop_url(notice_code)}>", f"{ONE_CLICK[0]}-Post": "=".join(ONE_CLICK)}


def stop_url(notice_code: str) -> str:
    """The page where the receiver of one notice says to stop; nobody else can know it."""
    return f"{settings.SITE_URL}/mail/stop/{_SIGNER.sign(notice_code)}/"


def notice_of_token(token: str) -> Notice | None:
    """The notice that a link names; None for one that we did not make."""
    try:
        code = normalise(_SIGNER.unsign(token))
    except BadSignature:
        return None
    return Notice.objects.filter(code=code).first() if code else None
