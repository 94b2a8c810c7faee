"""What a definition's tests compare each fact with: the days, numbers and values at which an answer can turn."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from claimants.eligibility.dates import EARLIEST_YEAR, FIRST_DAY, LATEST_YEAR, NO_START, OPEN, years_after
from claimants.eligibility.facts import FactKind
from claimants.eligibility.references import references
from claimants.eligibility.shapes import Period
from claimants.eligibility.vocabulary import Distance, Form, Terms, accepted_values

ANY_YEAR_ON = date(2025, 1, 1).toordinal()
"""The day to measure terms by where no test speaks of a day."""
MOST_ANCHORS = 6
FIRST_TO_TRY = date(EARLIEST_YEAR + 1, 1, 1).toordinal()
LAST_TO_TRY = date(LATEST_YEAR - 1, 12, 31).toordinal()
"""Raw dates are read from 1900 through 2100, and the days beside an edge are to be tried as well."""

Condition = Mapping[str, tuple[Any, ...]]
"""The accepted values of each column of a list that one test asks for."""


@dataclass
class Edges:
    """What one fact is compared with. Days are those named themselves: the first and the last of something.

    `by_year`: amounts count by the year. `measured_on`: a day taken at will, because terms end on this fact and no
    test names a day for it.
    """

    days: set[int] = field(default_factory=set)
    spans: list[tuple[int, int]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    groups: list[tuple[str, ...]] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    by_year: bool = False
    measured_on: int | None = None


def leaves(test: Form) -> Iterator[Form]:
    """The tests inside a test that compare facts themselves."""
    parts = test.parts()
    if not parts:
        yield test
    for part in parts:
        yield from leaves(part)


def edges_of(tests: Iterable[Form], terms: Terms) -> dict[str, Edges]:
    """The edges of every fact that the tests use, in the order in which the definition declares the facts."""
    plain = [leaf for test in tests for leaf in leaves(test)]
    used = {fact for leaf in plain for fact in references(leaf, terms).facts}
    found = {fact: Edges() for fact in terms.facts if fact in used}
    for leaf in plain:
        _compare(leaf, terms, found)
    _measure([distance for leaf in plain for distance in leaf.distances(terms)], terms, found)
    return found


def _compare(leaf: Form, terms: Terms, found: dict[str, Edges]) -> None:
    named = references(leaf, terms)
    own = [getattr(leaf, name) for name in type(leaf).model_fields]
    days = {value.toordinal() for value in own if isinstance(value, date)}
    numbers = {value for value in own if isinstance(value, int) and not isinstance(value, bool)}
    if leaf.distances(terms):
        numbers = set()
    spans = [_readable(terms.periods[name]) for name in sorted(named.periods)]
    for name in named.deadlines:
        days.update(last for last in terms.deadlines[name].last_days(None) or ())
        days.update(last + (terms.deadlines[name].grace_days or 0) for last in tuple(days))
    days.update(day for span in spans for day in span)
    days = {day for day in days if FIRST_TO_TRY <= day <= LAST_TO_TRY}
    groups = [terms.lists[name] for name in sorted(named.lists)]
    if isinstance(values := getattr(leaf, "values", None), tuple):
        groups.append(values)
    conditions = _conditions(leaf, terms)
    for fact in leaf.facts_used():
        edges = found[fact]
        edges.days |= days
        edges.numbers |= numbers
        edges.spans += [span for span in spans if span not in edges.spans]
        edges.groups += [group for group in groups if group not in edges.groups]
        if fact in conditions and conditions[fact] not in edges.conditions:
            edges.conditions.append(conditions[fact])
        edges.by_year = edges.by_year or getattr(leaf, "each", None) == "year"


def _readable(period: Period) -> tuple[int, int]:
    """The days of the period; an end that no raw date can reach is open."""
    first = period.first if period.first >= FIRST_TO_TRY else NO_START
    return first, period.last if period.last <= LAST_TO_TRY else OPEN


def _conditions(leaf: Form, terms: Terms) -> dict[str, Condition]:
    """What a test asks of the columns of each of its lists."""
    where = getattr(leaf, "where", None) or {}
    fact = getattr(leaf, "fact", None)
    return {
        name: {column: accepted_values(accepted, terms) for column, accepted in columns.items()}
        for name, columns in (where if fact is None else {fact: where}).items()
    }


def _measure(distances: list[Distance], terms: Terms, found: dict[str, Edges]) -> None:
    """Add the days, or the years of birth, at which a term between two facts ends just then."""
    named = {fact: sorted(edges.days) for fact, edges in found.items()}
    latest = max((day for days in named.values() for day in days), default=ANY_YEAR_ON - 366)
    for since, at, years, days in distances:
        if named[since] and not named[at]:
            found[at].days.update(years_after(day, years) + days for day in named[since][-MOST_ANCHORS:])
            continue
        if not found[at].days:
            found[at].measured_on = latest + 366
            found[at].days.add(latest + 366)
        for anchor in sorted(found[at].days)[-MOST_ANCHORS:]:
            begun = _years_before(anchor - days, years)
            if terms.facts[since].kind == FactKind.NUMBER:
                found[since].numbers.add(date.fromordinal(begun).year)
            else:
                found[since].days.add(begun)


def _years_before(day: int, years: int) -> int:
    then = date.fromordinal(max(day, FIRST_DAY))
    year = max(then.year - years, 1)
    return (date(year, 2, 28) if (then.month, then.day) == (2, 29) else then.replace(year=year)).toordinal()
