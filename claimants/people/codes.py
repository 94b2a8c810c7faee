"""Sign-in codes. A challenge is kept in the visitor's session, sealed and not for long; the code is kept nowhere.

The code is derived from the challenge's nonce and the address with the site's secret key, so a second message
for the same challenge carries the same code: whichever message arrives first, works.
"""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from enum import Enum

from cryptography.fernet import InvalidToken
from django.utils.crypto import salted_hmac

from claimants.people.seals import seal, unseal

LIFETIME = 600
KEPT_FOR = 1800  # long enough to come back for another code, no longer
MOST_TRIES = 5
DIGITS = 8
_WORTH_REPEATING = 300
_ON_THE_WAY = 5  # seconds in which a page that has just been asked for still says the whole time
_SALT = "claimants.people.codes"


class Answer(Enum):
    """What became of a code that someone typed."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True)
class Challenge:
    """`at` is when the code was made, in seconds since 1970; `next_path` is where its owner was going."""

    email: str
    nonce: str
    at: float
    tries: int = 0
    next_path: str = ""

    @property
    def code(self) -> str:
        digest = salted_hmac(_SALT, f"{self.nonce}:{self.email}", algorithm="sha256").digest()
        return f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}d}"

    @property
    def spoken(self) -> str:
        """The code as two groups, which are easier to read and to type."""
        return f"{self.code[: DIGITS // 2]} {self.code[DIGITS // 2 :]}"

    def to_session(self) -> str:
        """Sealed: a copy of the sessions names nobody who only began to sign in."""
        return seal(json.dumps(asdict(self)))


def new_challenge(*, email: str, next_path: str, now: float) -> Challenge:
    return Challenge(email=email, nonce=secrets.token_urlsafe(16), at=now, next_path=next_path)


def challenge_from(stored: object) -> Challenge | None:
    """The challenge a session holds, or None if it holds none, an old one, or one that another release wrote."""
    if not isinstance(stored, str):
        return None
    try:
        return Challenge(**json.loads(unseal(stored, within=KEPT_FOR)))
    except (InvalidToken, TypeError, ValueError):
        return None


def for_sending_again(challenge: Challenge, *, now: float) -> Challenge:
    """The same challenge while its code is worth repeating, else a new one."""
    if challenge.tries < MOST_TRIES and now - challenge.at <= _WORTH_REPEATING:
        return challenge
    return new_challenge(email=challenge.email, next_path=challenge.next_path, now=now)


def minutes_left(challenge: Challenge, *, now: float) -> int:
    """For how many more minutes its code works: a message sent again carries the code of the first."""
    return max(0, int(LIFETIME - (now - challenge.at) + _ON_THE_WAY) // 60)


def judge(challenge: Challenge, typed: str, *, now: float) -> tuple[Answer, Challenge]:
    """What the typed code is worth, and the challenge with the try counted."""
    if challenge.tries >= MOST_TRIES:
        return Answer.EXHAUSTED, challenge
    if not 0 <= now - challenge.at <= LIFETIME:
        return Answer.EXPIRED, challenge
    if secrets.compare_digest(_digits(typed).encode(), challenge.code.encode()):
        return Answer.RIGHT, challenge
    counted = replace(challenge, tries=challenge.tries + 1)
    return (Answer.EXHAUSTED if counted.tries >= MOST_TRIES else Answer.WRONG), counted


def _digits(typed: str) -> str:
    """The digits of what was typed, in any script's figures; spaces and dashes do not matter."""
    return "".join(str(int(character)) for character in typed[:64] if character.isdecimal())
