"""Whose name a signature bears, compared as a friendly reader would: case, accents, order, initials do not count."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from claimants.matters.questions import Questionnaire
from intake.filing.models import Capacity

_WORD = re.compile(r"[^\W_]+")
_INSIDE_A_WORD = str.maketrans("", "", "'’‘ʼ`´")
_PLAIN_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


class Doubt(StrEnum):
    """What is odd about the name in a signature. It stops nobody."""

    ANOTHER = "another"  # not the name that the signer gave, or signed with before
    REPRESENTED = "represented"  # signed for another person, with that person's name


def doubt_about(signed: str, *, given: str, capacity: str, before: str = "") -> Doubt | None:
    """`given` is the name of the person the answers are about.

    Who signs for another person is not asked for a name; theirs is the one they signed with `before`, if they did.
    """
    if capacity == Capacity.SELF:
        return Doubt.ANOTHER if given and not is_same_name(signed, given) else None
    if before and not is_same_name(signed, before):
        return Doubt.ANOTHER
    return Doubt.REPRESENTED if given and is_same_name(signed, given) else None


def name_given(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> str:
    """The name of the person whom the answers are about, as it was answered; empty if it was not."""
    for question in questionnaire.questions:
        if question.feeds == "contact:name" and (given := answers.get(question.id)):
            return str(given["full"]) if isinstance(given, Mapping) else str(given)
    return ""


def is_same_name(one: str, other: str) -> bool:
    """Every word of the shorter stands in the longer, whole or as an initial, and one of them whole."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if "".join(shorter) == "".join(longer):
        return True
    whole = Counter(shorter) & Counter(longer)
    left = list((Counter(longer) - whole).elements())
    for word in (Counter(shorter) - whole).elements():
        meant = next((theirs for theirs in left if _is_initial(word, theirs)), None)
        if meant is None:
            return False
        left.remove(meant)
    return any(len(word) > 1 for word in whole)


def fold(text: str) -> str:
    """Lower case, without accents, full-width letters as plain ones; every other script as it is."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFKC", plain)


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name).translate(_INSIDE_A_WORD).translate(_PLAIN_LETTERS))


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))
