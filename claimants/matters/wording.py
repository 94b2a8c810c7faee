"""Answers and dates as words: for the check page, for what is signed, for the desk."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import phonenumbers
import pycountry

from claimants.eligibility.dates import MONTHS
from claimants.matters.kinds import OPEN, UNSURE, ColumnKind, Kind

if TYPE_CHECKING:
    from claimants.matters.questions import Column, Question

NOT_ANSWERED = "Not answered"
NOT_SURE = "I am not sure"


def in_words(question: "Question", answer: Any) -> str:
    """The answer, in the shape it is kept, as a person would say it. Lists take a line a row."""
    if answer is None:
        return NOT_ANSWERED
    if answer == UNSURE:
        return NOT_SURE
    try:
        return _SAYERS.get(question.kind, lambda _, given: str(given))(question, answer)
    except (AttributeError, KeyError, TypeError, ValueError, phonenumbers.NumberParseException):
        return str(answer)


def date_in_words(day: date | str) -> str:
    """`September 17, 2024`; of a date known in part, `September 2024` or `2024`."""
    text = day.isoformat() if isinstance(day, date) else day
    if text in (UNSURE, OPEN):
        return {UNSURE: NOT_SURE, OPEN: "today"}[text]
    year, *rest = text.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{month} {int(rest[1])}, {year}" if len(rest) > 1 else f"{month} {year}"


def span_in_words(span: Mapping[str, str]) -> str:
    """`from September 2021 until today`."""
    begins, ends = span.get("from", UNSURE), span.get("to", UNSURE)
    start = "from a day I am not sure of" if begins == UNSURE else f"from {date_in_words(begins)}"
    if ends == OPEN:
        return f"{start} until today"
    return f"{start} until a day I am not sure of" if ends == UNSURE else f"{start} to {date_in_words(ends)}"


@cache
def country_in_words(code: str) -> str:
    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)) if found else code


@cache
def state_in_words(code: str) -> str:
    found = pycountry.subdivisions.get(code=f"US-{code}")
    return str(found.name) if found else code


def _choice(question: "Question", answer: str) -> str:
    option = question.option(answer)
    return option.label if option else answer


def _choices(question: "Question", answer: list[str]) -> str:
    return "; ".join(_choice(question, value) for value in answer) or "None of them"


def _list(question: "Question", answer: Mapping[str, Any]) -> str:
    lines = [f"{number}. {_row(question, row)}" for number, row in enumerate(answer["rows"], 1)]
    complete = {
        "yes": "This list is complete." if lines else "There is nothing to list.",
        "no": "Some are missing from this list.",
        UNSURE: "I am not sure that this list is complete.",
    }
    return "\n".join([*lines, complete[answer["complete"]]])


def _row(question: "Question", row: Mapping[str, str]) -> str:
    cells = [_cell(column, row[column.id]) for column in question.fields if row.get(column.id)]
    return ", ".join([*cells, span_in_words(row)])


def _cell(column: "Column", value: str) -> str:
    if column.kind == ColumnKind.COUNTRY:
        return country_in_words(value)
    if column.kind == ColumnKind.US_STATE:
        return state_in_words(value)
    return next((option.label for option in column.options if option.value == value), value)


def _phone(question: "Question", answer: str) -> str:
    number = phonenumbers.parse(answer.replace(";ext=", " ext. "), None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _address(question: "Question", answer: Mapping[str, str]) -> str:
    town = " ".join(part for part in (answer["city"], answer["region"], answer["postcode"]) if part)
    return ", ".join(
        part for part in (*answer["lines"].splitlines(), town, country_in_words(answer["country"])) if part
    )


_SAYERS: dict[Kind, Callable[["Question", Any], str]] = {
    Kind.YES_NO: lambda _, answer: {"yes": "Yes", "no": "No"}[answer],
    Kind.ATTESTATION: lambda _, answer: "I agree" if answer else NOT_ANSWERED,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DATE: lambda _, answer: date_in_words(answer),
    Kind.INTERVAL: lambda _, answer: span_in_words(answer),
    Kind.INTERVALS: _list,
    Kind.COUNTRY: lambda _, answer: country_in_words(answer),
    Kind.US_STATE: lambda _, answer: state_in_words(answer),
    Kind.NAME: lambda _, answer: answer["full"],
    Kind.PHONE: _phone,
    Kind.POSTAL_ADDRESS: _address,
}
