"""Answers in words, as a person would say them: on the check page, in the signed text, on the desk."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pycountry

from claimants.matters.kinds import OPEN, UNSURE, Kind

if TYPE_CHECKING:
    from claimants.matters.questions import Column, Question

NOT_ANSWERED = "not answered"
NOT_SURE = "not sure"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_YES_NO = {"yes": "yes", "no": "no", UNSURE: NOT_SURE}


def in_words(question: "Question", answer: Any) -> str:
    """One answer as a line of text; a list of intervals as one line a row."""
    if answer is None or answer in ("", []):
        return NOT_ANSWERED
    if answer == UNSURE:
        return NOT_SURE
    return _WORDS.get(question.kind, _plain)(question, answer)


def date_in_words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def partial_date_in_words(text: str | None) -> str:
    """`2024-09-17` as "17 September 2024", `2024-09` as "September 2024", `2024` as it is."""
    if not text or text == UNSURE:
        return "a day not known"
    year, *rest = (int(part) for part in text.split("-"))
    if len(rest) == 2:
        return date_in_words(date(year, *rest))
    return f"{_MONTHS[rest[0] - 1]} {year}" if rest else str(year)


def interval_in_words(interval: Mapping[str, Any]) -> str:
    end = interval.get("to")
    until = "today, and it goes on" if end == OPEN else partial_date_in_words(end)
    return f"from {partial_date_in_words(interval.get('from'))} to {until}"


def _plain(question: "Question", answer: Any) -> str:
    return str(answer)


def _choice(question: "Question", answer: Any) -> str:
    option = question.option(answer)
    return option.label if option else str(answer)


def _intervals(question: "Question", answer: Mapping[str, Any]) -> str:
    rows = [_row(question, row) for row in answer.get("rows", [])]
    complete = {"yes": "This is all.", "no": "There may be more."}.get(
        answer.get("complete", ""), "Not sure if this is all."
    )
    return "\n".join([*(rows or ["none"]), complete])


def _row(question: "Question", row: Mapping[str, Any]) -> str:
    fields = [_field(column, row.get(column.id)) for column in question.fields]
    return "; ".join([*(field for field in fields if field), interval_in_words(row)])


def _field(column: "Column", value: Any) -> str:
    if value in (None, ""):
        return ""
    if value == UNSURE:
        return f"{column.label}: {NOT_SURE}"
    if column.options:
        return next((option.label for option in column.options if option.value == value), str(value))
    return {"country": country_name, "us_state": state_name}.get(column.kind, str)(value)


def _address(question: "Question", answer: Mapping[str, Any]) -> str:
    city = " ".join(answer.get(key, "") for key in ("postcode", "city") if answer.get(key))
    parts = [answer.get("lines", ""), city, answer.get("region", ""), country_name(answer.get("country", ""))]
    return "\n".join(part for part in parts if part)


@cache
def country_name(code: str) -> str:
    """The name people use for a country, from its two letters."""
    country = pycountry.countries.get(alpha_2=code) if code else None
    return getattr(country, "common_name", country.name) if country else code


@cache
def state_name(code: str) -> str:
    """The name of a state or territory of the United States, from its two letters."""
    state = pycountry.subdivisions.get(code=f"US-{code}") if code else None
    return state.name if state else code


_WORDS: dict[str, Callable[["Question", Any], str]] = {
    Kind.YES_NO: lambda question, answer: _YES_NO.get(answer, str(answer)),
    Kind.CHOICE: _choice,
    Kind.CHOICES: lambda question, answer: ", ".join(_choice(question, value) for value in answer),
    Kind.DATE: lambda question, answer: partial_date_in_words(answer),
    Kind.INTERVAL: lambda question, answer: interval_in_words(answer),
    Kind.INTERVALS: _intervals,
    Kind.COUNTRY: lambda question, answer: country_name(answer),
    Kind.US_STATE: lambda question, answer: state_name(answer),
    Kind.POSTAL_ADDRESS: _address,
    Kind.NAME: lambda question, answer: answer.get("full", ""),
    Kind.ATTESTATION: lambda question, answer: "yes, I confirm",
}
