"""Where a page stands among the pages a person will see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimants.matters.questions import Page, Questionnaire


@dataclass(frozen=True)
class Step:
    """A page, its number among all steps, and its neighbours.

    Checking and signing is the last step; a stopping page comes before the first and has the number 0.
    """

    page: Page
    number: int
    of: int
    previous: Page | None
    next: Page | None


def step_of(questionnaire: Questionnaire, page_id: str, answers: Mapping[str, Any]) -> Step | None:
    """The step of the page with this id; None when the person will see no such page."""
    pages = questionnaire.visible_pages(answers)
    numbered = [page for page in pages if not page.gate]
    for index, page in enumerate(pages):
        if page.id == page_id:
            return Step(
                page=page,
                number=0 if page.gate else numbered.index(page) + 1,
                of=len(numbered) + 1,
                previous=pages[index - 1] if index else None,
                next=pages[index + 1] if index + 1 < len(pages) else None,
            )
    return None


def steps_of(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> int:
    """How many steps there are, checking and signing among them."""
    return sum(not page.gate for page in questionnaire.visible_pages(answers)) + 1
