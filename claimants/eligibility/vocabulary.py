"""What every form of a test has in common. The forms themselves are in `forms/`, one small file a family."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Discriminator, Field, Tag

from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.facts import FactKind, FactSpec, FieldKind
from claimants.eligibility.kleene import Truth
from claimants.eligibility.shapes import Closed, Name, Period, Problem, Problems, Value, Whole, YesNo

Flat = Mapping[str, Any]
Judge = Callable[[Flat], Truth]
"""A compiled test: flat facts in, a truth out."""


@dataclass(frozen=True)
class Terms:
    """What the tests of one definition may refer to."""

    facts: Mapping[str, FactSpec]
    periods: Mapping[str, Period] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)

    def words(self, fact: str) -> str:
        """How a fact is called in a sentence."""
        return self.facts[fact].label or fact.replace("_", " ")

    def check_fact(self, fact: str, *kinds: FactKind, at: tuple[str | int, ...] = ("fact",)) -> Problems:
        if fact not in self.facts:
            yield Problem(at, f"{fact!r} is not a declared fact. Declared: {_names(self.facts)}.")
        elif self.facts[fact].kind not in kinds:
            expected = " or ".join(kinds)
            yield Problem(
                at, f"{fact!r} is of kind {self.facts[fact].kind}; this operator needs a fact of kind {expected}."
            )

    def check_period(self, period: str, at: tuple[str | int, ...] = ("period",)) -> Problems:
        if period not in self.periods:
            yield Problem(at, f"{period!r} is not a period. Periods: {_names(self.periods)}.")

    def check_list(self, name: str, at: tuple[str | int, ...] = ("list",)) -> Problems:
        if name not in self.lists:
            yield Problem(at, f"{name!r} is not a list. Lists: {_names(self.lists)}.")

    def check_deadline(self, name: str, at: tuple[str | int, ...] = ("name",)) -> Problems:
        if name not in self.deadlines:
            yield Problem(at, f"{name!r} is not a deadline. Deadlines: {_names(self.deadlines)}.")


class Distance(NamedTuple):
    """A term that begins on the day of one fact and is measured by the day of another."""

    since: str
    at: str
    years: int
    days: int


class Form(Closed, ABC):
    """One form of test. A subclass says what it compares, judges it, and reads as a sentence."""

    op: str

    @abstractmethod
    def check(self, terms: Terms) -> Problems:
        """What does not fit the terms, each with its path inside this test."""

    @abstractmethod
    def compiled(self, terms: Terms) -> Judge:
        """A closure over flat facts that judges this test."""

    @abstractmethod
    def reads(self, terms: Terms) -> str:
        """The test as a clause of a sentence."""

    @abstractmethod
    def facts_used(self) -> set[str]:
        """The facts that this test asks about."""

    def parts(self) -> tuple["Form", ...]:
        """The tests inside this one."""
        return ()

    def distances(self, terms: Terms) -> tuple[Distance, ...]:
        """The terms between two facts that this test measures; on their last days its answer turns."""
        return ()


if TYPE_CHECKING:
    Node = Form


class ListName(Closed):
    """`{list: united_states}`: the values of a list of the definition."""

    list: Name


def _shape(value: object) -> str:
    if isinstance(value, dict | ListName):
        return "named"
    return "several" if isinstance(value, list | tuple) else "one"


def _scalar(value: object) -> object:
    if not isinstance(value, str | int):
        raise ValueError("expected text, a whole number, true or false.")
    return value


Scalar = Annotated[Value | Whole | YesNo, BeforeValidator(_scalar)]
Accepted = Annotated[
    Annotated[Scalar, Tag("one")]
    | Annotated[Annotated[tuple[Scalar, ...], Field(min_length=1, max_length=2000)], Tag("several")]
    | Annotated[ListName, Tag("named")],
    Discriminator(_shape),
]
"""What a field of a row must be: one value, one of several, or one of a list."""
Where = Annotated[dict[Name, Accepted], Field(min_length=1)]

_TYPE_OF = {FieldKind.CHOICE: str, FieldKind.TEXT: str, FieldKind.NUMBER: int, FieldKind.YES_NO: bool}


def accepted_values(accepted: Any, terms: Terms) -> tuple[Any, ...]:
    """The values that `where` lets through."""
    if isinstance(accepted, ListName):
        return terms.lists[accepted.list]
    return accepted if isinstance(accepted, tuple) else (accepted,)


def check_where(where: Mapping[str, Any], fact: str, terms: Terms, at: tuple[str | int, ...]) -> Problems:
    spec = terms.facts.get(fact)
    if spec is None:
        return
    for name, accepted in where.items():
        if name not in spec.fields:
            yield Problem((*at, name), f"{fact!r} has no field {name!r}. Fields: {_names(spec.fields)}.")
            continue
        if isinstance(accepted, ListName) and accepted.list not in terms.lists:
            yield from terms.check_list(accepted.list, (*at, name, "list"))
            continue
        expected = _TYPE_OF[spec.fields[name]]
        for value in accepted_values(accepted, terms):
            if type(value) is not expected:
                yield Problem(
                    (*at, name), f"{value!r} does not fit the field {name!r}, which is a {spec.fields[name]}."
                )


def where_reads(where: Mapping[str, Any] | None, terms: Terms) -> str:
    """` with country in the list united states`, or nothing."""
    if not where:
        return ""
    return " with " + " and ".join(
        f"{name.replace('_', ' ')} {_accepted_reads(accepted)}" for name, accepted in where.items()
    )


def listed(words: Iterable[object], link: str = "or") -> str:
    """a, b or c."""
    *firsts, last = (("yes" if word else "no") if isinstance(word, bool) else str(word) for word in words)
    return f"{', '.join(firsts)} {link} {last}" if firsts else last


def _accepted_reads(accepted: Any) -> str:
    if isinstance(accepted, ListName):
        return f"in the list {accepted.list.replace('_', ' ')}"
    return listed(accepted) if isinstance(accepted, tuple) else listed([accepted])


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
