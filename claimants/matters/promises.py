"""Words that promise money or a result, and may stand on no page, in no notice and in no template of one.

`promises_in` reads a whole text, `forbidden_in` says it in sentences for whoever approves one. What is allowed is
named sentence by sentence: fixed denials ("there is no settlement"), and facts of a matter file that carry their
source.
"""

import re
from collections.abc import Iterable, Iterator

from claimants.matters.stages import MODE_OF, Mode, Stage

_A_SUM = (
    r"[$€£]\s?\d+(?:[.,]\d+)*(?:\s?(?:hundred|thousand|million|billion)\b)?"
    r"|\b\d[\d,.]*\s?(?:(?:hundred|thousand|million|billion)\s)?(?:dollars?|euros?|usd|eur|cents?)\b"
    r"|\b(?:usd|eur)\s?\d+(?:[.,]\d+)*"
    r"|\b\d[\d,.]*\s?(?:million|billion)\b"
)
_SAYS_A_SUM = "a sum is read as what everybody gets. A sum that the court ordered to be said needs its source."
_SAYS_MONEY_IS_THEIRS = "it speaks of money as if it were the reader’s already."
_SAYS_IT_WILL_COME = "it says what will come, and nobody knows that before the court and the terms have spoken."
_SAYS_THEY_HAVE_A_RIGHT = "it says what the reader has a right to, and that is for the court and the terms to say."
_SOUNDS_LIKE_AN_OFFER = "it sounds like an advertisement."
_SAYS_A_RESULT = "nobody can be certain of a result."
_NO_SETTLEMENT = "it speaks as if there were a settlement, and no court has looked at one yet."

_PROMISES = {
    _A_SUM: _SAYS_A_SUM,
    r"\byour (?:payment|payout|award|refund|compensation|money|check|cheque|share)\b": _SAYS_MONEY_IS_THEIRS,
    r"\b(?:claim|get|collect|receive) your (?:money|payment|share|compensation|refund)\b": _SAYS_MONEY_IS_THEIRS,
    r"\byou (?:will|shall|are going to|are set to) (?:receive|get|be paid|win|be compensated|recover)\b": (
        _SAYS_IT_WILL_COME
    ),
    r"\byou (?:are|may be|might be|could be) (?:entitled|owed|eligible for (?:a )?(?:payment|compensation|money))\b": (
        _SAYS_THEY_HAVE_A_RIGHT
    ),
    r"\b(?:cash|money) (?:payment|award|back)\b": _SOUNDS_LIKE_AN_OFFER,
    r"\bguarantee[ds]?\b": _SAYS_A_RESULT,
    r"\bfree money\b": _SOUNDS_LIKE_AN_OFFER,
    r"\bwe will win\b": _SAYS_A_RESULT,
    r"\b(?:make|made|making) you whole\b": _SAYS_IT_WILL_COME,
    r"\bcompensation (?:is|will be|awaits)\b": _SAYS_IT_WILL_COME,
}
_BEFORE_SETTLEMENT = {
    r"\b(?:the|a|this) settlement (?:pays|provides|will|gives|offers)\b": _NO_SETTLEMENT,
    r"\bsettlement (?:fund|amount|benefits?)\b": _NO_SETTLEMENT,
    r"\bpay(?:ment|out)s? (?:date|schedule|amount)\b": _NO_SETTLEMENT,
    r"\bdistribution of (?:the )?(?:fund|money|payments?)\b": _NO_SETTLEMENT,
    r"\bcourt[- ]approved\b": _NO_SETTLEMENT,
    r"\bclaims? (?:deadline|form|administrator)\b": _NO_SETTLEMENT,
}
DENIALS = (
    "There is no settlement and there is nothing to claim. There is nothing to pay either.",
    "There is no settlement, and nothing to claim.",
    "There is nothing to pay.",
    "No court has approved this registration or this message.",
)


def promises_in(text: str, stage: Stage, *, mode: Mode | None = None, allowed: Iterable[str] = ()) -> list[str]:
    """What the text promises that may not be promised at this stage, as it stands there; empty when all is well.

    `allowed` are sentences that are not looked at, word for word: the sourced facts of the matter file.
    """
    return [found for found, _ in _found(text, mode or MODE_OF[stage], stage, allowed)]


def forbidden_in(text: str, *, mode: Mode, stage: Stage, allowed: Iterable[str] = ()) -> list[str]:
    """A sentence for each wording that may not be said at this stage, once each, in the order they are looked for."""
    found = dict.fromkeys(_found(text, mode, stage, allowed))
    return [f"“{words}” may not be said: {why}" for words, why in found]


def _found(text: str, mode: Mode, stage: Stage, allowed: Iterable[str]) -> Iterator[tuple[str, str]]:
    read = " ".join(text.split())
    for sentence in (*DENIALS, *allowed):
        read = read.replace(" ".join(sentence.split()), " ")
    banned = dict(_PROMISES)
    if mode is Mode.REGISTRATION and MODE_OF[stage] is Mode.REGISTRATION:
        banned |= _BEFORE_SETTLEMENT
    for pattern, why in banned.items():
        for found in re.finditer(pattern, read, re.IGNORECASE):
            yield found.group(0), why
