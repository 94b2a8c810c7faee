"""Where the first page of a registration ends the conversation: courteously, with nothing asked after it."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from claimants.matters.questions import Page
from intake.filing.models import Capacity

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
    given = {
        target: answers.get(question.id)
        for question in page.questions
        for target in (question.feeds, question.also)
        if target
    }
    birth_year = given.get("fact:birth_year")
    if capacity == Capacity.SELF and isinstance(birth_year, int):
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
