"""The queue is the table: taking notices by lease. Only the database's clock is asked.

What follows is in `intents` (written before the first byte), `outcomes` (after the answer) and `reaping` (after a
worker was lost).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
from intake.notices.tallies import record_moves

LEASE = timedelta(minutes=5)
BATCH = 50
"""So many are begun at a time: what a pause, or a lost disk, may still concern."""
BLOCK = 500
"""So many of a dispatch are taken at a time when nothing limits them."""
_CLOCK = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
}


@dataclass(frozen=True)
class Lease:
    """What one worker holds. Nobody else may send these while the lease lasts.

    Empty when nothing may be sent now; then `wait` is in how many seconds something may, and 0 if nothing is due.
    """

    token: str
    notices: list[Notice]
    pace: Pace = field(default_factory=Pace)
    wait: float = 0.0
    journal: Journal | None = field(default=None, compare=False)

    @property
    def is_bulk(self) -> bool:
        return bool(self.notices) and self.notices[0].dispatch_id is not None


def claim_due(limit: int = BATCH, duration: timedelta = LEASE) -> Lease:
    """Takes due notices: what one person waits for first, then what dispatches may send now.

    A notice that lost a worker is taken alone: if it is what kills workers, it takes no others with it.
    """
    if wait := _relay_is_away():
        return Lease("", [], wait=wait)
    prompt = claim_prompt(limit, duration)
    return prompt if prompt.notices else claim_bulk(BLOCK, duration)


def claim_prompt(limit: int = BATCH, duration: timedelta = LEASE) -> Lease:
    """Takes up to `limit` due notices that belong to no dispatch, the most urgent first."""
    due = Notice.objects.due().filter(dispatch__isnull=True).order_by("lane", "not_before", "id")
    with transaction.atomic():
        chosen = _first_of(due, limit)
        return _lease(chosen, duration, Pace()) if chosen else Lease("", [])


def claim_bulk(limit: int = BLOCK, duration: timedelta = LEASE) -> Lease:
    """Takes up to `limit` due notices of one running dispatch for one group of destinations, as limits allow."""
    waits: list[float] = []
    for dispatch in Dispatch.objects.filter(state=DispatchState.RUNNING).order_by("started_at", "pk"):
        lease = _claim_of(dispatch, limit, duration)
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
    closed = Provider.objects.filter(name=buckets.RELAY, closed_until__gt=Now()).first()
    return (closed.closed_until - database_now()).total_seconds() if closed and closed.closed_until else 0.0


@transaction.atomic
def _claim_of(dispatch: Dispatch, limit: int, duration: timedelta) -> Lease:
    """Of one dispatch, from whichever group has something due and room for it; groups take turns by lot."""
    own = buckets.of_dispatch(dispatch.pk)
    held = buckets.lock_buckets([*GROUPS, own])
    now, waits = database_now(), list[float]()
    for group in sample(GROUPS, len(GROUPS)):
        limits = [held[name] for name in (buckets.ALL, group, own) if name in held]
        room = buckets.room_in(limits, now, limit)
        due = Notice.objects.due().filter(dispatch=dispatch, destination=group).order_by("not_before", "id")
        chosen = _first_of(due, room.most) if room.most else _would_take(due, room, waits)
        if chosen:
            buckets.take(limits, now, len(chosen), room.pace)
            return _lease(chosen, duration, room.pace, is_bulk=True)
    return Lease("", [], wait=min(waits, default=0.0))


def _would_take(due: QuerySet[Notice], room: Room, waits: list[float]) -> list[int]:
    """Nothing, but notes how long something that is due has to wait."""
    if due.exists():
        waits.append(room.wait)
    return []


def _first_of(due: QuerySet[Notice], limit: int) -> list[int]:
    """The first of those that no other worker is taking, up to one that has lost a worker."""
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    found = list(due.values_list("pk", "leases_lost")[:limit])
    first = next((place for place, (_, lost) in enumerate(found) if lost), len(found))
    return [pk for pk, _ in found[: max(first, 1)]]


def _lease(chosen: list[int], duration: timedelta, pace: Pace, *, is_bulk: bool = False) -> Lease:
    journal = Journal()
    try:
        notices = _held_under(journal.token, chosen, duration, is_bulk)
    except BaseException:
        journal.close(is_settled=True)
        raise
    return Lease(journal.token, notices, pace, journal=journal)


def _held_under(token: str, chosen: list[int], duration: timedelta, is_bulk: bool) -> list[Notice]:
    Notice.objects.filter(pk__in=chosen, state=NoticeState.QUEUED).update(
        state=NoticeState.LEASED, lease_token=token, lease_until=Now() + duration
    )
    held = Notice.objects.filter(pk__in=chosen, lease_token=token)
    if not is_bulk:  # what a dispatch sends is written by its own writer
        held = held.select_related("payload", "message")
    notices = list(held.order_by("lane", "not_before", "id"))
    record_moves(
        {
            dispatch: {NoticeState.QUEUED: -number, NoticeState.LEASED: number}
            for dispatch, number in _by_dispatch(notices).items()
        }
    )
    return notices


def _by_dispatch(notices: Sequence[Notice]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for notice in notices:
        if notice.dispatch_id is not None:
            numbers[notice.dispatch_id] = numbers.get(notice.dispatch_id, 0) + 1
    return numbers
