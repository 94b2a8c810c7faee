"""The envelope sender of our messages: where what comes back comes to, each notice at an address of its own."""

from email.utils import parseaddr
from functools import cache

from django.conf import settings

from claimants.common.exceptions import Refused
from intake.notices import verp


def sender_of(notice_id: int) -> str:
    """The address for a notice; that of the header while no domain for returned messages is set up."""
    if not settings.BOUNCE_KEYS or not settings.BOUNCE_DOMAIN:
        return _address_of(settings.DEFAULT_FROM_EMAIL)
    return verp.address(notice_id, key=keys(), domain=settings.BOUNCE_DOMAIN)


@cache
def _address_of(header: str) -> str:
    return parseaddr(header)[1]


def keys() -> list[bytes]:
    """What signs those addresses; refused while there is none, so that nobody's word is taken for a return."""
    if not settings.BOUNCE_KEYS:
        raise Refused("Returned messages cannot be told from forged ones: set BOUNCE_KEYS.")
    return [key.encode() for key in settings.BOUNCE_KEYS]
