"""Facts: what a definition's tests may ask of a person, and how raw facts become the flat ones that are judged.

Flat facts are plain JSON: a date is `[earliest, latest]` in day ordinals; an interval is `[earliest start,
latest start, earliest end, latest end]`; a list of intervals is a list of such rows, each with one object more,
its fields; `<id>_complete: false` marks a list that may lack rows. An absent fact is unknown.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, NoReturn, Protocol

from pydantic import Field, model_validator

from claimants.eligibility.dates import FIRST_DAY, LAST_DAY, OPEN, days_of
from claimants.eligibility.shapes import Closed, Name, Sentence, Values, doubles, has_control_characters

MOST_ROWS = 500
LONGEST_TEXT = 10_000
LONGEST_CHOICE = 200
LARGEST_NUMBER = 10**12


class FactKind(StrEnum):
    DATE = "date"
    INTERVAL = "interval"
    INTERVALS = "intervals"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"


class FieldKind(StrEnum):
    """Kinds of the further columns of a list of intervals."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"


class FactSpec(Closed):
    """The kind of a fact; for a choice its values; for a list of intervals its further columns."""

    kind: FactKind
    fields: Annotated[dict[Name, FieldKind], Field(max_length=20)] = {}
    values: Values | None = None
    label: Sentence | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "FactSpec":
        if self.fields and self.kind != FactKind.INTERVALS:
            raise ValueError(f"`fields` belong to a list of intervals; a fact of kind {self.kind} has none")
        if {"from", "to"} & set(self.fields):
            raise ValueError("`from` and `to` are in every interval; a field needs another name")
        if self.values and self.kind != FactKind.CHOICE:
            raise ValueError(f"`values` belong to a choice; a fact of kind {self.kind} has none")
        if self.values and (again := doubles(self.values)):
            raise ValueError(f"`values` names {again[0]!r} twice")
        return self


SYSTEM_FACTS: dict[str, FactSpec] = {"signed_on": FactSpec(kind=FactKind.DATE, label="the day of signing")}
"""Facts that the portal supplies; a definition uses them without declaring them."""


