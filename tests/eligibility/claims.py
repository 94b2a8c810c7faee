"""Claims drawn by lot, with much that is not known, and the same claims when more of them is."""

from datetime import date
from math import prod
from typing import Any

from hypothesis import strategies as st

from claimants.eligibility.dates import FIRST_DAY, LAST_DAY, OPEN
from claimants.eligibility.facts import tightened
from tests.eligibility.definitions import CALENDAR, PLACES, PLANS
from tests.eligibility.possibilities import FOREVER, Listed, Sketch, Span

MOST_WORLDS = 3_000


@st.composite
def known_in_part(draw: st.DrawFn) -> tuple[date, ...]:
    """The days that a date can be: often one, sometimes a few in a row."""
    start = draw(st.integers(0, len(CALENDAR) - 1))
    return tuple(CALENDAR[start : start + draw(st.sampled_from([1, 1, 2, 3]))])


@st.composite
def spans(draw: st.DrawFn, fact: str = "account") -> Span:
    starts = draw(st.one_of(known_in_part(), known_in_part(), known_in_part(), st.none()))
    ends = draw(st.one_of(known_in_part(), known_in_part(), known_in_part(), st.none(), st.just((FOREVER,))))
    if draw(st.integers(0, 3)) == 0:
        starts = ends = draw(known_in_part())
    if starts and ends and ends[-1] < starts[0]:
        starts, ends = ends, starts
    fields: dict[str, Any] = {}
    if fact == "residence":
        fields = {
            "country": draw(st.sampled_from([*PLACES, None])),
            "rented": draw(st.sampled_from([True, False, None])),
        }
    if fact == "premium":
        fields = {"plan": draw(st.sampled_from([*PLANS, None]))}
    if fact == "bought":
        starts = starts or (CALENDAR[0],)
        ends = tuple(day for day in ends or () if day >= starts[-1]) or starts
        fields = {
            "boxes": draw(st.sampled_from([-2, 0, 1, 2, 3, 4, None])),
            "plan": draw(st.sampled_from([*PLANS, None])),
        }
    return Span(starts, ends, fields)


@st.composite
def listed(draw: st.DrawFn, fact: str) -> Listed:
    rows = draw(st.lists(spans(fact), max_size=3))
    return Listed(tuple(rows), draw(st.sampled_from([True, True, False])))


@st.composite
def sketches(draw: st.DrawFn, most: int = MOST_WORLDS) -> Sketch:
    """A claim of which there are at most so many ways to fill in what is not known of its intervals."""
    sketch: dict[str, Any] = {
        "residence": draw(st.none() | listed("residence")),
        "premium": draw(st.none() | listed("premium")),
        "account": draw(st.none() | spans()),
        "first": draw(st.none() | known_in_part()),
        "second": draw(st.none() | known_in_part()),
        "signed_on": draw(st.none() | known_in_part()),
        "role": draw(st.sampled_from([None, "none", "court", "other"])),
        "released": draw(st.sampled_from([None, True, False])),
        "messages": draw(st.sampled_from([None, 2000, 2002, 2005])),
        "birth_year": draw(st.none() | st.integers(1994, 2026)),
        "bought": draw(st.none() | listed("bought")),
        "paper": draw(st.sampled_from([None, "accepted", "refused", "none", "pending"])),
        "record": draw(st.sampled_from([None, "matched", "none", "possible"])),
        "told": draw(st.sampled_from([None, True, False])),
    }
    return _thinned({fact: value for fact, value in sketch.items() if value is not None}, most)


def _thinned(sketch: Sketch, most: int) -> Sketch:
    """Without the rows that would make too many worlds to go through."""
    thin = dict(sketch)
    for fact in ("account", "residence", "premium", "bought"):
        value = thin.get(fact)
        kept = []
        for span in value.rows if isinstance(value, Listed) else ():
            if _ways(span) <= most:
                most //= _ways(span)
                kept.append(span)
        if isinstance(value, Listed):
            thin[fact] = Listed(tuple(kept), value.complete)
        elif value is not None:
            most //= _ways(value)
    return thin


def _ways(span: Span) -> int:
    unknown = sum(value is None for value in span.fields.values())
    return prod([len(span.starts or range(11)), len(span.ends or range(11)), 2**unknown])


def flat_of(sketch: Sketch) -> dict[str, Any]:
    """The same facts as the evaluator takes them."""
    flat: dict[str, Any] = {}
    for fact, value in sketch.items():
        if isinstance(value, Listed):
            flat[fact] = [
                [*_bounds(row), {key: item for key, item in row.fields.items() if item is not None}]
                for row in value.rows
            ]
            if not value.complete:
                flat[f"{fact}_complete"] = False
        elif isinstance(value, Span):
            flat[fact] = _bounds(value)
        else:
            flat[fact] = [value[0].toordinal(), value[-1].toordinal()] if isinstance(value, tuple) else value
    return flat


def _bounds(span: Span) -> list[int]:
    starts = [day.toordinal() for day in span.starts] if span.starts else [FIRST_DAY, LAST_DAY]
    ends = [OPEN if day == FOREVER else day.toordinal() for day in span.ends] if span.ends else [FIRST_DAY, OPEN]
    return tightened(starts[0], starts[-1], ends[0], ends[-1])


def filled_in(draw: st.DrawFn, sketch: Sketch, fuller: Sketch) -> Sketch:
    """A claim with more of it known: what `fuller` adds, dates narrowed, fields told, lists completed."""
    filled = {**fuller, **sketch}
    for fact, value in filled.items():
        if isinstance(value, Listed):
            rows = [_narrowed(draw, row) for row in value.rows]
            more = fuller.get(fact)
            if not value.complete and isinstance(more, Listed):
                rows.extend(more.rows)
            filled[fact] = Listed(tuple(rows), value.complete or draw(st.booleans()))
        elif isinstance(value, Span):
            filled[fact] = _narrowed(draw, value)
        elif isinstance(value, tuple):
            filled[fact] = _part_of(draw, value)
    return filled


def _narrowed(draw: st.DrawFn, span: Span) -> Span:
    starts = _part_of(draw, span.starts or tuple(CALENDAR))
    ends = tuple(day for day in span.ends or (*CALENDAR, FOREVER) if day >= starts[0])
    if not ends:
        return span
    told = {
        "country": draw(st.sampled_from(PLACES)),
        "rented": draw(st.booleans()),
        "plan": draw(st.sampled_from(PLANS)),
        "boxes": draw(st.integers(0, 4)),
    }
    fields = {key: told[key] if value is None else value for key, value in span.fields.items()}
    return Span(starts, _part_of(draw, ends), fields)


def _part_of(draw: st.DrawFn, days: tuple[date, ...]) -> tuple[date, ...]:
    """Some days in a row of these."""
    first = draw(st.integers(0, len(days) - 1))
    return days[first : draw(st.integers(first + 1, len(days)))]
