"""What the forms of procedure and of quantity mean where everything is known. For the oracle alone."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from tests.eligibility.possibilities import ONE_DAY, Document, Row

World = Mapping[str, Any]


def _no_later(day: date | None, last: date | None) -> bool:
    return day is not None and last is not None and not day > last


def _in_time(test: Document, world: World, document: Document) -> bool:
    deadline = document["deadlines"][test["name"]]
    came = world[test.get("received", "signed_on")]
    if "after" in deadline:
        start = world[deadline["after"]["fact"]]
        last = None if start is None or start.year > 9000 else start + deadline["after"]["days"] * ONE_DAY
    else:
        last = deadline["by"]
    grace = deadline.get("grace_days")
    if deadline.get("basis") != "postmarked":
        return _no_later(came, last and last + (grace or 0) * ONE_DAY)
    if _no_later(came, last):
        return True
    readable = not (test.get("no_postmark") and world[test["no_postmark"]])
    arrived = came is not None and (grace is None or _no_later(came, last and last + grace * ONE_DAY))
    return readable and _no_later(world[test["postmarked"]], last) and arrived


def _left_the_class(test: Document, world: World, document: Document) -> bool:
    def made(asked: str, on: str, deadline: str) -> bool:
        named = document["deadlines"][test[deadline]]
        last = named["by"] + named.get("grace_days", 0) * ONE_DAY
        return bool(world[test[asked]]) and _no_later(world[test[on]], last)

    left = made("asked", "asked_on", "by")
    return left and not ("returned" in test and made("returned", "returned_on", "return_by"))


HOLDS: dict[str, Callable[[Document, World, Document], bool]] = {
    "deadline": _in_time,
    "requested_exclusion_by": _left_the_class,
    "event_effective": lambda test, world, _: (
        world[test["fact"]] and _no_later(world[test["happened_on"]], test["as_of"])
    ),
    "proof_required_above": lambda test, world, _: (
        world[test["fact"]] <= test["limit"] or world[test["document"]] == "accepted"
    ),
    "document_accepted": lambda test, world, _: world[test["fact"]] == "accepted",
    "record_match": lambda test, world, _: world[test["fact"]] == "matched",
    "attested": lambda test, world, _: world[test["fact"]] is True,
}


def _days_counted(test: Document, rows: list[Row], inside: list[date], days: list[date]) -> bool:
    """One after another: the days spoken of, and between two of them all at once, as no row begins or ends there."""
    count = sum(any(row.start <= day <= row.end for row in rows) for day in inside)
    for day, following in pairwise(inside):
        if any(row.start <= day and following <= row.end for row in rows):
            count += (following - day).days - 1
    return count >= test["n"]


def _added_up(test: Document, rows: list[Row], inside: list[date], days: list[date]) -> bool:
    amounts = [row.fields[test["field"]] for row in rows if any(row.start <= day <= row.end for day in inside)]
    return sum(amount for amount in amounts if amount > 0) >= test["value"]


def _added_up_by_month(test: Document, rows: list[Row], inside: list[date], days: list[date]) -> bool:
    length = 4 if test["each"] == "year" else 7
    first, last = inside[0], inside[-1]
    began = [row for row in rows if first <= row.start <= last]
    totals = {
        stretch: sum(
            row.fields[test["field"]]
            for row in began
            if row.start.isoformat()[:length] == stretch and row.fields[test["field"]] > 0
        )
        for stretch in {row.start.isoformat()[:length] for row in began}
    }
    return sum(min(total, test["cap"]) for total in totals.values()) >= test["value"]


OF_ROWS: dict[str, Callable[[Document, list[Row], list[date], list[date]], bool]] = {
    "days_at_least": _days_counted,
    "sum_at_least": _added_up,
    "capped_quantity": _added_up_by_month,
}
