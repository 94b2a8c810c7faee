"""Three-valued logic after Kleene. A truth is a small number, so that "and" is the least and "or" the greatest.

Unknown is a value of its own and never a pass: what follows is known only if every way of filling in the
unknown gives the same answer.
"""

from enum import StrEnum
from typing import Final

Truth = int

FALSE: Final[Truth] = 0
UNKNOWN: Final[Truth] = 1
TRUE: Final[Truth] = 2

NEGATED: Final = (TRUE, UNKNOWN, FALSE)
"""The opposite of each truth: `NEGATED[truth]`."""


class Result(StrEnum):
    """What a criterion says of a person."""

    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    MET = "met"
