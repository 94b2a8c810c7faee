"""E-mail addresses as people type and paste them, and paths of this site as links carry them."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 254
_LONGEST_PATH = 2000
_is_address = EmailValidator()


def normalise(text: str) -> str | None:
    """The address meant by `text`, in lower case, or None if it is none.

    What is normalised is also what the message is sent to, so a look-alike can only ever reach the mailbox
    that it is taken for.
    """
    visible = "".join(character for character in text if unicodedata.category(character) not in ("Cf", "Cc"))
    address = visible.strip().strip("<>").strip().lower().removeprefix("mailto:")
    address = unicodedata.normalize("NFC", address)
    if len(address) > _LONGEST:
        return None
    try:
        _is_address(address)
    except ValidationError:
        return None
    return address


def own_path(text: str | None) -> str | None:
    """`text` if it is a path on this site, else None: nobody is sent elsewhere after signing in."""
    if not text or len(text) > _LONGEST_PATH or not text.startswith("/"):
        return None
    if any(unicodedata.category(character) in ("Cc", "Cf") for character in text):
        return None
    return text if url_has_allowed_host_and_scheme(text, allowed_hosts=None) else None
