"""What may stand in a notice: text that people gave us, made safe to put on one line of a message."""

import unicodedata
from typing import Any

_TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_BREAKS = frozenset("\u2028\u2029\u0085")


def one_line(text: str) -> str:
    """The text on one line: no control characters, no marks that turn the rest of the line around."""
    if text.isprintable():  # nothing to look for, one character at a time
        return " ".join(text.split())
    kept = [" " if _is_break(character) else character for character in text if character not in _TURNS_TEXT_AROUND]
    return " ".join("".join(kept).split())


def lines(text: str) -> list[str]:
    """The lines of a longer text, each made safe, without the empty ones."""
    return [line for line in (one_line(part) for part in text.splitlines()) if line]


def made_safe(value: Any) -> Any:
    """A context with every string in it on one line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return {key: made_safe(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [made_safe(item) for item in value]
    return value


def _is_break(character: str) -> bool:
    return character in _BREAKS or unicodedata.category(character) in {"Cc", "Cs"}
