"""The shapes that a definition document is made of: closed objects, names, sentences, days and periods."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from claimants.eligibility.dates import NO_START, OPEN, exact_day, written


class Problem(NamedTuple):
    """What is wrong in a document, where, and what was expected there."""

    path: tuple[str | int, ...]
    sentence: str

    def under(self, *path: str | int) -> "Problem":
        return Problem((*path, *self.path), self.sentence)


Problems = Iterator[Problem]


class Closed(BaseModel):
    """An object that refuses keys it does not know and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)


def has_control_characters(text: str) -> bool:
    """Whether the text holds NUL or another control character (tab and new line apart), or half a character."""
    return any(
        (character < " " and character not in "\t\n\r") or character == "\x7f" or "\ud800" <= character <= "\udfff"
        for character in text
    )


def _clean(text: str) -> str:
    if has_control_characters(text):
        raise ValueError("holds a control character; remove it")
    if not text.strip():
        raise ValueError("is blank; write something here or leave the key out")
    return text


def _open_or_day(value: object) -> date | Literal["open"]:
    if value == "open":
        return "open"
    try:
        return exact_day(value)
    except ValueError as error:
        raise ValueError(f'{error} Write "open" for an end that has no date.') from None


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(_clean)]
Value = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_clean)]
Whole = Annotated[int, Field(strict=True, ge=-(10**12), le=10**12)]
YesNo = Annotated[bool, Field(strict=True)]
Bit = Annotated[int, Field(strict=True, ge=0, le=62)]
Day = Annotated[date, BeforeValidator(exact_day)]
End = Annotated[date | Literal["open"], BeforeValidator(_open_or_day)]
Values = Annotated[tuple[Value, ...], Field(min_length=1, max_length=2000)]


class Period(Closed):
    """A stretch of days, both ends included; an end may be open."""

    from_: End = Field(alias="from")
    to: End

    @property
    def first(self) -> int:
        return self.from_.toordinal() if isinstance(self.from_, date) else NO_START

    @property
    def last(self) -> int:
        return self.to.toordinal() if isinstance(self.to, date) else OPEN

    def reads(self) -> str:
        if not isinstance(self.from_, date):
            return f"on or before {written(self.to)}" if isinstance(self.to, date) else "at any time"
        if not isinstance(self.to, date):
            return f"on or after {written(self.from_)}"
        if self.from_ == self.to:
            return f"on {written(self.from_)}"
        return f"from {written(self.from_)} through {written(self.to)}"


def doubles(values: tuple[object, ...]) -> list[object]:
    """The values that occur again, each at its second place."""
    seen: set[object] = set()
    again: list[object] = []
    for value in values:
        if value in seen:
            again.append(value)
        seen.add(value)
    return again
