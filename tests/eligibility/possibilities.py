"""What is known of a claim, and every way in which the rest can turn out. For the oracle alone.

A `Sketch` holds facts: a date is the tuple of days it can be, an interval two such tuples (None: any day).
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

SEPTEMBER = {date(2024, 9, 1) + number * ONE_DAY for number in range(30)}
"""The days that the periods of the tests are about; every one of them can have a row nobody told."""

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


def days_worth_looking_at(sketch: Sketch, document: Document) -> list[date]:
    """Every day that is spoken of, the days beside it, one long ago and one that never comes."""
    spoken: set[date] = set()
    for period in document["periods"].values():
        spoken |= {end for end in period.values() if end != "open"}
    spoken |= {deadline["by"] for deadline in document["deadlines"].values() if "by" in deadline}
    for value in sketch.values():
        for span in value.rows if isinstance(value, Listed) else [value]:
            if isinstance(span, Span):
                spoken |= {*(span.starts or ()), *(span.ends or ())}
    spoken -= {LONG_AGO, FOREVER}
    return sorted({LONG_AGO, FOREVER} | {day + step * ONE_DAY for day in spoken for step in (-1, 0, 1)})


def worlds(test: Document, sketch: Sketch, document: Document, days: list[date]) -> Iterator[dict[str, Any]]:
    """Every way in which the facts of one test can turn out."""
    names = _facts_of(test, document)
    ways = [_ways(name, test, sketch, document, days) for name in names]
    for values in product(*ways):
        yield dict(zip(names, values, strict=True))


def _facts_of(test: Document, document: Document) -> list[str]:
    match test["op"]:
        case "overlap_together":
            return list(test["facts"])
        case "age_under":
            return [test["fact"], test.get("at", "signed_on")]
        case "elapsed":
            return [test["since"], test.get("at", "signed_on")]
        case "deadline":
            after = document["deadlines"][test["name"]].get("after")
            named = [test.get("received", "signed_on"), test.get("postmarked"), test.get("no_postmark")]
            return [name for name in [*named, after and after["fact"]] if name]
        case "requested_exclusion_by":
            return [test[key] for key in ("asked", "asked_on", "returned", "returned_on") if key in test]
        case "event_effective":
            return [test["fact"], test["happened_on"]]
        case "proof_required_above":
            return [test["fact"], test["document"]]
    return [test["fact"]]


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
            conditions = conditions_on(name, test, document)
            listed = value or Listed((), complete=False)
            amount = test.get("field")
            known = product(*(_rows(span, conditions, days, amount) for span in listed.rows))
            flood = _flood({key: values[0] for key, values in conditions.items()}, amount)
            return [[*rows, *more] for rows in known for more in ([[]] if listed.complete else [[], flood])]
        case "choice" if test["op"] in ("document_accepted", "record_match", "proof_required_above"):
            settled = ["accepted", "matched", "none"]
            return settled if value in (None, "pending", "possible") else [value]
        case "yes_no":
            return [True, False] if value is None else [value]
        case "number" if test["op"] == "age_under":
            return [LONG_AGO, FOREVER] if value is None else [day for day in DAYS if day.year == value]
        case "number":
            return [-(10**9), *range(2000, 2031), 10**9] if value is None else [value]
    return [*(test.get("values") or document["lists"][test["list"]]), "something else"] if value is None else [value]


def _flood(fields: Mapping[str, Any], amount: str | None) -> list[Row]:
    """More rows than anyone asks for; where amounts are added up, one begins in each month of some years."""
    if amount is None:
        return [Row(LONG_AGO, FOREVER, fields)] * 9
    starts = [day for day in DAYS if day.year in range(2022, 2027) and (day.day == 1 or day in SEPTEMBER)]
    return [Row(start, start, {**fields, amount: 10**9}) for start in starts]


def _rows(span: Span, conditions: Mapping[str, list[Any]], days: list[date], amount: str | None = None) -> list[Row]:
    """Every known interval that a row can be."""
    starts = [day for day in days if day != FOREVER] if span.starts is None else span.starts
    ends = days if span.ends is None else span.ends
    unknown = [key for key in conditions if span.fields.get(key) is None]
    ways = [[conditions[key][0], _something_else(conditions[key][0])] for key in unknown]
    if amount is not None and span.fields.get(amount) is None:
        unknown, ways = [*unknown, amount], [*ways, [0, 10**9]]
    return [
        Row(start, end, {**span.fields, **dict(zip(unknown, values, strict=True))})
        for start in starts
        for end in ends
        if start <= end
        for values in product(*ways)
    ]


def _something_else(value: Any) -> Any:
    return not value if isinstance(value, bool) else "something else"


def conditions_on(name: str, test: Document, document: Document) -> dict[str, list[Any]]:
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
