"""Intervals worth trying, alone and as rows of a list: on both sides of each end of a period, and known in part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, product
from typing import Any, NamedTuple

from claimants.eligibility.dates import MONTHS, NO_START, OPEN, written
from claimants.eligibility.edges import ANY_YEAR_ON, Edges
from claimants.eligibility.facts import MOST_ROWS, FactSpec, FieldKind

LONG_BEFORE = 400
MOST_KINDS_OF_ROW = 24
MOST_KINDS_ON_EVERY_SPAN = 4
MOST_NUMBERS = 6
MOST_DAYS = 36_600
MOST_VALUES = 12
ANYTHING_ELSE = ("other", "another", "something_else")


class Span(NamedTuple):
    raw: dict[str, Any]
    words: str
    told: bool
    step: tuple[str, int] | None = None


class Incomplete(NamedTuple):
    """Rows of a list that may lack some."""

    rows: list[dict[str, Any]]


class Row(NamedTuple):
    raw: dict[str, Any]
    words: str
    told: bool
    step: tuple[str, int] | None


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def told_apart(declared: Sequence[str] | None, groups: Iterable[tuple[str, ...]]) -> list[str]:
    """One value for each way of being in some of the groups and not in others; all declared ones if they are few."""
    if declared and len(declared) <= MOST_VALUES:
        return list(declared)
    named = list(groups)
    known = list(declared or dict.fromkeys(value for group in named for value in group))
    if not declared:
        known.append(next(value for value in ANYTHING_ELSE if value not in known))
    sets = [frozenset(group) for group in named]
    return list({tuple(value in group for group in sets): value for value in reversed(known)}.values())[::-1]


def spans_of(edges: Edges) -> Iterator[Span]:
    """The plainest first: a long one without an end."""
    starts = [first for first, _ in edges.spans if first != NO_START]
    ends = [last for _, last in edges.spans if last != OPEN]
    begin = min([*starts, *ends], default=ANY_YEAR_ON) - LONG_BEFORE
    yield _span(begin, OPEN)
    for first, last in edges.spans:
        if first != NO_START and last != OPEN:
            yield from (_span(first, last), _span(first + 1, last), _span(first, last - 1))
    for last in dict.fromkeys(ends):
        yield from _about_the_end(begin, last)
    for first in dict.fromkeys(starts):
        yield from _about_the_start(begin, first)
    for first, last in edges.spans or [(ANY_YEAR_ON, OPEN)]:
        yield from _so_many_days(first, last, sorted(edges.numbers)[:MOST_NUMBERS])
    yield Span({"from": iso(begin)}, f"from {_day(begin)}, to a day not known", False)
    yield Span({"to": "open"}, "from a day not known, not ended", False)


def _about_the_end(begin: int, last: int) -> Iterator[Span]:
    """Those that begin on the last day or after it, and those that end there."""
    yield _span(last, OPEN, ("starts", last))
    yield _span(last + 1, OPEN, ("starts", last + 1))
    yield _span(begin, last, ("ends", last))
    yield _span(begin, last - 1, ("ends", last - 1))
    for part in (iso(last)[:7], iso(last)[:4]):
        yield Span({"from": part, "to": "open"}, f"from {in_part(part)}, not ended", False)
        yield Span({"from": iso(begin), "to": part}, f"from {_day(begin)} to {in_part(part)}", False)


def _about_the_start(begin: int, first: int) -> Iterator[Span]:
    """Those that end on the first day or before it, and those that begin there."""
    yield _span(begin, first, ("ends", first))
    yield _span(begin, first - 1, ("ends", first - 1))
    yield _span(first, OPEN, ("starts", first))
    yield _span(first + 1, OPEN, ("starts", first + 1))
    for part in (iso(first)[:7], iso(first)[:4]):
        yield Span({"from": iso(begin), "to": part}, f"from {_day(begin)} to {in_part(part)}", False)
        yield Span({"from": part, "to": "open"}, f"from {in_part(part)}, not ended", False)


def _so_many_days(first: int, last: int, numbers: Sequence[int]) -> Iterator[Span]:
    start = first if first != NO_START else None
    for number in (number for number in numbers if 1 < number <= MOST_DAYS):
        begin = start if start is not None else last - number + 1
        yield _span(begin, begin + number - 1, ("days", number))
        yield _span(begin, begin + number - 2, ("days", number - 1))


def _span(first: int, last: int, step: tuple[str, int] | None = None) -> Span:
    if last == OPEN:
        return Span({"from": iso(first), "to": "open"}, f"from {_day(first)}, not ended", True, step)
    return Span({"from": iso(first), "to": iso(last)}, f"from {_day(first)} through {_day(last)}", True, step)


def _day(day: int) -> str:
    return written(date.fromordinal(day))


def in_part(part: str) -> str:
    """2024-09 as some day in September 2024."""
    year, _, month = part.partition("-")
    return f"some day in {MONTHS[int(month) - 1]} {year}" if month else f"some day in {year}"


def lists_of(spec: FactSpec, edges: Edges) -> Iterator[tuple[Any, str, bool, tuple[str, int] | None]]:
    """Lists of one row and of many, none at all, and those that may lack rows."""
    found = list(_rows(spec, edges))
    wide, *_ = found
    for row in found:
        yield [row.raw], row.words, row.told, row.step
    for row in (wide, found[-1]):
        yield Incomplete([row.raw]), f"{row.words}; there may be more", False, None
    yield [], "none", True, ("rows", 0)
    yield Incomplete([]), "none told; there may be some", False, None
    kinds = list(dict.fromkeys(row.words for row in found[:MOST_KINDS_ON_EVERY_SPAN]))
    if len(kinds) > 1:
        yield [row.raw for row in found[: len(kinds)]], " and ".join(kinds), True, None
    for number in sorted(edges.numbers)[:MOST_NUMBERS]:
        yield from _repeated(found, number)
    yield from _month_by_month(spec, edges, wide)


def _repeated(found: list[Row], number: int) -> Iterator[tuple[Any, str, bool, tuple[str, int] | None]]:
    row = found[0]
    for times in (number, number - 1):
        if 1 < times <= MOST_ROWS:
            yield [row.raw] * times, f"{times} times: {row.words}", True, ("rows", times)


def _month_by_month(spec: FactSpec, edges: Edges, row: Row) -> Iterator[tuple[Any, str, bool, tuple[str, int] | None]]:
    """As many rows as it takes to reach the largest number by the smallest, each in a month, or year, of its own."""
    amounts = [name for name, kind in spec.fields.items() if kind == FieldKind.NUMBER]
    if not amounts or len(edges.numbers) < 2:
        return
    least, most = min(edges.numbers), max(edges.numbers)
    times = -(-most // max(least, 1))
    step = timedelta(days=366 if edges.by_year else 31)
    for first, last in edges.spans or [(NO_START, OPEN)]:
        start = date.fromordinal(first) if first != NO_START else None
        for number in (times, times - 1):
            if 1 < number <= MOST_ROWS and number * step.days < ANY_YEAR_ON:
                end = date.fromordinal(last if last != OPEN else ANY_YEAR_ON)
                days = [(start + step * n) if start else (end - step * n) for n in range(number)]
                each = [{**row.raw, **dict.fromkeys(amounts, least), "from": day.isoformat()} for day in days]
                yield (
                    [{**one, "to": one["from"]} for one in each],
                    f"{number} times, {step.days} days apart, from {written(min(days))}, each {least}",
                    True,
                    ("times", number),
                )


def _rows(spec: FactSpec, edges: Edges) -> Iterator[Row]:
    """Every span with the columns that tests ask for; then a long span with all the others."""
    spans = list(spans_of(edges))
    kinds = list(_kinds(spec, edges))
    for columns in kinds[:MOST_KINDS_ON_EVERY_SPAN]:
        yield _row(spans[0], columns)
    for span in spans[1:]:
        for columns in kinds[: len(edges.conditions) or 1][:MOST_KINDS_ON_EVERY_SPAN]:
            yield _row(span, columns)
    for columns in kinds[MOST_KINDS_ON_EVERY_SPAN:]:
        yield _row(spans[0], columns)


def _row(span: Span, columns: Mapping[str, Any]) -> Row:
    raw = {**span.raw, **{name: value for name, value in columns.items() if value is not None}}
    said = [f"{name.replace('_', ' ')} {_shown(value)}" for name, value in columns.items()]
    told = span.told and None not in columns.values()
    step = span.step and (f"{span.step[0]} {said}", span.step[1])
    return Row(raw, ", ".join([span.words, *said]), told, step)


def _kinds(spec: FactSpec, edges: Edges) -> Iterator[dict[str, Any]]:
    """Columns: first such that each condition of a test is fulfilled, then every other way of filling them in."""
    ways = {name: _values_of(name, kind, edges) for name, kind in spec.fields.items()}
    ways = {name: values for name, values in ways.items() if len(values) > 1}
    seen = []
    for condition in edges.conditions or [{}]:
        seen.append(
            {
                name: next((v for v in values if v in condition.get(name, ())), values[0])
                for name, values in ways.items()
            }
        )
    unique = [kind for number, kind in enumerate(seen) if kind not in seen[:number]]
    yield from unique
    others = (dict(zip(ways, values, strict=True)) for values in product(*ways.values()))
    yield from islice((kind for kind in others if kind not in unique), MOST_KINDS_OF_ROW)


def _values_of(name: str, kind: FieldKind, edges: Edges) -> list[Any]:
    """The values of a column to try, what is not known last. A column that no test asks for has none."""
    accepted = [condition[name] for condition in edges.conditions if name in condition]
    if kind == FieldKind.NUMBER:
        numbers = {*edges.numbers, *(value for values in accepted for value in values)}
        values: list[Any] = sorted({beside for number in numbers for beside in (number, number - 1)}, reverse=True)
    elif not accepted:
        return []
    elif kind == FieldKind.YES_NO:
        values = [True, False]
    else:
        values = told_apart(None, accepted)
    return [*values[:MOST_VALUES], None]


def _shown(value: Any) -> str:
    return "not known" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)