class FactError(Exception):
    """A raw fact that cannot be read. `str()` of it is a sentence; `fact`, `row` (from 1) and `part` say where."""

    def __init__(self, sentence: str, fact: str, row: int | None = None, part: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fact = fact
        self.row = row
        self.part = part


class HasFacts(Protocol):
    @property
    def facts(self) -> Mapping[str, FactSpec]: ...


def flatten(raw: dict[str, Any], definition: HasFacts) -> dict[str, Any]:
    """The flat facts of raw ones (`{"premium": [{"from": "2023", "to": "open", "plan": "career"}]}`)."""
    if not isinstance(raw, Mapping):
        raise FactError("The facts must be one object: names and their values.", "")
    known = {**definition.facts, **SYSTEM_FACTS}
    lists = {f"{fact}_complete": fact for fact, spec in known.items() if spec.kind == FactKind.INTERVALS}
    flat: dict[str, Any] = {}
    for key, value in raw.items():
        if key in lists:
            if value is not None and not isinstance(value, bool):
                raise FactError(f"{key}: expected true or false, found {_shown(value)}.", lists[key])
            if value is False:
                flat[key] = False
        elif key not in known:
            names = ", ".join(sorted(known))
            raise FactError(f"There is no fact {_shown(key)}. The facts are: {names}.", str(key)[:60])
        elif value is not None:
            flat[key] = _READERS[known[key].kind](value, known[key], _Place(key, known[key]))
    return flat


class _Place:
    """Where in the raw facts something stands, to say so in a sentence."""

    def __init__(self, fact: str, spec: FactSpec, row: int | None = None, part: str = "") -> None:
        self.fact, self.spec, self.row, self.part = fact, spec, row, part

    def at(self, row: int | None = None, part: str = "") -> "_Place":
        return _Place(self.fact, self.spec, row or self.row, part)

    def refuse(self, sentence: str) -> NoReturn:
        row = f", row {self.row}" if self.row else ""
        part = f", {self.part}" if self.part else ""
        raise FactError(f"{self.fact}{row}{part}: {sentence}", self.fact, self.row, self.part)


def _date(value: object, spec: FactSpec, place: _Place) -> tuple[int, int]:
    try:
        return days_of(value)
    except ValueError as error:
        place.refuse(str(error))


def _interval(value: object, spec: FactSpec, place: _Place) -> list[int]:
    if not isinstance(value, Mapping):
        place.refuse(f"expected an interval with `from` and `to`, found {_shown(value)}.")
    for key in value:
        if key not in ("from", "to") and key not in spec.fields:
            place.refuse(f"an interval has no {_shown(key)}.")
    begins, ends = value.get("from"), value.get("to")
    if begins == "open":
        place.at(part="from").refuse("a start cannot be open; leave it out if it is not known.")
    starts = (FIRST_DAY, LAST_DAY) if begins is None else _date(begins, spec, place.at(part="from"))
    if ends == "open":
        stops = (OPEN, OPEN)
    else:
        stops = (FIRST_DAY, OPEN) if ends is None else _date(ends, spec, place.at(part="to"))
    if stops[1] < starts[0]:
        place.refuse("the end is before the start.")
    return tightened(*starts, *stops)


def tightened(start_lo: int, start_hi: int, end_lo: int, end_hi: int) -> list[int]:
    """The same interval with bounds that agree: it never starts after its end nor ends before its start."""
    return [start_lo, min(start_hi, end_hi), max(start_lo, end_lo), end_hi]


def _intervals(value: object, spec: FactSpec, place: _Place) -> list[list[Any]]:
    if not isinstance(value, list | tuple):
        place.refuse(f"expected a list of intervals, found {_shown(value)}.")
    if len(value) > MOST_ROWS:
        place.refuse(f"{len(value)} rows are too many; the most is {MOST_ROWS}.")
    rows: list[list[Any]] = []
    for number, item in enumerate(value, 1):
        here = place.at(row=number)
        row: list[Any] = [*_interval(item, spec, here)]
        row.append(
            {
                field: _READERS[FactKind(kind)](item[field], _ANY_FIELD, here.at(part=field))
                for field, kind in spec.fields.items()
                if item.get(field) is not None
            }
        )
        rows.append(row)
    return rows


def _choice(value: object, spec: FactSpec, place: _Place) -> str:
    text = _text(value, spec, place, longest=LONGEST_CHOICE)
    if not text.strip():
        place.refuse("the value is blank; leave it out if it is not known.")
    if spec.values and text not in spec.values:
        place.refuse(f"{_shown(text)} is not one of its values: {', '.join(spec.values)}.")
    return text


def _yes_no(value: object, spec: FactSpec, place: _Place) -> bool:
    if not isinstance(value, bool):
        place.refuse(f"expected true or false, found {_shown(value)}.")
    return value


def _number(value: object, spec: FactSpec, place: _Place) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        place.refuse(f"expected a whole number, found {_shown(value)}.")
    if abs(value) > LARGEST_NUMBER:
        place.refuse("the number is too large.")
    return value


def _text(value: object, spec: FactSpec, place: _Place, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        place.refuse(f"expected text, found {_shown(value)}.")
    if len(value) > longest:
        place.refuse(f"{len(value)} characters are too many; the most is {longest}.")
    if has_control_characters(value):
        place.refuse("the text holds a control character; remove it.")
    return value


def _shown(value: object) -> str:
    """A value as an error shows it: its kind, or a short piece of it without control characters."""
    if isinstance(value, str):
        piece = "".join(character if character.isprintable() else "?" for character in value[:40])
        return f"“{piece}{'…' if len(value) > 40 else ''}”"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return "a number"
    return "nothing" if value is None else "a list" if isinstance(value, list | tuple) else "an object"


_ANY_FIELD = FactSpec(kind=FactKind.TEXT)
_READERS: dict[FactKind, Any] = {
    FactKind.DATE: _date,
    FactKind.INTERVAL: _interval,
    FactKind.INTERVALS: _intervals,
    FactKind.CHOICE: _choice,
    FactKind.YES_NO: _yes_no,
    FactKind.NUMBER: _number,
    FactKind.TEXT: _text,
}
