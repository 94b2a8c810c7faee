"""Answers worth trying: what people on both sides of every edge would say of a fact, and what they may not know."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from claimants.eligibility import rows
from claimants.eligibility.dates import written
from claimants.eligibility.edges import ANY_YEAR_ON, Edges
from claimants.eligibility.facts import FactError, FactKind, FactSpec, flatten
from claimants.eligibility.vocabulary import Terms

MOST_ANSWERS = 150
WELL_AWAY = 200
"""So many days from an edge nothing is close any more."""


class Answer(NamedTuple):
    """One value of one fact: as a raw fact, as a flat one, and in words.

    `told`: nothing in it is left open. `step` is its place in a row of neighbours, if it has one: two answers with
    the same name and numbers one apart stand on the two sides of a possible edge.
    """

    fact: str
    raw: Mapping[str, Any]
    flat: Mapping[str, Any]
    words: str
    told: bool
    step: tuple[str, int] | None = None


def answers_to(fact: str, terms: Terms, edges: Edges) -> tuple[Answer, ...]:
    """The plainest first, the one who does not know last. What raw facts cannot say (the year 3000) is left out."""
    spec = terms.facts[fact]
    found: dict[str, Answer] = {}
    for value, words, told, step in _VALUES[spec.kind](spec, edges):
        complete = not (spec.kind == FactKind.INTERVALS and isinstance(value, rows.Incomplete))
        raw = {fact: value if complete else value.rows}
        if not complete:
            raw[f"{fact}_complete"] = False
        try:
            flat = flatten(raw, terms)
        except FactError:
            continue
        found.setdefault(repr(raw), Answer(fact, raw, {**_nothing(fact, spec), **flat}, words, told, step))
    unknown = Answer(fact, {}, _nothing(fact, spec), "not known", False)
    return (*list(found.values())[: MOST_ANSWERS - 1], unknown)


def _nothing(fact: str, spec: FactSpec) -> dict[str, Any]:
    """The flat fact while nothing is known of it, so that it takes the place of any other answer."""
    return {fact: None, f"{fact}_complete": None} if spec.kind == FactKind.INTERVALS else {fact: None}


_Value = tuple[Any, str, bool, tuple[str, int] | None]


def _dates(spec: FactSpec, edges: Edges) -> Iterator[_Value]:
    named = sorted(edges.days) or [ANY_YEAR_ON]
    between = [(one + other) // 2 for one, other in pairwise(named) if other - one > 3]
    if edges.measured_on is not None:
        yield (
            rows.iso(edges.measured_on),
            written(date.fromordinal(edges.measured_on)),
            True,
            ("day", edges.measured_on),
        )
    for day in (*between, named[0] - WELL_AWAY, named[-1] + WELL_AWAY):
        yield rows.iso(day), written(date.fromordinal(day)), True, None
    for day in sorted({beside for edge in named for beside in (edge - 1, edge, edge + 1)}):
        yield rows.iso(day), written(date.fromordinal(day)), True, ("day", day)
    for part in dict.fromkeys(rows.iso(edge)[:length] for length in (7, 4) for edge in named):
        yield part, rows.in_part(part), False, None


def _numbers(spec: FactSpec, edges: Edges) -> Iterator[_Value]:
    named = edges.numbers or {1}
    yield max(named) + 20, str(max(named) + 20), True, None
    yield min(named) - 20, str(min(named) - 20), True, None
    for number in sorted({beside for edge in named for beside in (edge - 1, edge, edge + 1)}):
        yield number, str(number), True, ("number", number)


def _yes_no(spec: FactSpec, edges: Edges) -> Iterator[_Value]:
    yield False, "no", True, None
    yield True, "yes", True, None


def _choices(spec: FactSpec, edges: Edges) -> Iterator[_Value]:
    for value in rows.told_apart(spec.values, edges.groups):
        yield value, value, True, None


def _interval(spec: FactSpec, edges: Edges) -> Iterator[_Value]:
    for span in rows.spans_of(edges):
        yield span.raw, span.words, span.told, span.step


def _intervals(spec: FactSpec, edges: Edges) -> Iterator[_Value]:
    yield from rows.lists_of(spec, edges)


_VALUES: dict[FactKind, Any] = {
    FactKind.DATE: _dates,
    FactKind.INTERVAL: _interval,
    FactKind.INTERVALS: _intervals,
    FactKind.CHOICE: _choices,
    FactKind.YES_NO: _yes_no,
    FactKind.NUMBER: _numbers,
    FactKind.TEXT: _choices,
}
