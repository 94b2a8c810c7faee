"""What a cell may hold. Each check answers with a sentence, or with nothing when all is well."""

import re
from functools import lru_cache

from claimants.common.exceptions import Refused
from intake.notices import mail_headers

LONGEST = 1_000
_IN_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_NUMBER = re.compile(r"[+-][\d\s().,/-]*")
_HALF = re.compile("[\ud800-\udfff\ufffd]")


def address_of(cell: str) -> str:
    """The address in the form in which it is sent to: small letters, its domain in ASCII. Refused when it is none."""
    plain = cell.strip().lower()
    local, _, domain = plain.rpartition("@")
    if len(plain) <= 254 and _is_local(local) and _is_domain(domain):
        return plain
    return _address_in_another_script(plain)


def objection_to(cell: str) -> str:
    """Why this cannot be in a message, whatever it is meant to be."""
    if cell.isprintable() and len(cell) <= LONGEST and cell[0] not in "=@+-" and "\ufffd" not in cell:
        return ""
    if _HALF.search(cell):
        return "this is not UTF-8, or was converted wrongly. Save the list as “CSV UTF-8” and look at this cell again."
    if not cell.isprintable():
        return "there is a line break or another control character in it. Write it on one line."
    if len(cell) > LONGEST:
        return f"it has {len(cell):,} characters, and {LONGEST:,} are the most. Shorten it."
    if cell[0] in "=@" or (cell[0] in "+-" and not _NUMBER.fullmatch(cell)):
        return f"it begins with “{cell[0]}”, so a spreadsheet would compute it. Write the text itself."
    return ""


def _is_local(local: str) -> bool:
    """Letters that every mail system takes, and no dot at an end or beside another."""
    return (
        0 < len(local) <= 64
        and _IN_LOCAL.issuperset(local)
        and local[0] != "."
        and local[-1] != "."
        and ".." not in local
    )


@lru_cache(maxsize=50_000)
def _is_domain(domain: str) -> bool:
    """The same few stand in most lines."""
    return _DOMAIN.fullmatch(domain) is not None


def _address_in_another_script(plain: str) -> str:
    local, at, domain = plain.rpartition("@")
    if not at or not local or " " in plain or "." not in domain:
        raise Refused("this is not an e-mail address. Correct it, or leave it empty and give a postal address.")
    if not local.isascii():
        raise Refused(
            "the part before the @ has letters that many mail systems do not take. Ask for another address, or leave "
            "it empty and give a postal address."
        )
    try:
        return mail_headers.address(plain)
    except Refused as refusal:
        said = str(refusal)
        raise Refused(said[0].lower() + said[1:]) from None
