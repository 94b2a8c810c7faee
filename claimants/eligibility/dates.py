"""Days as numbers, dates known only to the month or the year, and dates written out.

A day is its ordinal (1 is 1 January of year 1). A date known in part is a pair: the earliest and the latest
day that it can be. Both ends of everything are inclusive.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from functools import lru_cache
from typing import Final

NO_START: Final = 0
"""An open start: before every day."""
FIRST_DAY: Final = 1
LAST_DAY: Final = date.max.toordinal()
OPEN: Final = LAST_DAY + 1
"""An open end ("still"): after every day. It is known, so it is not the same as an unknown end."""

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2100

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def days_of(value: object) -> tuple[int, int]:
    """The earliest and the latest day of `2024-09-17`, `2024-09` or `2024`. ValueError carries the sentence."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    found = _PARTIAL.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("a date is written 2024-09-17, or 2024-09, or 2024 if the rest is not known.")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"the year {year:04} is not between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    if month is None:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}; months go from 01 to 12.")
    length = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1).toordinal(), date(year, month, length).toordinal()
    if not 1 <= day <= length:
        raise ValueError(f"{MONTHS[month - 1]} {day}, {year} does not exist; that month has {length} days.")
    exactly = date(year, month, day).toordinal()
    return exactly, exactly


def exact_day(value: object) -> date:
    """A date known to the day, from `2024-09-17` or a date. ValueError carries the sentence."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
        raise ValueError("expected a date to the day, such as 2024-09-17.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} does not exist in the calendar.") from None


@lru_cache(maxsize=8192)
def years_after(day: int, years: int) -> int:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    start = date.fromordinal(day)
    if start.year + years > date.max.year:
        return LAST_DAY
    if start.month == 2 and start.day == 29 and monthrange(start.year + years, 2)[1] == 28:
        return date(start.year + years, 3, 1).toordinal()
    return start.replace(year=start.year + years).toordinal()


@lru_cache(maxsize=1024)
def year_bounds(year: int) -> tuple[int, int] | None:
    """The first and the last day of a year; None for a number that is no year."""
    if not 1 <= year <= date.max.year:
        return None
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


def written(day: date) -> str:
    """September 17, 2024."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
