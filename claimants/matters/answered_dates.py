"""Answers that are dates: known to the day, the month or the year; stretches of time; lists of them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from claimants.eligibility.dates import EARLIEST_YEAR, LATEST_YEAR, MONTHS, days_of
from claimants.matters import answered_places
from claimants.matters.answered_text import line_of
from claimants.matters.kinds import OPEN, UNSURE, ColumnKind
from claimants.matters.mistakes import AnswerError, together

if TYPE_CHECKING:
    from claimants.matters.questions import Column, Question

MOST_ROWS = 60

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_FOUR_DIGITS = "Write the year with four digits, such as 2024."


def one_date(question: "Question", raw: Any, today: date) -> str:
    """`2024-09-17`, `2024-09`, `2024` or `unsure`."""
    _check_is_one_answer(raw, unsure="I am not sure")
    if _is_unsure(raw):
        if not question.unsure:
            raise AnswerError("Write a date. The year alone is enough if that is all you know.")
        return UNSURE
    return date_of(raw, None if question.future else today)


def interval(question: "Question", raw: Any, today: date) -> dict[str, str]:
    """`{"from": date or unsure, "to": date, open or unsure}`, its end not before its start."""
    return _span(raw, None if question.future else today)


def intervals(question: "Question", raw: Any, today: date) -> dict[str, Any]:
    """`{"rows": [...], "complete": yes, no or unsure}`. Rows left blank are dropped; every mistake is named."""
    if not isinstance(raw, dict) or not isinstance(raw.get("rows", []), list):
        raise AnswerError("Fill in the list row by row.")
    typed = [(number, row) for number, row in enumerate(raw.get("rows", []), 1) if not _is_blank(row)]
    complete = raw.get("complete")
    if len(typed) > MOST_ROWS:
        raise AnswerError(f"There is room for {MOST_ROWS} rows. Join rows that follow each other.")
    rows: list[dict[str, str]] = []
    mistakes: list[AnswerError] = []
    for number, row in typed:
        try:
            rows.append(_row(question, row, None if question.future else today))
        except AnswerError as mistake:
            mistakes += [AnswerError(f"Row {number}: {one.sentence}", one.part, number) for one in mistake.all]
    if complete not in ("yes", "no", UNSURE):
        mistakes.append(AnswerError("Say whether this list is complete.", "complete"))
    if mistakes:
        raise together(mistakes)
    return {"rows": rows, "complete": complete}


def date_of(raw: Any, today: date | None, part: str = "") -> str:
    """A date from its parts as typed, or as it is kept. Not after `today`, if one is given."""
    text = _from_parts(raw, part) if isinstance(raw, dict) else str(raw)
    try:
        earliest, _ = days_of(text)
    except ValueError:
        raise AnswerError(_sentence_about(text), part) from None
    if today is not None and earliest > today.toordinal():
        raise AnswerError("This date is in the future. Check the year.", part)
    return text


def _from_parts(raw: dict[str, Any], part: str) -> str:
    year, month, day = (line_of(raw.get(key) or "", 20, part) for key in ("year", "month", "day"))
    if not year:
        raise AnswerError("Write the year too; the year alone is enough if that is all you know.", part)
    if not year.isdecimal() or len(year) != 4:
        raise AnswerError(_FOUR_DIGITS, part)
    if not month:
        if day:
            raise AnswerError("Add the month, or leave the day empty.", part)
        return f"{int(year):04}"
    number = _month(month, part)
    if not day:
        return f"{int(year):04}-{number:02}"
    if not day.isdecimal() or len(day) > 2:
        raise AnswerError("Write the day as a number from 1 to 31.", part)
    return f"{int(year):04}-{number:02}-{int(day):02}"


def _month(text: str, part: str) -> int:
    if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 12:
        return int(text)
    begins = text.rstrip(".").casefold()
    named = [number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(begins)]
    if len(begins) >= 3 and len(named) == 1:
        return named[0]
    raise AnswerError("Write the month as a number from 1 to 12.", part)


def _sentence_about(text: str) -> str:
    """What is wrong with a date of the right form: its year, or a day its month does not have."""
    found = _FORM.fullmatch(text)
    if found is None:
        return "Write a date as year, month and day, such as 2024-09-17. The year alone is enough."
    year, month, day = (int(piece or 1) for piece in found.groups())
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return f"Check the year: {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}."
    if not 1 <= month <= 12:
        return "Write the month as a number from 1 to 12."
    length = monthrange(year, month)[1]
    return f"{MONTHS[month - 1]} {year} has {length} days, so there is no {MONTHS[month - 1]} {day}. Check the day."


def _span(raw: Any, today: date | None) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise AnswerError("Say when it started and when it ended.")
    begins = _end(raw.get("from"), today, "from", "Say when it started. The year is enough, or say you are not sure.")
    ends = _end(raw.get("to"), today, "to", "Say when it ended, or that it still goes on, or that you are not sure.")
    if begins == OPEN:
        raise AnswerError("Say when it started. The year is enough, or say you are not sure.", "from")
    if begins != UNSURE and ends not in (UNSURE, OPEN) and days_of(ends)[1] < days_of(begins)[0]:
        raise AnswerError("The end is before the start. Check both dates.", "to")
    return {"from": begins, "to": ends}


def _end(raw: Any, today: date | None, part: str, ask: str) -> str:
    _check_is_one_answer(raw, part)
    if _is_unsure(raw):
        return UNSURE
    if raw == OPEN or (isinstance(raw, dict) and raw.get("open")):
        return OPEN
    if _is_blank(raw):
        raise AnswerError(ask, part)
    return date_of(raw, today, part)


def _check_is_one_answer(raw: Any, part: str = "", unsure: str = "I am not sure when") -> None:
    """Neither a typed date nor a ticked box beside it is passed over in silence."""
    if not isinstance(raw, dict):
        return
    given = {
        "a date": not all(_is_blank(raw.get(piece)) for piece in ("year", "month", "day")),
        "“Still today”": bool(raw.get("open")),
        f"“{unsure}”": bool(raw.get("unsure")),
    }
    named = [words for words, is_given in given.items() if is_given]
    if len(named) > 1:
        raise AnswerError(f"You gave {' and '.join(named)}. Keep one or the other.", part)


def _row(question: "Question", raw: Any, today: date | None) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise AnswerError("Fill in the row.")
    mistakes: list[AnswerError] = []
    row: dict[str, str] = {}
    for read in (lambda: _span(raw, today), lambda: dict(_columns(question, raw))):
        try:
            row |= read()
        except AnswerError as mistake:
            mistakes += mistake.all
    if mistakes:
        raise together(mistakes)
    return row


def _columns(question: "Question", raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for column in question.fields:
        typed = raw.get(column.id)
        if not _is_blank(typed):
            yield column.id, _column(column, typed)
        elif column.required:
            raise AnswerError(f"“{column.label}” is missing.", column.id)


def _column(column: "Column", typed: Any) -> Any:
    if column.kind == ColumnKind.COUNTRY:
        return answered_places.country_code(typed, column.id)
    if column.kind == ColumnKind.US_STATE:
        return answered_places.state_code(typed, column.id)
    if column.kind == ColumnKind.CHOICE:
        if any(option.value == typed for option in column.options):
            return typed
        raise AnswerError(f"Choose one of the answers offered for “{column.label}”.", column.id)
    return line_of(typed, column.max_length, column.id)


def _is_unsure(raw: Any) -> bool:
    return raw == UNSURE or (isinstance(raw, dict) and bool(raw.get("unsure")))


def _is_blank(raw: Any) -> bool:
    if isinstance(raw, dict):
        return all(_is_blank(part) for part in raw.values())
    return raw is None or raw is False or (isinstance(raw, str) and not raw.strip())
