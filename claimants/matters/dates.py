"""Dates in matter files: written to the day, to the month or the year, or relative to the day of loading.

`loaded + 60 days` is resolved once, when the matter is first loaded, in the time zone of its court; what is
stored is the day it came to. A deadline without a time of day ends with its day.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_RELATIVE = re.compile(
    r"loaded(?:\s*([+-])\s*([0-9]{1,4})\s+(day|week|month|year)s?)?(?:\s+at\s+([0-2][0-9]:[0-5][0-9]))?"
)
_ABSOLUTE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-2][0-9]:[0-5][0-9]))?")
_LAST_MOMENT = time(23, 59, 59)

DATED_LISTS = {"stages": "since", "facts": "on", "statements": "on"}
"""The lists of a matter file whose entries may bear a relative day, and under which key."""


def resolved(document: dict[str, Any], loaded: datetime) -> dict[str, Any]:
    """A copy of the document whose relative days are real ones, and whose moments have their zone.

    What cannot be read stays as it is, so that checking the document says so at its place.
    """
    copy = deepcopy(document)
    zone = zone_named(copy.get("court_time_zone"))
    if zone is None:
        return copy
    today = loaded.astimezone(zone).date()
    for holder, key in _days(copy):
        if (day := day_of(holder[key], today)) is not None:
            holder[key] = day.isoformat()
    for entry in _entries(copy, "dates"):
        if (moment := moment_of(entry.get("moment"), entry.get("basis"), today, zone)) is not None:
            entry["moment"] = moment.isoformat()
    return copy


def zone_named(name: object) -> ZoneInfo | None:
    """The time zone of that name, or None."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}", name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def day_of(text: object, today: date) -> date | None:
    """The day meant by `loaded + 60 days`; None for anything else."""
    found = _RELATIVE.fullmatch(text.strip()) if isinstance(text, str) else None
    return None if found is None or found[4] else _moved(today, found)


def moment_of(text: object, basis: object, today: date, zone: ZoneInfo) -> datetime | None:
    """The moment meant by a day with or without its time; None if it has its zone already or cannot be read.

    A hearing needs its time of day; a deadline without one ends with its day.
    """
    if not isinstance(text, str):
        return None
    if found := _RELATIVE.fullmatch(text.strip()):
        day, clock = _moved(today, found), found[4]
    elif found := _ABSOLUTE.fullmatch(text.strip()):
        day, clock = _calendar_day(found[1]), found[2]
    else:
        return None
    if day is None or (clock is None and basis == "held"):
        return None
    try:
        return datetime.combine(day, time.fromisoformat(clock) if clock else _LAST_MOMENT, tzinfo=zone)
    except ValueError:
        return None


def end_of_day(moment: datetime, zone: str) -> datetime:
    """The last moment of the day on which `moment` lies in that zone."""
    local = ZoneInfo(zone)
    return datetime.combine(moment.astimezone(local).date(), _LAST_MOMENT, tzinfo=local)


def _moved(day: date, found: re.Match[str]) -> date | None:
    count = int(found[2] or 0) * (-1 if found[1] == "-" else 1)
    try:
        if found[3] in ("month", "year"):
            return _months_after(day, count * (12 if found[3] == "year" else 1))
        return day + timedelta(days=count * (7 if found[3] == "week" else 1))
    except (OverflowError, ValueError):
        return None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _calendar_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for name, key in DATED_LISTS.items():
        for entry in _entries(document, name):
            if key in entry:
                yield entry, key
    privacy = document.get("privacy")
    if isinstance(privacy, dict) and "retain_until" in privacy:
        yield privacy, "retain_until"


def _entries(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = document.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
