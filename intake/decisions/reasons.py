"""The reasons of a decline, in the matter's own words as they stood when it was proposed.

They are stored with the proposal and the decision: the matter's file can be edited later, and what was decided, and
read by the claimant, stays as it was. The words are the matter's, never about one person, so an erasure leaves them.
"""

from collections.abc import Iterable
from typing import TypedDict

from intake.filing.models import Claim


class GivenReason(TypedDict):
    """`code` and `label` are for staff; the claimant reads `label` and `text`."""

    code: str
    label: str
    text: str


def given_reasons(claim: Claim, codes: Iterable[str]) -> list[GivenReason]:
    """The matter's reasons of these codes, word for word as they stand now; a code it does not know is left out."""
    reasons = (claim.matter.file.reason(code) for code in codes)
    return [GivenReason(code=one.code, label=one.label, text=one.text) for one in reasons if one]
