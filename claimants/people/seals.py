"""Seals secrets and addresses that wait, so that a copy of the database does not hold them in the clear."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str, *, within: int | None = None) -> str:
    """Raises `cryptography.fernet.InvalidToken` when no key of the site fits, or it was sealed over `within` s ago."""
    return _box().decrypt(sealed.encode(), ttl=within).decode()


def _box() -> MultiFernet:
    """The newest key seals; older ones, from SECRET_KEY_FALLBACKS, still open."""
    return MultiFernet([Fernet(_key_from(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key_from(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"claimants.people.seals:" + force_bytes(secret)).digest())
