"""The class definition as a document: facts, periods, lists, deadlines, criteria, flags, subclasses and tiers.

It is checked as a whole. A document that passes `Definition.model_validate` compiles. One that does not gets a
sentence for each thing wrong, at its path; `problems.problems_of` makes those readable.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.facts import SYSTEM_FACTS, FactKind, FactSpec
from claimants.eligibility.forms import Node
from claimants.eligibility.groups import Partition, Subclass, Tier, problems_of_tiers
from claimants.eligibility.reading import prose_of
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
    deadlines: Annotated[dict[Name, Deadline], Field(max_length=40)] = {}
    subclasses: Annotated[tuple[Subclass, ...], Field(max_length=63)] = ()
    partition: Partition | None = None
    tiers: Annotated[tuple[Tier, ...], Field(max_length=40)] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> "Definition":
        if problems := list(self._problems()):
            raise ValidationError.from_exception_data("Definition", [_as_detail(problem) for problem in problems])
        return self

    @property
    def terms(self) -> Terms:
        return Terms({**self.facts, **SYSTEM_FACTS}, self.periods, self.lists, self.deadlines)

    @property
    def facts_used(self) -> set[str]:
        """The facts that something in the definition asks about (`signed_on` too, if it does)."""
        used = {deadline.after.fact for deadline in self.deadlines.values() if deadline.after}
        if self.partition is not None:
            used.add(self.partition.fact)
        return used.union(*(test.facts_used() for _, test in self._tests()))

    def reads(self) -> str:
        """The definition as prose, a line a criterion."""
        return prose_of(self)

    def _problems(self) -> Problems:
        yield from self._problems_of_names()
        for collection in ("criteria", "flags"):
            yield from _doubled(getattr(self, collection), collection)
        yield from self._problems_of_groups()
        for path, test in self._tests():
            for problem in _problems_of_test(test, self.terms):
                yield problem.under(*path)

    def _tests(self) -> Iterator[tuple[tuple[str | int, ...], Form]]:
        """Every test with its path."""
        for collection in ("criteria", "flags", "subclasses", "tiers"):
            for number, item in enumerate(getattr(self, collection)):
                if item.test is not None:
                    yield (collection, number, "test"), item.test

    def _problems_of_groups(self) -> Problems:
        parts = self.partition.parts if self.partition else ()
        for problem in _doubled((*self.subclasses, *parts), "subclasses"):
            number = int(problem.path[1])
            beyond = number - len(self.subclasses)
            yield problem if beyond < 0 else Problem(("partition", "parts", beyond, problem.path[2]), problem.sentence)
        if self.partition is not None:
            yield from (problem.under("partition") for problem in self.partition.problems(self.terms))
        yield from problems_of_tiers(self.tiers)
        for name, deadline in self.deadlines.items():
            if deadline.after is not None:
                for problem in self.terms.check_fact(deadline.after.fact, FactKind.DATE):
                    yield problem.under("deadlines", name, "after")

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
