"""The queue is the table: taking notices by lease. Only the database's clock is asked.

What follows is in `intents` (written before the first byte), `outcomes` (after the answer) and `reaping` (after a
worker was lost).
"""

import time
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from random import sample

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from intake.notices import buckets
from intake.notices.buckets import Pace, Room
from intake.notices.destinations import GROUPS
from intake.notices.journal import Journal
from intake.notices.models import (
    Dispatch,
    DispatchState,
    Notice,
    NoticeState,
    Provider,
)
from intake.notices.prepared import KEYS, TOKEN, Prepared, selecting, updating
from intake.notices.tallies import moved, record_moves
from intake.notices.vocabulary import Lane

LEASE = timedelta(minutes=5)
BATCH = 50
"""So many are begun at a time: what a pause, or a lost disk, may still concern."""
BLOCK = 500
"""So many of a dispatch are taken at a time when nothing limits them."""
_ASKED_OF = (
    "cause", "kind", "dispatch_id", "rank", "destination", "code", "language", "state", "leases_lost", "attempts_made",
)  # fmt: skip
"""Of a notice of a dispatch, by whoever writes and sends it."""
_CLOCK = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
}


@dataclass(frozen=True)
class Lease:
    """What one worker holds. Nobody else may send these while the lease lasts.

    Empty when nothing may be sent now; then `wait` is in how many seconds something may, and 0 if nothing is due.
    `day` is the one whose limits it counts against; `pace` counts from `asked`, by the clock of `time.monotonic`.
    """

    token: str
    notices: list[Notice]
    pace: Pace = field(default_factory=Pace)
    wait: float = 0.0
    journal: Journal | None = field(default=None, compare=False)
    day: date | None = None
    asked: float = field(default_factory=time.monotonic, compare=False)

    @property
    def is_bulk(self) -> bool:
        return bool(self.notices) and self.notices[0].dispatch_id is not None


def claim_due(limit: int = BATCH, duration: timedelta = LEASE, paced: int = BLOCK) -> Lease:
    """Takes due notices: what one person waits for first, then what many get, as limits allow.

    `paced` is how many this worker can keep up with where each has its slot in time.

    A notice that lost a worker is taken alone: if it is what kills workers, it takes no others with it.
    """
    if wait := _relay_is_away():
        return Lease("", [], wait=wait)
    prompt = claim_prompt(limit, duration)
    if prompt.notices:
        return prompt
    waits: list[float] = []
    for claim, most in ((claim_many, limit), (claim_bulk, BLOCK)):
        lease = claim(most, duration, paced)
        if lease.notices:
            return lease
        waits += [lease.wait] if lease.wait else []
    return Lease("", [], wait=min(waits, default=0.0))


def claim_prompt(limit: int = BATCH, duration: timedelta = LEASE) -> Lease:
    """Takes up to `limit` due notices that somebody waits for, the most urgent first. No limit holds these up."""
    if not _prompt().ask():
        return Lease("", [])
    due = _due_prompt().order_by("lane", "not_before", "id")
    with transaction.atomic():
        chosen = _first_of(due.select_related("payload", "message"), limit)
        return _lease(chosen, duration, Pace()) if chosen else Lease("", [])


def claim_many(limit: int = BATCH, duration: timedelta = LEASE, paced: int = BLOCK) -> Lease:
    """Takes up to `limit` due notices of those that many get about their claims, and that belong to no dispatch.

    They keep the limits of their group of destinations. Few at a time: what one person waits for goes in between.
    """
    if not _many().ask():
        return Lease("", [])
    return _claim_of(None, limit, duration, paced)


def claim_bulk(limit: int = BLOCK, duration: timedelta = LEASE, paced: int = BLOCK) -> Lease:
    """Takes up to `limit` due notices of one running dispatch for one group of destinations, as limits allow."""
    waits: list[float] = []
    for dispatch in Dispatch.objects.filter(state=DispatchState.RUNNING).order_by("started_at", "pk"):
        lease = _claim_of(dispatch, limit, duration, paced)
        if lease.notices:
            return lease
        waits += [lease.wait] if lease.wait else []
    return Lease("", [], wait=min(waits, default=0.0))


def renew(lease: Lease, duration: timedelta = LEASE) -> int:
    """Keeps the lease of what is still to be sent; how many that are."""
    ours = Notice.objects.filter(lease_token=lease.token, state__in=[NoticeState.LEASED, NoticeState.ATTEMPTING])
    return ours.update(lease_until=Now() + duration)


