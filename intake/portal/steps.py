"""Where a page stands among the pages a person will see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimants.matters.questions import Page, Questionnaire


@dataclass(frozen=True)
class Step:
    """A page, its number among all steps (checking and signing is the last), and its neighbours."""

    page: Page
    number: int
    of: int
    previous: Page | None
    next: Page | None


def step_of(questionnaire: Questionnaire, page_id: str, answers: Mapping[str, Any]) -> Step | None:
    """The step of the page with this id; None when the person will see no such page."""
    pages = list(questionnaire.visible_pages(answers))
    for index, page in enumerate(pages):
        if page.id == page_id:
            return Step(
                page=page,
                number=index + 1,
                of=len(pages) + 1,
                previous=pages[index - 1] if index else None,
                next=pages[index + 1] if index + 1 < len(pages) else None,
            )
    return None
