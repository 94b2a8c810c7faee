"""Headers of a message as they stand on the wire. What could begin another header is refused, never repaired."""

import re
from base64 import b64encode
from collections.abc import Iterator
from email.utils import formataddr, parseaddr

from claimants.common.exceptions import Refused

_WIDEST, _LONGEST_WORD = 76, 900
_BREAKS_OUT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_ADDRESS = re.compile(rf"{_ATOMS}@{_DOMAIN.pattern}")
_ATOMS_OF_ANY_SCRIPT = re.compile(r"[^\s@\"(),:;<>\[\]\\.]+(?:\.[^\s@\"(),:;<>\[\]\\.]+)*")
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_READ_IN_TWO_WAYS = frozenset("ßς\u200c\u200d")  # older and newer mail software lead them to different domains
_LONGEST_ADDRESS = 254


def line(name: str, value: str) -> str:
    """One header of free text with its line end, folded, and in RFC 2047's words where ASCII does not do."""
    if not _NAME.fullmatch(name):
        raise Refused(f"“{name[:60]}” cannot be the name of a header.")
    return f"{name}: {folded(name, value)}\r\n"


def folded(name: str, value: str) -> str:
    """The value as it stands after `name: `, on as many lines as it needs."""
    check_stays_in_its_header(name, value)
    if value.isascii() and "=?" not in value:
        if len(name) + 2 + len(value) <= _WIDEST and value == value.strip():
            return value
        words = value.split(" ")
        if all(words) and max(map(len, words)) <= _LONGEST_WORD:
            return _on_lines(len(name) + 2, words)
    return "\r\n ".join(_encoded_words(len(name) + 2, value))


def mailbox(name: str, value: str) -> str:
    """`Name <address>` or an address alone, as the constant sender of all messages."""
    check_stays_in_its_header(name, value)
    shown, bare = parseaddr(value)
    bare = address(bare)
    if shown.isascii() and "=?" not in shown:
        return formataddr((shown, bare))
    return "\r\n ".join([*_encoded_words(len(name) + 2, shown), f"<{bare}>"])


def address(bare: str, *, smtputf8: bool = False) -> str:
    """The address of a recipient as header and envelope take it: its domain in ASCII.

    A part before the @ that is not ASCII needs a relay with SMTPUTF8. A quoted part before it is not taken.
    """
    if _ADDRESS.fullmatch(bare) and len(bare) <= _LONGEST_ADDRESS:
        return bare
    check_stays_in_its_header("To", bare)
    local, _, domain = bare.rpartition("@")
    if _READ_IN_TWO_WAYS & set(domain):
        raise Refused("The address has a domain that mail systems read in two ways. Use its form in ASCII (xn--…).")
    try:
        whole = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise Refused("The domain of the address cannot be written in ASCII. Correct it, or send a letter.") from error
    if not local.isascii():
        if not smtputf8:
            raise Refused("The address has letters before the @ that the relay cannot take. Send a letter instead.")
        sound = _ATOMS_OF_ANY_SCRIPT.fullmatch(local) and _DOMAIN.fullmatch(whole.rpartition("@")[2])
    else:
        sound = _ADDRESS.fullmatch(whole)
    if not sound or len(whole.encode()) > _LONGEST_ADDRESS:
        raise Refused("This is not an e-mail address. Correct it, or send a letter instead.")
    return whole


def message_id(value: str) -> str:
    if not _MESSAGE_ID.fullmatch(value) or len(value) > _LONGEST_ADDRESS:
        raise Refused("A Message-ID is <left@right> in ASCII, without spaces.")
    return value


def check_stays_in_its_header(name: str, value: str) -> None:
    """Refused when the value holds what ends a line, or any other control character."""
    if not value.isprintable() and (odd := _BREAKS_OUT.search(value)):
        raise Refused(
            f"The value of the header {name} holds the control character U+{ord(odd.group()):04X}, which could begin "
            "another header. Nothing was written."
        )


def _on_lines(used: int, words: list[str]) -> str:
    lines = [words[0]]
    for word in words[1:]:
        if used + len(lines[-1]) + 1 + len(word) <= _WIDEST:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
            used = 1
    return "\r\n ".join(lines)


def _encoded_words(used: int, value: str) -> Iterator[str]:
    """Each word holds whole characters, and as many as fit on its line."""
    room, held = _octets_on(used), b""
    for character in value:
        octets = character.encode()
        if len(held) + len(octets) > room:
            yield _encoded_word(held)
            room, held = _octets_on(1), b""
        held += octets
    yield _encoded_word(held)


def _octets_on(used: int) -> int:
    return (min(75, _WIDEST - used) - len("=?utf-8?b??=")) // 4 * 3


def _encoded_word(octets: bytes) -> str:
    return f"=?utf-8?b?{b64encode(octets).decode('ascii')}?="
