"""From a posted form to what the person typed, and from a kept answer back to what the form shows.

What was typed is plain text in the shape of the question's kind: a string, a list of strings, or a dictionary of
parts. Whether it makes sense is for `claimants.matters.answers` to say.
"""

import re
from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from claimants.matters.kinds import OPEN, UNSURE
from claimants.matters.questions import Question
from intake.portal.forms.places import country_code

Raw = Any
MOST_ROWS = 100

_DATE_PARTS = ("year", "month", "day")
_ADDRESS_PARTS = ("lines", "city", "region", "postcode", "country")


def posted(question: Question, data: QueryDict) -> Raw | None:
    """What was typed for the question, or None when the form that was sent did not ask it."""
    return _READERS.get(question.kind, _text)(question, question.id, data)


def shown_from(question: Question, answer: Any) -> Raw | None:
    """A kept answer in the shape of what was typed, to fill the form again."""
    if answer is None:
        return None
    return _WRITERS[question.kind](answer) if question.kind in _WRITERS else answer


def is_blank(raw: Raw) -> bool:
    """Nothing was typed and nothing was ticked."""
    if isinstance(raw, dict):
        return all(is_blank(part) for part in raw.values())
    if isinstance(raw, list):
        return all(is_blank(part) for part in raw)
    return raw is None or raw is False or (isinstance(raw, str) and not raw.strip())


def _text(question: Question, name: str, data: QueryDict) -> str | None:
    return data.get(name, "" if _was_asked(name, data) else None)


def _several(question: Question, name: str, data: QueryDict) -> list[str] | None:
    return data.getlist(name) if name in data or _was_asked(name, data) else None


def _or_unsure(question: Question, name: str, data: QueryDict) -> Raw | None:
    """What was typed, `unsure`, or both when both were given: which of them counts, only the person can say."""
    typed = data.get(name)
    if not data.get(f"{name}.unsure"):
        return typed
    return UNSURE if is_blank(typed) else {"typed": typed, "unsure": True}


def _country(question: Question, name: str, data: QueryDict) -> Raw | None:
    typed = _or_unsure(question, name, data)
    return country_code(typed) if isinstance(typed, str) else typed


def _date(question: Question, name: str, data: QueryDict) -> dict[str, Any] | None:
    parts = {part: data.get(f"{name}.{part}") for part in _DATE_PARTS}
    unsure = data.get(f"{name}.unsure")
    if unsure is None and all(part is None for part in parts.values()):
        return None
    return {**{part: value or "" for part, value in parts.items()}, "unsure": bool(unsure)}


def _interval(question: Question, name: str, data: QueryDict) -> dict[str, Any] | None:
    start, end = _date(question, f"{name}.from", data), _date(question, f"{name}.to", data)
    still = bool(data.get(f"{name}.to.open"))
    if start is None and end is None and not still:
        return None
    return {"from": start or {}, "to": {**(end or {}), "open": still}}


def _intervals(question: Question, name: str, data: QueryDict) -> dict[str, Any] | None:
    numbers = _row_numbers(name, data)
    complete = data.get(f"{name}.complete")
    if not numbers and complete is None and not _was_asked(name, data):
        return None
    return {"rows": [_row(question, f"{name}.{number}", data) for number in numbers], "complete": complete or ""}


def _row(question: Question, name: str, data: QueryDict) -> dict[str, Any]:
    row = _interval(question, name, data) or {"from": {}, "to": {}}
    for column in question.fields:
        typed = data.get(f"{name}.{column.id}", "")
        row[column.id] = country_code(typed) if column.kind == "country" else typed
    return row


def _row_numbers(name: str, data: QueryDict) -> list[int]:
    pattern = re.compile(rf"{re.escape(name)}\.(\d{{1,4}})\.")
    found = {int(match[1]) for key in data if (match := pattern.match(key))}
    return sorted(found)[:MOST_ROWS]


def _address(question: Question, name: str, data: QueryDict) -> dict[str, str] | None:
    parts = {part: data.get(f"{name}.{part}") for part in _ADDRESS_PARTS}
    if all(part is None for part in parts.values()):
        return None
    typed = {part: value or "" for part, value in parts.items()}
    return {**typed, "country": country_code(typed["country"])}


def _was_asked(name: str, data: QueryDict) -> bool:
    """The form names what it asked wherever an empty answer would send nothing at all."""
    return name in data.getlist("asked")


def _date_shown(answer: Any) -> dict[str, Any]:
    if answer in (UNSURE, OPEN):
        return {answer: True}
    if not isinstance(answer, str):
        return {}
    parts = dict(zip(_DATE_PARTS, answer.split("-"), strict=False))
    return {part: value if part == "year" else value.lstrip("0") for part, value in parts.items()}


def _interval_shown(answer: Any) -> dict[str, Any]:
    return {"from": _date_shown(answer.get("from")), "to": _date_shown(answer.get("to"))}


def _intervals_shown(answer: Any) -> dict[str, Any]:
    rows = [{**row, **_interval_shown(row)} for row in answer.get("rows", [])]
    return {"rows": rows, "complete": answer.get("complete") or ""}


_READERS: dict[str, Callable[[Question, str, QueryDict], Raw | None]] = {
    "choices": _several,
    "country": _country,
    "us_state": _or_unsure,
    "date": _date,
    "interval": _interval,
    "intervals": _intervals,
    "postal_address": _address,
}

_WRITERS: dict[str, Callable[[Any], Raw]] = {
    "attestation": lambda answer: "yes" if answer else "",
    "date": _date_shown,
    "interval": _interval_shown,
    "intervals": _intervals_shown,
    "name": lambda answer: answer.get("full", ""),
    "number": str,
}
