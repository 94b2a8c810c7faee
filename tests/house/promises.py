"""Words that promise money or a result, and may stand on no page and in no notice.

`promises_in` reads a whole text. What is allowed is named sentence by sentence: fixed denials ("there is no
settlement"), and facts of a matter file that carry their source.
"""

import re
from collections.abc import Iterable

from claimants.matters.stages import MODE_OF, Mode, Stage

_A_SUM = (
    r"[$€£]\s?\d"
    r"|\b\d[\d,.]*\s?(?:(?:hundred|thousand|million|billion)\s)?(?:dollars?|euros?|usd|eur|cents?)\b"
    r"|\b(?:usd|eur)\s?\d"
    r"|\b\d[\d,.]*\s?(?:million|billion)\b"
)
_PROMISES = (
    _A_SUM,
    r"\byour (?:payment|payout|award|refund|compensation|money|check|cheque|share)\b",
    r"\b(?:claim|get|collect|receive) your (?:money|payment|share|compensation|refund)\b",
    r"\byou (?:will|shall|are going to|are set to) (?:receive|get|be paid|win|be compensated|recover)\b",
    r"\byou (?:are|may be|might be|could be) (?:entitled|owed|eligible for (?:a )?(?:payment|compensation|money))\b",
    r"\b(?:cash|money) (?:payment|award|back)\b",
    r"\bguarantee[ds]?\b",
    r"\bfree money\b",
    r"\bwe will win\b",
    r"\b(?:make|made|making) you whole\b",
    r"\bcompensation (?:is|will be|awaits)\b",
)
_BEFORE_SETTLEMENT = (
    r"\b(?:the|a|this) settlement (?:pays|provides|will|gives|offers)\b",
    r"\bsettlement (?:fund|amount|benefits?)\b",
    r"\bpay(?:ment|out)s? (?:date|schedule|amount)\b",
    r"\bdistribution of (?:the )?(?:fund|money|payments?)\b",
    r"\bcourt[- ]approved\b",
    r"\bclaims? (?:deadline|form|administrator)\b",
)
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
    read = " ".join(text.split())
    for sentence in (*DENIALS, *allowed):
        read = read.replace(" ".join(sentence.split()), " ")
    banned = _PROMISES
    if (mode or MODE_OF[stage]) is Mode.REGISTRATION and MODE_OF[stage] is Mode.REGISTRATION:
        banned += _BEFORE_SETTLEMENT
    return [found.group(0) for pattern in banned for found in re.finditer(pattern, read, re.IGNORECASE)]
