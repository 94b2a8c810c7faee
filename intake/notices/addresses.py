"""Which addresses nothing more is sent to, for which purpose, and why. Digests only: no address is kept here."""

import hmac
from collections.abc import Iterable, Mapping
from functools import cache

from django.conf import settings

from intake.notices.models import AddressStatus
from intake.notices.prepared import KEYS, Prepared, selecting

_R = AddressStatus.Reason
COURT_NOTICE, UPDATE, CLAIM = "court_notice", "update", ""
HOLDS: Mapping[str, frozenset[_R]] = {
    COURT_NOTICE: frozenset({_R.GONE, _R.SOFT, _R.COMPLAINED, _R.PREFERS_POST}),
    UPDATE: frozenset(_R),
    CLAIM: frozenset({_R.GONE}),
}
"""What keeps which mail from an address. What a court ordered then goes another way: it is never left out. Somebody
who has filed a claim and writes to us from a full mailbox still gets an answer."""

HELD_BACK = "Nothing is sent to this address any more"
"""So begins the last reply of a notice that ended unsent because of that."""


def digest_of(address: str) -> str:
    """The address in its one form, under the house's key: who reads the table cannot try addresses against it."""
    local, _, domain = address.strip().rpartition("@")
    plain = f"{local.casefold()}@{_in_ascii(domain)}"
    key = settings.ADDRESS_KEY or settings.SECRET_KEY
    return hmac.digest(f"address:{key}".encode(), plain.encode(errors="replace"), "sha256").hex()


def is_held(address: str, purpose: str) -> AddressStatus | None:
    """Why nothing for this purpose may go to the address; None when it may."""
    return held_among([address], purpose).get(address)


def held_among(addresses: Iterable[str], purpose: str) -> dict[str, AddressStatus]:
    """Those of many addresses that nothing may go to, each with the oldest reason."""
    digests = {address: digest_of(address) for address in addresses if address}
    found = [pk for (pk,) in _holding(purpose).ask(sorted(set(digests.values())))]
    rows = AddressStatus.objects.filter(pk__in=found).order_by("-since", "-pk") if found else []
    held = {status.digest: status for status in rows}
    return {address: held[digest] for address, digest in digests.items() if digest in held}


@cache
def _holding(purpose: str) -> Prepared:
    """Of these addresses nearly none is held: what asks for those is asked before every batch."""
    held = AddressStatus.objects.filter(digest__among=KEYS, lifted_at__isnull=True, reason__in=HOLDS[purpose])
    return selecting(held.values_list("pk"))


def _in_ascii(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return domain.casefold().encode("idna").decode()
    except UnicodeError:
        return domain.casefold()