def database_now() -> datetime:
    """The one clock that every worker shares."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOCK[connection.vendor])
        moment = cursor.fetchone()[0]
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


def _relay_is_away() -> float:
    """In how many seconds the relay may be tried again; 0 for now."""
    if not _closed().ask():
        return 0.0
    closed = Provider.objects.filter(name=buckets.RELAY, closed_until__gt=Now()).first()
    return (closed.closed_until - database_now()).total_seconds() if closed and closed.closed_until else 0.0


@cache
def _closed() -> Prepared:
    return selecting(Provider.objects.filter(name=buckets.RELAY, closed_until__gt=Now()).values_list("pk"))


@transaction.atomic
def _claim_of(dispatch: Dispatch | None, limit: int, duration: timedelta, paced: int) -> Lease:
    """Of one dispatch, or of none, from whichever group has something due and room; groups take turns by lot."""
    own = buckets.of_dispatch(dispatch.pk) if dispatch else ""
    held = buckets.lock_buckets([*GROUPS, own])
    now, asked, waits = database_now(), time.monotonic(), list[float]()
    for group in sample(GROUPS, len(GROUPS)):
        limits = [held[name] for name in (buckets.ALL, group, own) if name in held]
        room = buckets.room_in(limits, now, limit)
        due = _due_of(dispatch).filter(destination=group).order_by("not_before", "id")
        most = min(room.most, paced) if room.pace.every else room.most
        chosen = _first_of(due, most) if most else _would_take(due, room, waits)
        if chosen:
            buckets.take(limits, now, len(chosen), room.pace)
            return replace(_lease(chosen, duration, room.pace), day=now.date(), asked=asked)
    return Lease("", [], wait=min(waits, default=0.0))


def _due_of(dispatch: Dispatch | None) -> QuerySet[Notice]:
    """What may leave of a dispatch; without one, what many get about their claims, with its words."""
    if dispatch is not None:
        return Notice.objects.due().filter(dispatch=dispatch).only(*_ASKED_OF)
    return _due_many().select_related("payload", "message")


def _due_many() -> QuerySet[Notice]:
    return Notice.objects.due().filter(dispatch__isnull=True, lane__gte=Lane.MANY)


def _due_prompt() -> QuerySet[Notice]:
    return Notice.objects.due().filter(dispatch__isnull=True, lane__lt=Lane.MANY)


@cache
def _many() -> Prepared:
    """Whether there is any: asked far more often than there is."""
    return selecting(_due_many().order_by().values_list("pk")[:1])


@cache
def _prompt() -> Prepared:
    return selecting(_due_prompt().order_by().values_list("pk")[:1])


def _would_take(due: QuerySet[Notice], room: Room, waits: list[float]) -> list[Notice]:
    """Nothing, but notes how long something that is due has to wait."""
    if due.exists():
        waits.append(room.wait)
    return []


def _first_of(due: QuerySet[Notice], limit: int) -> list[Notice]:
    """The first of those that no other worker is taking, up to one that has lost a worker."""
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    found = list(due[:limit])
    first = next((place for place, notice in enumerate(found) if notice.leases_lost), len(found))
    return found[: max(first, 1)]


def _lease(chosen: list[Notice], duration: timedelta, pace: Pace) -> Lease:
    journal = Journal()
    try:
        notices = _held_under(journal.token, chosen, duration)
    except BaseException:
        journal.close(is_settled=True)
        raise
    return Lease(journal.token, notices, pace, journal=journal)


def _held_under(token: str, chosen: list[Notice], duration: timedelta) -> list[Notice]:
    """Those of the chosen that are ours now: all of them, where the database locks rows."""
    ours = {pk for (pk,) in _holds(duration).ask([notice.pk for notice in chosen], token)}
    chosen = [notice for notice in chosen if notice.pk in ours]
    record_moves(moved(chosen, NoticeState.LEASED))
    for notice in chosen:
        notice.state, notice.lease_token = NoticeState.LEASED, token
    return chosen


@cache
def _holds(duration: timedelta) -> Prepared:
    queued = Notice.objects.filter(pk__among=KEYS, state=NoticeState.QUEUED)
    return updating(queued, "id", state=NoticeState.LEASED, lease_token=TOKEN, lease_until=Now() + duration)
