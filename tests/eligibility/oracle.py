"""A second reading of class definitions, slow and obvious, to hold the evaluator to.

It shares no code with it. A document is read as plain data; what is not known is filled in every way there is;
each way is judged by looking at one day after another. If all ways agree, that is the answer.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from tests.eligibility import further
from tests.eligibility.possibilities import (
    ONE_DAY,
    Document,
    Row,
    Sketch,
    conditions_on,
    days_worth_looking_at,
    worlds,
)


def reading(test: Document, sketch: Sketch, document: Document) -> str:
    """`yes`, `no` or `unknown`."""
    match test["op"]:
        case "all":
            return _all(reading(part, sketch, document) for part in test["of"])
        case "any":
            return _opposite(_all(_opposite(reading(part, sketch, document)) for part in test["of"]))
        case "unless":
            test_word, exception = (reading(test[key], sketch, document) for key in ("test", "exception"))
            return _all([test_word, _opposite(exception)])
        case "not":
            return _opposite(reading(test["of"], sketch, document))
        case "at_least_k":
            words = [reading(part, sketch, document) for part in test["of"]]
            if words.count("yes") >= test["k"]:
                return "yes"
            return "unknown" if words.count("yes") + words.count("unknown") >= test["k"] else "no"
    seen: set[bool] = set()
    days = days_worth_looking_at(sketch, document)
    for world in worlds(test, sketch, document, days):
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


def _all(words: Iterable[str]) -> str:
    words = list(words)
    if "no" in words:
        return "no"
    return "unknown" if "unknown" in words else "yes"


def _opposite(word: str) -> str:
    return {"yes": "no", "no": "yes", "unknown": "unknown"}[word]


def _holds(test: Document, world: Mapping[str, Any], document: Document, days: list[date]) -> bool:
    """Whether a test holds where everything is known."""
    operator = test["op"]
    if operator in further.HOLDS:
        return further.HOLDS[operator](test, world, document)
    if None in world.values():
        return False
    value = world[test["fact"]] if "fact" in test else None
    if operator in ("overlaps", "covers", "count_at_least", "overlap_together", *further.OF_ROWS):
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
        name: [row for row in rows if _fits(row, conditions_on(name, test, document))] for name, rows in world.items()
    }
    if test["op"] == "overlap_together":
        return any(all(any(_on(day, row) for row in rows) for rows in fitting.values()) for day in inside)
    (rows,) = fitting.values()
    if test["op"] in further.OF_ROWS:
        return further.OF_ROWS[test["op"]](test, rows, inside, days)
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


@cache
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
