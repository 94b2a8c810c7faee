"""Quoted-printable, made so that a value can be put between two pieces that were encoded earlier.

Every seam is a soft line break, so each piece begins on a line of its own, however long the others are. Relays
without 8BITMIME take it, no line is longer than 76 octets, and nothing in it can look like a boundary, an end of the
message or the beginning of the next one in a mailbox file.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

SOFT = "=\r\n"
_WIDEST = 72  # leaves room for a quoted first character and for the mark of a soft break
_OCTETS = [chr(octet) if 32 <= octet < 127 and octet != ord("=") else f"={octet:02X}" for octet in range(256)]
_AS_IT_IS = re.compile(rf"(?!From )(?:[!-\-/-<>-~](?:[ -<>-~]{{0,{_WIDEST - 2}}}[!-<>-~])?)?")
_NEW_LINE = re.compile("\r\n?")

_T = TypeVar("_T")


def quoted(text: str) -> str:
    """The text with CRLF line ends. Nothing of it may be half a character (UnicodeEncodeError)."""
    if _AS_IT_IS.fullmatch(text):
        return text
    return "\r\n".join(_line(line) for line in _NEW_LINE.sub("\n", text).split("\n"))


def with_seams(text: Iterable[str | _T]) -> Iterator[str | _T]:
    """The text encoded around its gaps; what is put into a gap must be `quoted` too."""
    is_after_gap, is_at_start = False, True
    for piece in _joined(text):
        if not isinstance(piece, str):
            if not is_at_start:
                yield SOFT
            yield piece
            is_after_gap, is_at_start = True, False
        else:
            if is_after_gap and piece[0] not in "\r\n":
                yield SOFT
            yield quoted(piece)
            is_after_gap, is_at_start = False, piece[-1] in "\r\n"


def _joined(text: Iterable[str | _T]) -> Iterator[str | _T]:
    """The same text without empty pieces, and with no two of them side by side."""
    held = ""
    for piece in text:
        if isinstance(piece, str):
            held += piece
            continue
        if held:
            yield held
        held = ""
        yield piece
    if held:
        yield held


def _line(line: str) -> str:
    octets = [_OCTETS[octet] for octet in line.encode()]
    if octets and octets[-1] == " ":
        octets[-1] = "=20"
    return SOFT.join(_begun(part) for part in _parts("".join(octets)))


def _parts(whole: str) -> Iterator[str]:
    """No part ends inside a quoted octet."""
    start = 0
    while len(whole) - start > _WIDEST:
        end = start + _WIDEST
        while "=" in whole[end - 2 : end]:
            end -= 1
        yield whole[start:end]
        start = end
    yield whole[start:]


def _begun(part: str) -> str:
    """A dot or `From ` at the start of a line means something to those who carry mail."""
    if part.startswith((".", "From ")):
        return f"={ord(part[0]):02X}{part[1:]}"
    return part
