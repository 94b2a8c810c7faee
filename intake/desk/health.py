"""How the queue of notices is: what waits, what holds it back, and whether repeated work is still done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Now

from claimants.people.roles import Power
from intake.campaigns.models import Campaign
from intake.desk.mail_reports import flagged, unmatched
from intake.desk.reach import Reach
from intake.notices.buckets import RELAY
from intake.notices.models import (
    Bucket,
    DispatchMove,
    DispatchState,
    Notice,
    NoticeState,
    Provider,
    Sweep,
)
from intake.notices.queue import database_now
from intake.notices.sweeps import expected

AT_LEAST = timedelta(minutes=2)
STILL_SO = timedelta(minutes=10)
"""A worker whose disk takes no notes says so each time it looks for work. Silence for so long: it has room again."""
_DISK = "disk "
_MANY = 1_000


@dataclass(frozen=True)
class Waiting:
    """What one person each waits for: `oldest` is since when, `number` how many, and at most `many` are counted."""

    oldest: datetime | None
    number: int
    many: int = _MANY


@dataclass(frozen=True)
class Going:
    """A notice to many that runs, and when a message of it last moved on."""

    campaign: Campaign
    moved_at: datetime | None


@dataclass(frozen=True)
class Repeated:
    """One piece of repeated work: when it was last done, or should first be, and whether that is too long ago.

    `first_due` is None when it was done already, and when no clock was ever started.
    """

    label: str
    at: datetime | None
    first_due: datetime | None
    is_late: bool
    said: str


@dataclass(frozen=True)
class Health:
    now: datetime
    waiting: Waiting
    going: list[Going]
    stopped: list[Campaign]
    leases: int
    leases_lost: int
    relay: Provider | None
    is_away: bool
    paused: list[Bucket]
    slowed: list[Bucket]
    repeated: list[Repeated]
    disks: list[Sweep]
    unmatched: int
    unmatched_since: datetime | None
    flagged: int


def health(reach: Reach) -> Health:
    """Everything at one moment, by the database's clock; the same number of queries whatever there is.

    What is sent to many, and what a person should read, is told as far as it is of the reader's matters.
    """
    matters = reach.with_power(Power.READ)
    now, buckets = database_now(), list(Bucket.objects.filter(provider__name=RELAY).order_by("destination"))
    sweeps = {sweep.name: sweep for sweep in Sweep.objects.all()}
    relay = Provider.objects.filter(name=RELAY).first()
    held = Notice.objects.filter(state__in=[NoticeState.LEASED, NoticeState.ATTEMPTING])
    events = unmatched().aggregate(number=Count("pk"), since=Min("received_at"))
    return Health(
        now=now,
        waiting=_waiting(),
        going=_going(matters),
        stopped=_stopped(matters),
        leases=held.count(),
        leases_lost=held.filter(lease_until__lt=Now()).count(),
        relay=relay,
        is_away=bool(relay and relay.closed_until and relay.closed_until > now),
        paused=[bucket for bucket in buckets if bucket.paused_until and bucket.paused_until > now],
        slowed=[bucket for bucket in buckets if bucket.factor < 1],
        repeated=_repeated(sweeps, now),
        disks=[sweep for name, sweep in sorted(sweeps.items()) if name.startswith(_DISK) and sweep.at > now - STILL_SO],
        unmatched=events["number"],
        unmatched_since=events["since"],
        flagged=flagged(reach, now).count(),
    )


def _waiting() -> Waiting:
    due = Notice.objects.due().filter(dispatch=None)
    oldest = due.order_by("not_before").values_list("not_before", flat=True).first()
    return Waiting(oldest, due.order_by()[: _MANY + 1].count())


def _going(matters: Collection[int]) -> list[Going]:
    """Not since when the oldest waits: all of a list are due at once, and what counts is that they move."""
    moves = DispatchMove.objects.filter(dispatch=OuterRef("dispatch")).order_by("-at")
    running = Campaign.objects.filter(matter__in=matters, dispatch__state=DispatchState.RUNNING)
    annotated: list[Any] = list(
        running.select_related("matter").defer("matter__document").annotate(moved_at=Subquery(moves.values("at")[:1]))
    )
    return [Going(campaign, campaign.moved_at) for campaign in annotated]


def _stopped(matters: Collection[int]) -> list[Campaign]:
    """Those of which some left and the rest waits for a person. The breaker pauses, and `dispatch.why` says why."""
    paused = Campaign.objects.filter(matter__in=matters, dispatch__state=DispatchState.PAUSED)
    return list(paused.select_related("matter", "dispatch").defer("matter__document").order_by("pk"))


def _repeated(sweeps: dict[str, Sweep], now: datetime) -> list[Repeated]:
    """What the clock should have done: late after three times the time between two of it, or two minutes.

    What was never done is late once the clock, from its first start on, had the time between two of it.
    """
    found = []
    for label, entry in settings.CELERY_BEAT_SCHEDULE.items():
        task, every = str(entry["task"]), timedelta(seconds=float(str(entry["schedule"])))
        done, since = sweeps.get(task), sweeps.get(expected(task))
        if done is not None:
            is_late = now - done.at > max(AT_LEAST, 3 * every)
            found.append(Repeated(label, done.at, None, is_late, done.said))
        elif since is not None:
            due = since.at + every + AT_LEAST
            found.append(Repeated(label, None, due, now > due, since.said))
        else:
            found.append(Repeated(label, None, None, True, ""))
    return found
