"""The envelope sender of each notice: where its bounces come back to, and proof that it was we who sent it.

`b+<notice in base32>.<mac>@<domain>`. The domain is whatever the provider demands, and is not part of the proof.
Base32 and hexadecimal survive relays that change the case of letters.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence

MAC_LENGTH = 12
"""Hexadecimal digits: 48 bits, so a forger must send more mail than we would ever read."""

_LOCAL = re.compile(rf"b\+([a-z2-7]{{1,13}})\.([0-9a-f]{{{MAC_LENGTH}}})", re.IGNORECASE | re.ASCII)
_LARGEST = 2**63 - 1


def address(notice_id: int, *, key: bytes | Sequence[bytes], domain: str) -> str:
    """The envelope sender of a notice. Of several keys the first one writes."""
    if not 0 <= notice_id <= _LARGEST:
        raise ValueError(f"{notice_id} cannot be the number of a notice.")
    number = _in_base32(notice_id)
    return f"b+{number}.{_mac(number, _keys(key)[0])}@{domain}"


def read(address: str, *, key: bytes | Sequence[bytes]) -> int | None:
    """The notice whose bounces come to this address; None unless one of the keys wrote it."""
    local, _, domain = address.strip().strip("<>").rpartition("@")
    found = _LOCAL.fullmatch(local)
    if not found or not domain:
        return None
    number, mac = found[1].lower(), found[2].lower()
    matches = [hmac.compare_digest(mac, _mac(number, each)) for each in _keys(key)]
    return _from_base32(number) if any(matches) else None


def _keys(key: bytes | Sequence[bytes]) -> Sequence[bytes]:
    keys = [key] if isinstance(key, bytes) else list(key)
    if not keys or not all(keys):
        raise ValueError("An empty key signs nothing: set the key of the envelope senders.")
    return keys


def _mac(number: str, key: bytes) -> str:
    return hmac.new(key, f"verp:{number}".encode(), hashlib.sha256).hexdigest()[:MAC_LENGTH]


def _in_base32(number: int) -> str:
    whole = number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")
    return base64.b32encode(whole).decode().rstrip("=").lower()


def _from_base32(text: str) -> int | None:
    """None for anything that `_in_base32` would not have written: each notice has one address."""
    try:
        whole = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except binascii.Error:
        return None
    number = int.from_bytes(whole, "big")
    return number if number <= _LARGEST and _in_base32(number) == text else None
