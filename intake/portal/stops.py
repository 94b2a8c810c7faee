"""Where the first page of a registration ends the conversation: courteously, with nothing asked after it."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from claimants.matters.questions import Page
from intake.filing.models import Capacity, Claim
from intake.portal.readback import today_of

CHILD = 13
ADULT = 18


class Stop(Enum):
    """Why the first page goes no further. The value names the page that says so."""

    REPRESENTED = "represented"
    ROLE = "role"
    UNDER_13 = "under_13"
    UNDER_18 = "under_18"


def stop_for(page: Page, answers: Mapping[str, Any], *, capacity: str, today: date) -> Stop | None:
    """The reason to stop, or None. A person who may be a child counts as one: only the year of birth is asked."""
    given, birth_year = _by_target(page, answers), birth_year_in(page, answers)
    if capacity == Capacity.SELF and birth_year is not None:
        youngest = today.year - birth_year - 1
        if youngest < CHILD:
            return Stop.UNDER_13
        if youngest < ADULT:
            return Stop.UNDER_18
    if given.get("conflict:represented") == "yes":
        return Stop.REPRESENTED
    if given.get("conflict:role") not in {None, "none", "unsure"}:
        return Stop.ROLE
    return None


def stop_of(claim: Claim, given: Mapping[str, Any], whole: Mapping[str, Any]) -> Stop | None:
    """Whether answers just given end it, on whichever page they were given. `whole` is every answer with them."""
    gate = claim.matter.file.questions.gate
    if gate is None or not any(question.id in given for question in gate.questions):
        return None
    return stop_for(gate, whole, capacity=claim.capacity, today=today_of(claim.matter))


def birth_year_in(page: Page | None, answers: Mapping[str, Any]) -> int | None:
    """The year of birth as it was answered on the first page."""
    year = _by_target(page, answers).get("fact:birth_year") if page else None
    return year if isinstance(year, int) else None


def _by_target(page: Page, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers by what they are for, such as `fact:birth_year`."""
    return {
        target: answers.get(question.id)
        for question in page.questions
        for target in (question.feeds, question.also)
        if target
    }
