"""A second reading of class definitions, slow and obvious, to hold the evaluator to.

It shares no code with it. A document is read as plain data; what is not known is filled in every way there is;
each way is judged by looking at one day after another. If all ways agree, that is the answer.

Facts come as `Sketch`es: a date is the tuple of days it can be, an interval two such tuples (None: any day).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

LONG_AGO = date.min
FOREVER = date.max
ONE_DAY = timedelta(days=1)
DAYS = [date(1985, 1, 1) + number * ONE_DAY for number in range(366 * 50)]

Days = tuple[date, ...]
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    starts: Days | None
    ends: Days | None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    rows: tuple[Span, ...]
    complete: bool = True


Sketch = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """An interval that is known."""

    start: date
    end: date
    fields: Mapping[str, Any]


def reading(test: Document, sketch: Sketch, document: Document) -> str:
    """`yes`, `no` or `unknown`."""
    match test["op"]:
        case "all":
            return _all(reading(part, sketch, document) for part in test["of"])
        case "any":
            return _opposite(_all(_opposite(reading(part, sketch, document)) for part in test["of"]))
        case "not":
            return _opposite(reading(test["of"], sketch, document))
        case "at_least_k":
            words = [reading(part, sketch, document) for part in test["of"]]
            if words.count("yes") >= test["k"]:
                return "yes"
            return "unknown" if words.count("yes") + words.count("unknown") >= test["k"] else "no"
    seen: set[bool] = set()
    days = _days_worth_looking_at(sketch, document)
    for world in _worlds(test, sketch, document, days):
        seen.add(_holds(test, world, document, days))
        if len(seen) == 2:
            return "unknown"
    return "yes" if seen == {True} else "no"


def outcome(sketch: Sketch, document: Document) -> str:
    words = []
    for criterion in document["criteria"]:
        word = reading(criterion["test"], sketch, document)
        words.append(word if criterion["kind"] == "include" else _opposite(word))
    if "no" in words:
        return "ineligible"
    return "needs_information" if "unknown" in words else "eligible"


def sketched(raw: Document, document: Document) -> Sketch:
    """Raw facts as a sketch: 2024-09 is every day whose written form begins so."""
    sketch: dict[str, Any] = {}
    kinds = {**{name: spec["kind"] for name, spec in document["facts"].items()}, "signed_on": "date"}
    for name, value in raw.items():
        if name.endswith("_complete") or value is None:
            continue
        if kinds[name] == "date":
            sketch[name] = _written(value)
        elif kinds[name] == "interval":
            sketch[name] = _span(value)
        elif kinds[name] == "intervals":
            complete = raw.get(f"{name}_complete") is not False
            sketch[name] = Listed(tuple(_span(row) for row in value), complete)
        else:
            sketch[name] = value
    return sketch


def _written(text: str) -> Days:
    return tuple(day for day in DAYS if day.isoformat().startswith(text))


def _span(value: Document) -> Span:
    begins, ends = value.get("from"), value.get("to")
    return Span(
        None if begins is None else _written(begins),
        None if ends is None else (FOREVER,) if ends == "open" else _written(ends),
        {key: item for key, item in value.items() if key not in ("from", "to")},
    )


def _all(words: Iterator[str]) -> str:
    words = list(words)
    if "no" in words:
        return "no"
    return "unknown" if "unknown" in words else "yes"


def _opposite(word: str) -> str:
    return {"yes": "no", "no": "yes", "unknown": "unknown"}[word]


def _days_worth_looking_at(sketch: Sketch, document: Document) -> list[date]:
    """Every day that is spoken of, the days beside it, one long ago and one that never comes."""
    spoken: set[date] = set()
    for period in document["periods"].values():
        spoken |= {end for end in period.values() if end != "open"}
    for value in sketch.values():
        for span in value.rows if isinstance(value, Listed) else [value]:
            if isinstance(span, Span):
                spoken |= {*(span.starts or ()), *(span.ends or ())}
    spoken -= {LONG_AGO, FOREVER}
    return sorted({LONG_AGO, FOREVER} | {day + step * ONE_DAY for day in spoken for step in (-1, 0, 1)})


def _worlds(test: Document, sketch: Sketch, document: Document, days: list[date]) -> Iterator[dict[str, Any]]:
    """Every way in which the facts of one test can turn out."""
    names = test.get("facts") or [test["since"] if "since" in test else test["fact"]]
    if test["op"] in ("age_under", "elapsed"):
        names = [*names, test.get("at", "signed_on")]
    ways = [_ways(name, test, sketch, document, days) for name in names]
    for values in product(*ways):
        yield dict(zip(names, values, strict=True))


def _ways(name: str, test: Document, sketch: Sketch, document: Document, days: list[date]) -> list[Any]:
    """Every value that one fact can have; a date or an interval of which nothing is known may be none at all."""
    spec = document["facts"].get(name, {"kind": "date"})
    value = sketch.get(name)
    match spec["kind"]:
        case "date":
            return [None, *days] if value is None else list(value)
        case "interval" if value is None:
            return [[], *([row] for row in _rows(Span(None, None), {}, days))]
        case "interval":
            return [[row] for row in _rows(value, {}, days)]
        case "intervals":
            conditions = _conditions(name, test, document)
            listed = value or Listed((), complete=False)
            known = product(*(_rows(span, conditions, days) for span in listed.rows))
            flood = [Row(LONG_AGO, FOREVER, {key: values[0] for key, values in conditions.items()})] * 9
            return [[*rows, *more] for rows in known for more in ([[]] if listed.complete else [[], flood])]
        case "yes_no":
            return [True, False] if value is None else [value]
        case "number" if test["op"] == "age_under":
            return [LONG_AGO, FOREVER] if value is None else [day for day in DAYS if day.year == value]
        case "number":
            return [-(10**9), *range(2000, 2031), 10**9] if value is None else [value]
    return [*(test.get("values") or document["lists"][test["list"]]), "something else"] if value is None else [value]


def _rows(span: Span, conditions: Mapping[str, list[Any]], days: list[date]) -> list[Row]:
    """Every known interval that a row can be."""
    starts = [day for day in days if day != FOREVER] if span.starts is None else span.starts
    ends = days if span.ends is None else span.ends
    unknown = [key for key in conditions if span.fields.get(key) is None]
    ways = [[conditions[key][0], _something_else(conditions[key][0])] for key in unknown]
    return [
        Row(start, end, {**span.fields, **dict(zip(unknown, values, strict=True))})
        for start in starts
        for end in ends
        if start <= end
        for values in product(*ways)
    ]


def _something_else(value: Any) -> Any:
    return not value if isinstance(value, bool) else "something else"


def _conditions(name: str, test: Document, document: Document) -> dict[str, list[Any]]:
    """The accepted values of each field that a test asks of a fact's rows."""
    where = test.get("where") or {}
    if test["op"] == "overlap_together":
        where = where.get(name) or {}
    conditions = {}
    for key, accepted in where.items():
        if isinstance(accepted, Mapping):
            conditions[key] = document["lists"][accepted["list"]]
        else:
            conditions[key] = accepted if isinstance(accepted, list) else [accepted]
    return conditions


