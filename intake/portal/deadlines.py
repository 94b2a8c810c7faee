"""The dates of a matter, and how long a person might still have to sue: possible dates, never advice."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from claimants.matters.files import CLAIM_DEADLINE
from claimants.matters.models import Matter, MatterDate
from claimants.matters.sections import Limitation
from claimants.matters.wording import date_in_words


@dataclass(frozen=True)
class Deadline:
    """A date with its basis, in the court's zone. `is_past` as of the moment it was asked for."""

    kind: str
    label: str
    words: str
    basis: str
    order: str
    is_past: bool


@dataclass(frozen=True)
class Possible:
    """When a legal claim might run out: with and without the days that may not count."""

    limitation: Limitation
    words: str
    later_words: str
    is_past: bool


def deadlines_of(matter: Matter, now: datetime) -> list[Deadline]:
    """Every date that an order has not taken away, soonest first."""
    zone = ZoneInfo(matter.file.court_time_zone)
    standing = sorted((one for one in matter.file.dates if not one.vacated), key=lambda one: one.moment)
    return [
        Deadline(
            kind=one.kind,
            label=one.label,
            words=moment_in_words(one.moment, zone),
            basis=str(MatterDate.Basis(one.basis).label),
            order=one.order,
            is_past=matter.file.over_at(one) <= now,
        )
        for one in standing
    ]


def closing_of(matter: Matter, now: datetime) -> Deadline | None:
    """The day by which something must be filed, where the court set one."""
    return next((one for one in deadlines_of(matter, now) if one.kind == CLAIM_DEADLINE), None)


def limitations_of(matter: Matter, now: datetime) -> list[Possible]:
    """For each legal claim the day it might run out, counted from the matter's own default day."""
    today = now.astimezone(ZoneInfo(matter.file.court_time_zone)).date()
    return [
        Possible(
            limitation=one,
            words=date_in_words(one.last_day()),
            later_words=date_in_words(one.last_day_if_tolled()) if one.tolling_days else "",
            is_past=one.last_day_if_tolled() < today,
        )
        for one in matter.file.limitations
    ]


def moment_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """`September 18, 2026 at 11:59 p.m. (PDT)`."""
    local = moment.astimezone(zone)
    hour = local.hour % 12 or 12
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{date_in_words(local.date())} at {hour}:{local:%M} {half} ({local.tzname()})"
