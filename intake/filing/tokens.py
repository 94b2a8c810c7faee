"""The check page's token: what exactly the signer saw. Nothing is stored; the signature makes it ours.

Signing twice with the same token makes one submission. A token for other answers, other words, other questions or
another definition than those in force is refused, so nobody signs what they did not see.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing

from claimants.common.exceptions import Refused

_SALT = "filing.check-page"
_MISSING = (
    "We could not tell which version of your answers you checked. Please look through them once more and sign again."
)


@dataclass(frozen=True)
class Seen:
    """What a check page showed: the claim, the number of the submission to be made, and every version read.

    `matter` is the digest of the matter file, whose words are signed too; `capacity` is part of those words.
    """

    claim: int
    number: int
    capacity: str
    matter: str
    question_set: int
    definition: int
    answers: str

    @property
    def key(self) -> str:
        """The same for the same sight: what makes a submission unique."""
        return hashlib.sha256(json.dumps(self.__dict__, sort_keys=True).encode()).hexdigest()


def write(seen: Seen) -> str:
    return signing.dumps(seen.__dict__, salt=_SALT, compress=True)


def read(token: str) -> Seen:
    """What the token says was seen. Refused, with a sentence, when it is not one of ours."""
    try:
        return Seen(**signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError) as error:
        raise Refused(_MISSING) from error


def digest_of(answers: Mapping[str, object]) -> str:
    """SHA-256 over the answers in canonical JSON."""
    text = json.dumps(answers, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
