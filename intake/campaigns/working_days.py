"""Counting working days as courts do: neither weekends nor the legal holidays of the United States. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_BY_WEEK = ((1, _MONDAY, 3), (2, _MONDAY, 3), (9, _MONDAY, 1), (10, _MONDAY, 2), (11, _THURSDAY, 4))


def end_of_working_day(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The last second of the working day that many days after the moment, in the court's zone."""
    day, left = moment.astimezone(zone).date(), days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return datetime.combine(day, time(23, 59, 59), zone)


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in set(holidays(day.year)) | set(holidays(day.year + 1))


def holidays(year: int) -> Iterator[date]:
    """The days on which federal courts rest for the holidays of a year; New Year may fall into the year before."""
    for month, day in _FIXED:
        yield _observed(date(year, month, day))
    for month, weekday, number in _BY_WEEK:
        first = date(year, month, 1)
        yield first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    last = date(year, 5, 31)
    yield last - timedelta(days=(last.weekday() - _MONDAY) % 7)


def _observed(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == _SUNDAY else day