def _holds(test: Document, world: Mapping[str, Any], document: Document, days: list[date]) -> bool:
    """Whether a test holds where everything is known."""
    operator = test["op"]
    if None in world.values():
        return False
    value = world[test["fact"]] if "fact" in test else None
    if operator in ("overlaps", "covers", "count_at_least", "overlap_together"):
        return _intervals_hold(test, world, document, days)
    if operator in ("age_under", "elapsed"):
        return _passage_holds(test, world, document)
    match operator:
        case "before":
            return value < _day(test["date"])
        case "on_or_before":
            return value < _day(test["date"]) or value == _day(test["date"])
        case "after":
            return value > _day(test["date"])
        case "on_or_after":
            return value > _day(test["date"]) or value == _day(test["date"])
        case "between":
            return _in_period(value, document["periods"][test["period"]])
        case "is":
            return value is test["value"]
        case "at_least":
            return not value < test["value"]
        case "at_most":
            return not value > test["value"]
        case "in":
            return any(value == wanted for wanted in test.get("values") or document["lists"][test["list"]])
        case "not_in":
            return all(value != wanted for wanted in test.get("values") or document["lists"][test["list"]])
    raise AssertionError(f"The oracle does not know {operator!r}.")


def _intervals_hold(test: Document, world: Mapping[str, Any], document: Document, days: list[date]) -> bool:
    anything = {"from": "open", "to": "open"}
    period = document["periods"][test["period"]] if test.get("period") else anything
    inside = [day for day in days if _in_period(day, period)]
    fitting = {
        name: [row for row in rows if _fits(row, _conditions(name, test, document))] for name, rows in world.items()
    }
    if test["op"] == "overlap_together":
        return any(all(any(_on(day, row) for row in rows) for rows in fitting.values()) for day in inside)
    (rows,) = fitting.values()
    if test["op"] == "overlaps":
        return any(_on(day, row) for day in inside for row in rows)
    if test["op"] == "covers":
        return all(any(_on(day, row) for row in rows) for day in inside)
    return len([row for row in rows if any(_on(day, row) for day in inside)]) >= test["n"]


def _passage_holds(test: Document, world: Mapping[str, Any], document: Document) -> bool:
    day = world[test.get("at", "signed_on")]
    if test["op"] == "elapsed":
        start = world[test["since"]]
        year = start.year + test.get("years", 0)
        return year <= 9990 and day > _birthday(start, year) + test.get("days", 0) * ONE_DAY
    return _birthdays_had(world[test["fact"]], day) < test["years"]


def _birthdays_had(birth: date, day: date) -> int:
    return sum(_birthday(birth, year) <= day for year in range(birth.year + 1, min(birth.year + 200, 9999) + 1))


def _birthday(birth: date, year: int) -> date:
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _fits(row: Row, conditions: Mapping[str, list[Any]]) -> bool:
    return all(any(row.fields[key] == wanted for wanted in values) for key, values in conditions.items())


def _on(day: date, row: Row) -> bool:
    return row.start <= day <= row.end


def _in_period(day: date, period: Document) -> bool:
    after_start = period["from"] == "open" or day >= _day(period["from"])
    return after_start and (period["to"] == "open" or day <= _day(period["to"]))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
