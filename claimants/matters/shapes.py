"""Texts, days and addresses as a matter file writes them."""

from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

import phonenumbers
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from claimants.eligibility.dates import days_of, exact_day
from claimants.eligibility.shapes import Sentence, Value, has_control_characters

_RELATIVE_HINT = "Write it as 2024-09-17, or relative to loading as `loaded + 60 days`."


def _day(value: object) -> date:
    try:
        return exact_day(value)
    except ValueError as error:
        raise ValueError(f"{error} {_RELATIVE_HINT}") from None


def _partial(value: object) -> str:
    days_of(value)
    return str(value)


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value if isinstance(value, str) and "T" in value else "")
    except ValueError:
        raise ValueError(
            "expected a day or a moment, such as 2027-03-01, 2027-03-01 17:00 or `loaded + 60 days at 17:00`; "
            "a hearing (basis: held) needs its time of day."
        ) from None


def clean_text(text: str) -> str:
    if has_control_characters(text):
        raise ValueError("holds a control character; remove it.")
    if not text.strip():
        raise ValueError("is blank; write something here or leave the key out.")
    return text


def _web_address(text: str) -> str:
    try:
        address = urlsplit(text)
    except ValueError:
        address = urlsplit("")
    if address.scheme not in ("http", "https") or not address.hostname or " " in text:
        raise ValueError("expected the address of a web page that begins with https://.")
    return text


def _telephone(text: str) -> str:
    try:
        possible = phonenumbers.is_possible_number(phonenumbers.parse(text, None))
    except phonenumbers.NumberParseException:
        possible = False
    if not possible:
        raise ValueError("expected a telephone number with its country code, such as +1 415 555 0123.")
    return text


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


_DATE_TEXT = WithJsonSchema({"type": "string", "description": _RELATIVE_HINT})
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n]*$"), AfterValidator(clean_text)]
LongLine = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(clean_text)]
DayText = Annotated[date, PlainValidator(_day), _DATE_TEXT]
PartialText = Annotated[str, PlainValidator(_partial), _DATE_TEXT]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), _DATE_TEXT]
Url = Annotated[str, StringConstraints(max_length=500), AfterValidator(_web_address)]
Telephone = Annotated[Sentence, AfterValidator(_telephone)]
Paragraphs = Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=60)]
OneOrMoreParagraphs = Annotated[
    tuple[Sentence, ...],
    BeforeValidator(_as_list, json_schema_input_type=Sentence | tuple[Sentence, ...]),
    Field(max_length=40),
]
"""One text counts as a list of one."""
OneOrMoreValues = Annotated[
    tuple[Value, ...], BeforeValidator(_as_list, json_schema_input_type=Value | tuple[Value, ...]), Field(min_length=1)
]
