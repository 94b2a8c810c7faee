"""Questions: pages of them, which are shown for given answers, and the facts that answers become."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from claimants.eligibility.shapes import Closed, Name, Sentence, Value, Whole, YesNo
from claimants.matters.answers import kept, latest_today
from claimants.matters.digests import ByDigest
from claimants.matters.feeding import facts_of
from claimants.matters.kinds import ColumnKind, Kind
from claimants.matters.shapes import OneOrMoreValues

if TYPE_CHECKING:
    from claimants.matters.models import QuestionSet

PageId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Feed = Annotated[str, StringConstraints(pattern=r"^(fact|contact|conflict|review):[a-z][a-z0-9_]*$|^options$")]
FactFeed = Annotated[str, StringConstraints(pattern=r"^fact:[a-z][a-z0-9_]*$", max_length=70)]
Host = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]+\.)+[a-z]{2,}$", max_length=100)]
PathStart = Annotated[str, StringConstraints(pattern=r"^/([A-Za-z0-9_.-]+/)+$", max_length=100)]


class Option(Closed):
    """One of the answers to choose from. `alone`: it cannot be ticked together with others."""

    value: Value
    label: Sentence
    help: Sentence | None = None
    fact: FactFeed | None = None
    alone: YesNo = False


class Column(Closed):
    """A further column of a list of intervals."""

    id: Name
    kind: ColumnKind
    label: Sentence
    help: Sentence | None = None
    required: YesNo = True
    options: tuple[Option, ...] = ()
    max_length: Annotated[Whole, Field(ge=1, le=500)] = 100


class ShowIf(Closed):
    """The question is shown when an earlier one was answered with one of these values."""

    question: Name
    is_: Annotated[OneOrMoreValues, Field(alias="is")]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        answer = answers.get(self.question)
        if isinstance(answer, list):
            return any(value in answer for value in self.is_)
        return isinstance(answer, str) and answer in self.is_


class Question(Closed):
    """One question: its words, what shape its answer has, and what the answer is for."""

    id: Name
    kind: Kind
    label: Sentence
    help: Sentence | None = None
    why: Sentence | None = None
    required: YesNo = True
    options: tuple[Option, ...] = ()
    fields: tuple[Column, ...] = ()
    show_if: ShowIf | None = None
    feeds: Feed
    also: FactFeed | None = None
    decisive: YesNo = False
    unsure: YesNo = False
    future: YesNo = False
    min: Whole | None = None
    max: Whole | Literal["this_year"] | None = None
    max_length: Annotated[Whole, Field(ge=1, le=20_000)] | None = None
    hosts: tuple[Host, ...] = ()
    paths: tuple[PathStart, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that the answer feeds."""
        fed = [self.feeds, self.also, *(option.fact for option in self.options)]
        return tuple(feed.removeprefix("fact:") for feed in fed if feed and feed.startswith("fact:"))

    @cached_property
    def fact(self) -> str | None:
        """The fact that the whole answer is, if it is one."""
        fed = self.feeds if self.feeds.startswith("fact:") else self.also
        return fed.removeprefix("fact:") if fed else None

    def is_shown(self, answers: Mapping[str, Any]) -> bool:
        """Whether these answers bring the question up; a question under a hidden one stays hidden."""
        return not self.conditions or all(condition.holds(answers) for condition in self.conditions)

    @cached_property
    def conditions(self) -> tuple[ShowIf, ...]:
        """Its own condition, after those of the question it depends on, which the questionnaire puts here."""
        return (self.show_if,) if self.show_if else ()

    def option(self, value: object) -> Option | None:
        return next((option for option in self.options if option.value == value), None)


class Page(Closed):
    """One page of questions. A `gate` comes before everything else and can end the conversation."""

    id: PageId
    heading: Sentence
    gate: YesNo = False
    intro: Sentence | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=40)]


class Questionnaire(Closed):
    """Everything a matter asks, in its order."""

    pages: Annotated[tuple[Page, ...], Field(max_length=40)] = ()

    @model_validator(mode="after")
    def _tie(self) -> "Questionnaire":
        """Gives each question the conditions of the questions it depends on, besides its own."""
        earlier: dict[str, Question] = {}
        for question in self.questions:
            if question.show_if is not None and (before := earlier.get(question.show_if.question)):
                question.__dict__["conditions"] = (*before.conditions, question.show_if)
            earlier.setdefault(question.id, question)
        return self

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {question.id: question for question in reversed(self.questions)}

    def question(self, id: str) -> Question:
        """The question with this id; KeyError if there is none (any more)."""
        return self.by_id[id]

    def page(self, id: str) -> Page:
        """The page with this id; KeyError if there is none (any more)."""
        return next((page for page in self.pages if page.id == id), None) or self._no_page(id)

    @cached_property
    def gate(self) -> Page | None:
        return next((page for page in self.pages if page.gate), None)

    @cached_property
    def decisive(self) -> tuple[Question, ...]:
        """The questions of the check without an account."""
        return tuple(question for question in self.questions if question.decisive)

    def feeding(self, target: str) -> Question | None:
        """The first question that feeds `contact:name`, `fact:birth_year` …, or None."""
        return next((q for q in self.questions if target in (q.feeds, q.also)), None)

    def shown(self, answers: Mapping[str, Any]) -> list[Question]:
        return [question for question in self.questions if question.is_shown(answers)]

    def visible_pages(self, answers: Mapping[str, Any]) -> list[Page]:
        return [page for page in self.pages if any(q.is_shown(answers) for q in page.questions)]

    def fitting(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers that still fit the questions shown: not those to removed, hidden or changed ones."""
        today = latest_today()
        found = ((question.id, kept(question, answers.get(question.id), today)) for question in self.shown(answers))
        return {id: answer for id, answer in found if answer is not None}

    def missing(self, answers: Mapping[str, Any]) -> list[Question]:
        """The shown, required questions that have no answer, or one that no longer fits."""
        given = self.fitting(answers)
        return [q for q in self.shown(answers) if q.required and q.id not in given]

    def facts_from(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The raw facts in the answers, as `claimants.eligibility.facts.flatten` reads them."""
        facts: dict[str, Any] = {}
        for id, answer in self.fitting(answers).items():
            facts |= facts_of(self.by_id[id], answer)
        return facts

    def _no_page(self, id: str) -> Page:
        raise KeyError(id)


_BUILT: ByDigest[Questionnaire] = ByDigest()


def questionnaire_of(question_set: "QuestionSet") -> Questionnaire:
    """The questions of this version as objects, built once per content and process."""
    return _BUILT.get(question_set.sha256, lambda: Questionnaire.model_validate(question_set.document))
