"""References a person can read aloud: seven characters of Crockford base32 and a check character.

The alphabet has no I, L, O or U. The check is ISO 7064's hybrid system for 32 characters (MOD 33,32): it
catches every single wrong character and nearly every swap of two neighbours.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_HEARD_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LENGTH = 8
_LETTER_OF_OCTET = (ALPHABET * 8).encode()


def new_reference() -> str:
    """A random reference such as `K7QX-PM2D`: 35 bits, then the check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH - 1))
    return _grouped(body + _check_character(body))


def new_references(count: int) -> list[str]:
    """So many random references, no two of them the same, for when a million are needed at once."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        octets = secrets.token_bytes((_LENGTH - 1) * (count - len(drawn)))
        letters = octets.translate(_LETTER_OF_OCTET).decode()
        for start in range(0, len(letters), _LENGTH - 1):
            body = letters[start : start + _LENGTH - 1]
            drawn[_grouped(body + _check_character(body))] = None
    return list(drawn)


def normalise(text: str) -> str | None:
    """The reference meant by `text`, as typed or heard (spaces, lower case, O for 0), or None if its check fails."""
    plain = "".join(text.upper().translate(_HEARD_AS).replace("-", "").split())
    if len(plain) != _LENGTH or any(character not in _VALUE for character in plain):
        return None
    if _check_character(plain[:-1]) != plain[-1]:
        return None
    return _grouped(plain)


def _check_character(body: str) -> str:
    base = len(ALPHABET)
    product = base
    for character in body:
        total = (product + _VALUE[character]) % base or base
        product = total * 2 % (base + 1)
    return ALPHABET[(1 - product) % base]


def _grouped(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:]}"
