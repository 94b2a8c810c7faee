"""The class definition as a document: its facts, periods, lists, criteria and flags, checked as a whole.

A document that passes `Definition.model_validate` compiles. One that does not gets a sentence for each thing
wrong, at its path; `problems.problems_of` makes those readable.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from claimants.eligibility.facts import SYSTEM_FACTS, FactKind, FactSpec
from claimants.eligibility.forms import Node
from claimants.eligibility.shapes import (
    Bit,
    Closed,
    Name,
    Period,
    Problem,
    Problems,
    Sentence,
    Values,
    YesNo,
    doubles,
)
from claimants.eligibility.vocabulary import Form, Terms

DEEPEST_TEST = 12
LARGEST_TEST = 300


class Criterion(Closed):
    """One condition of the class. Of kind `exclude`, its test says the exclusion: met means not excluded."""

    id: Name
    bit: Bit
    kind: Literal["include", "exclude"]
    test: Node
    cite: Sentence
    quote: Sentence
    note: Sentence | None = None
    met: Sentence
    not_met: Sentence
    ask: Sentence


class Flag(Closed):
    """Something a reviewer should see. It never decides."""

    id: Name
    bit: Bit
    test: Node
    raised: Sentence


class Definition(Closed):
    """A class definition that runs."""

    version: Annotated[int, Field(strict=True, ge=1)]
    provisional: YesNo
    source: Sentence
    text: Sentence
    facts: Annotated[dict[Name, FactSpec], Field(min_length=1, max_length=200)]
    periods: dict[Name, Period] = {}
    lists: dict[Name, Values] = {}
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=63)]
    flags: Annotated[tuple[Flag, ...], Field(max_length=63)] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> "Definition":
        if problems := list(self._problems()):
            raise ValidationError.from_exception_data("Definition", [_as_detail(problem) for problem in problems])
        return self

    @property
    def terms(self) -> Terms:
        return Terms({**self.facts, **SYSTEM_FACTS}, self.periods, self.lists)

    @property
    def facts_used(self) -> set[str]:
        """The facts that some criterion or flag asks about (`signed_on` too, if one does)."""
        tests = [criterion.test for criterion in self.criteria] + [flag.test for flag in self.flags]
        return set().union(*(test.facts_used() for test in tests))

    def reads(self) -> str:
        """The definition as prose, a line a criterion."""
        terms = self.terms
        lines = ["A person is in the class if every one of these holds:"]
        for criterion in self.criteria:
            refused = "not: " if criterion.kind == "exclude" else ""
            lines.append(f"- {criterion.id}: {refused}{criterion.test.reads(terms)}.")
        if self.flags:
            lines.append("These inform review and decide nothing:")
            lines.extend(f"- {flag.id}: {flag.test.reads(terms)}." for flag in self.flags)
        return "\n".join(lines)

    def _problems(self) -> Problems:
        yield from self._problems_of_names()
        for collection in ("criteria", "flags"):
            items: tuple[Any, ...] = getattr(self, collection)
            yield from _doubled(items, collection)
            for number, item in enumerate(items):
                for problem in _problems_of_test(item.test, self.terms):
                    yield problem.under(collection, number, "test")

    def _problems_of_names(self) -> Problems:
        for fact, spec in self.facts.items():
            if fact in SYSTEM_FACTS:
                yield Problem(("facts", fact), f"{fact!r} is supplied by the portal; do not declare it.")
            if spec.kind == FactKind.INTERVALS and f"{fact}_complete" in self.facts:
                yield Problem(
                    ("facts", f"{fact}_complete"),
                    f"this name says whether the list {fact!r} is complete; choose another.",
                )
        for name, period in self.periods.items():
            if period.last < period.first:
                yield Problem(("periods", name), f"the period ends ({period.to}) before it starts ({period.from_}).")
        for name, values in self.lists.items():
            if again := doubles(values):
                yield Problem(("lists", name), f"{again[0]!r} is in the list twice.")


def _doubled(items: tuple[Any, ...], collection: str) -> Problems:
    """Ids and bits that occur again."""
    for key in ("id", "bit"):
        seen: dict[object, str] = {}
        for number, item in enumerate(items):
            value = getattr(item, key)
            if value in seen:
                yield Problem((collection, number, key), f"{key} {value!r} is already that of {seen[value]!r}.")
            seen[value] = item.id


def _problems_of_test(test: Form, terms: Terms) -> Problems:
    size, depth, layer = 0, 0, [test]
    while layer:
        size, depth = size + len(layer), depth + 1
        layer = [part for form in layer for part in form.parts()]
    if depth > DEEPEST_TEST or size > LARGEST_TEST:
        yield Problem((), f"the test is too large; expected at most {LARGEST_TEST} parts, nested {DEEPEST_TEST} deep.")
        return
    yield from test.check(terms)


def _as_detail(problem: Problem) -> InitErrorDetails:
    return InitErrorDetails(
        type=PydanticCustomError("definition", "{sentence}", {"sentence": problem.sentence}),
        loc=problem.path,
        input=None,
    )
