"""A person's answers read back to them, page by page, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from claimants.matters.models import Matter
from claimants.matters.questions import Page, Question, Questionnaire
from claimants.matters.wording import in_words
from intake.filing.models import Claim
from intake.portal.addresses import page_url


@dataclass(frozen=True)
class Line:
    """A question with its answer in words. `is_missing` when it must still be answered."""

    question: Question
    words: str
    is_missing: bool


@dataclass(frozen=True)
class Group:
    """One page's questions, and where to change them."""

    page: Page
    lines: list[Line]
    url: str

    @property
    def is_complete(self) -> bool:
        return not any(line.is_missing for line in self.lines)


def groups_of(claim: Claim, questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[Group]:
    """Every page the person sees, with the answers that fit its questions."""
    fitting, pages = questionnaire.fitting(answers), questionnaire.visible_pages(answers)
    return [Group(page, lines_of(page.questions, fitting), page_url(claim, page)) for page in pages]


def lines_of(questions: Iterable[Question], answers: Mapping[str, Any]) -> list[Line]:
    """The questions that these answers bring up, each with its answer. Give it answers that fit the questions."""
    return [
        Line(question, in_words(question, answers.get(question.id)), question.required and question.id not in answers)
        for question in questions
        if question.is_shown(answers)
    ]


def today_of(matter: Matter) -> date:
    """Today where the court sits."""
    return timezone.now().astimezone(ZoneInfo(matter.file.court_time_zone)).date()
