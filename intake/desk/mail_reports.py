"""Reports of what became of messages that nothing could be made of, or that a person should read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from claimants.people.roles import Power
from intake.desk.reach import Reach
from intake.notices.models import MailEvent
from intake.notices.reply_texts import without_addresses

LATELY = timedelta(days=30)
AT_ONCE = 50
UNMATCHED, FLAGGED = "unmatched", "flagged"


@dataclass(frozen=True)
class Report:
    """One report. `about` is what its sender named the message by, without anything that looks like an address."""

    event: MailEvent
    about: str


@dataclass(frozen=True)
class Reports:
    """`before` is where the next page begins; None at the end."""

    rows: list[Report]
    before: int | None


def unmatched() -> QuerySet[MailEvent]:
    """Those whose message is still looked for. They belong to no matter."""
    return MailEvent.objects.filter(done_at=None, notice=None)


def flagged(reach: Reach, now: datetime) -> QuerySet[MailEvent]:
    """Those of the last weeks that a person should read: of the reader's matters, and of none for administrators."""
    seen = Q(notice__matter__in=reach.with_power(Power.READ))
    if may_read_of_none(reach):
        seen |= Q(notice=None)
    return MailEvent.objects.filter(seen, is_flagged=True, received_at__gt=now - LATELY)


def may_read_of_none(reach: Reach) -> bool:
    return reach.has_anywhere(Power.ADMINISTER)


def reports_of(events: QuerySet[MailEvent], before: int | None) -> Reports:
    """Some of them, the newest first; one query however many there are."""
    chosen = events.filter(pk__lt=before) if before else events
    found = list(chosen.select_related("notice").order_by("-pk")[: AT_ONCE + 1])
    return Reports(_rows(found[:AT_ONCE]), found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None)


def _rows(events: Iterable[MailEvent]) -> list[Report]:
    return [Report(event, without_addresses(event.about)) for event in events]
