"""When the time to sue may run out, computed for the eye of a lawyer. It decides nothing and is never sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from claimants.eligibility.dates import days_of
from claimants.matters.sections import Limitation as PeriodOfFile
from intake.filing.models import Claim, FactSet


@dataclass(frozen=True)
class Limitation:
    """One limitation period for this person; `earliest` is `latest` when its start is known to the day.

    `is_past` says that its earliest last day is over where the court sits: the time has run out, or may have.

    `if_tolled` is the last day if the days that may not count do not: possible, never certain.
    """

    claim: str
    years: int
    earliest: date
    latest: date
    if_tolled: date | None
    starts_from: str
    cite: str
    is_verified: bool
    is_past: bool

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest


def limitations_of(claim: Claim, now: datetime) -> list[Limitation]:
    """The matter's limitation periods, run from this person's facts where they are given."""
    today = now.astimezone(ZoneInfo(claim.matter.file.court_time_zone)).date()
    fact_set = FactSet.objects.filter(claim=claim).order_by("-version").first()
    facts = fact_set.facts if fact_set else {}
    return [_limitation(period, facts, today) for period in claim.matter.file.limitations]


def _limitation(period: PeriodOfFile, facts: dict[str, Any], today: date) -> Limitation:
    (first, last), starts_from = _start(period, facts)
    earliest, latest = period.last_day(date.fromordinal(first)), period.last_day(date.fromordinal(last))
    return Limitation(
        claim=period.claim,
        years=period.years,
        earliest=earliest,
        latest=latest,
        if_tolled=period.last_day_if_tolled(date.fromordinal(last)) if period.tolling_days else None,
        starts_from=starts_from,
        cite=period.cite,
        is_verified=period.verified,
        is_past=earliest < today,
    )


def _start(period: PeriodOfFile, facts: dict[str, Any]) -> tuple[tuple[int, int], str]:
    """The days it may run from, and in words what that start is."""
    given = facts.get(period.runs_from) if period.runs_from else None
    try:
        if given:
            return days_of(given), "what the claimant answered"
    except ValueError:
        pass
    return days_of(period.default_from), "the matter's own date, as the claimant gave none"
