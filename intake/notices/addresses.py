"""Which addresses nothing more is sent to, for which purpose. Digests only: no address is kept."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from django.conf import settings

from intake.notices.models import AddressStatus

_R = AddressStatus.Reason
HOLDS: Mapping[str, frozenset[AddressStatus.Reason]] = {
    "court_notice": frozenset({_R.GONE, _R.SOFT, _R.COMPLAINED, _R.PREFERS_POST}),
    "update": frozenset(_R),
}
"""What keeps which mail from an address. What a court ordered then goes another way: it is never left out."""


def digest_of(address: str) -> str:
    """The digest under which something is held against an address; nobody without our key can guess it."""
    return hmac.new(f"address:{settings.SECRET_KEY}".encode(), address.lower().encode(), sha256).hexdigest()
