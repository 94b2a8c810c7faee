"""What is written down before the first byte leaves, and how a notice that was taken goes back.

Every step is one guarded UPDATE (`WHERE state = … AND lease_token = …`) with its row in the log of attempts, in one
transaction.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from intake.notices.books import Books
from intake.notices.models import (
    Dispatch,
    DispatchState,
    Notice,
    NoticeAttempt,
    NoticeMessage,
    NoticePayload,
    NoticeState,
)
from intake.notices.models.doubts import may_have_left
from intake.notices.owners import owner_of
from intake.notices.prepared import KEYS, TOKEN, Prepared, updating
from intake.notices.queue import LEASE, Lease
from intake.notices.tallies import moved, record_moves
from intake.notices.writers import Written

LEASES_BEFORE_QUARANTINE = 3
ERASED = "The personal data was erased before this was sent."
QUARANTINED = (
    "Set aside: the worker that held this notice was lost three times. Look at what it says, then send it again."
)
FIRST_TRY = "It was to be sent once more: nobody knows whether the first try was sent."
ABANDONED = "The worker that held this notice was lost before it began to send."
_IS_SENT = Q(dispatch__isnull=True) | Q(dispatch__in=Dispatch.objects.filter(state=DispatchState.RUNNING))
"""Of no dispatch, or of one that runs; the others wait until theirs does again."""
_NOT_HELD = {"lease_token": "", "lease_until": None}
_CANCELLED_AS_ERASED = {"state": NoticeState.CANCELLED, "last_reply": ERASED, **_NOT_HELD}


@transaction.atomic
def begin(lease: Lease, written: Sequence[Written], duration: timedelta = LEASE) -> set[int]:
    """Writes down that these are about to be sent, with what they say. Which of them are still ours to send."""
    books = Books(lease.token)
    may_go = enter_intents(books, lease, written, duration)
    books.write()
    return may_go


def enter_intents(books: Books, lease: Lease, written: Sequence[Written], duration: timedelta = LEASE) -> set[int]:
    """The same, with the books left open for more of the same transaction.

    The payloads are locked first, so that an erasure comes before all of this or after it: never in between, where
    it would leave the words of someone erased behind. What a dispatch no longer sends goes back to the queue.
    """
    wanted = {one.notice.pk: one for one in written}
    alive = set(wanted) - _erased(lease, [one for one in written if one.notice.dispatch_id is None])
    begun = _begins(duration).ask(alive, lease.token)
    if len(begun) < len(alive):
        ours = Notice.objects.filter(pk__in=alive, state=NoticeState.LEASED, lease_token=lease.token)
        requeue(list(ours.exclude(_IS_SENT).select_for_update().only("pk", "dispatch_id", "state").order_by("pk")))
    messages = [wanted[pk].message for pk, _, _ in begun]
    _store([message for message in messages if message is not None])
    for pk, number, _ in begun:
        books.begins(pk, number, wanted[pk].sha256)
    books.moves([dispatch for _, _, dispatch in begun], NoticeState.LEASED, NoticeState.ATTEMPTING)
    return {pk for pk, _, _ in begun}


@cache
def _begins(duration: timedelta) -> Prepared:
    ours = Notice.objects.filter(_IS_SENT, pk__among=KEYS, state=NoticeState.LEASED, lease_token=TOKEN)
    return updating(
        ours, "id", "attempts_made", "dispatch",
        state=NoticeState.ATTEMPTING, attempts_made=F("attempts_made") + 1, lease_until=Now() + duration,
    )  # fmt: skip


@transaction.atomic
def give_back(lease: Lease, wait: timedelta, said: str = "") -> int:
    """Returns what was taken and not begun, untouched but for the waiting time."""
    ours = Notice.objects.filter(lease_token=lease.token, state=NoticeState.LEASED)
    return requeue(list(ours.select_for_update().only("pk", "dispatch_id", "state")), wait, said)


@transaction.atomic
def take_back(lease: Lease, begun: Sequence[int], said: str) -> int:
    """Returns what was begun and certainly not offered: it may be taken again at once."""
    ours = Notice.objects.filter(pk__in=begun, lease_token=lease.token, state=NoticeState.ATTEMPTING)
    held = ours.select_for_update().only("pk", "dispatch_id", "state", "attempts_made", "lease_token").order_by("pk")
    notices = list(held)
    log_ends(notices, NoticeAttempt.Phase.WAITED, said)
    return requeue(notices)


@transaction.atomic
def lose(notice: Notice, said: str, wait: timedelta = timedelta(minutes=5)) -> None:
    """A notice that could not be written, or that a worker was lost over: to the queue, or aside after the third, where
    its owner must look after it."""
    lost = notice.leases_lost + 1
    is_over = lost >= LEASES_BEFORE_QUARANTINE
    to = NoticeState.FAILED if is_over else NoticeState.QUEUED
    why = (f"{QUARANTINED} Last: {said}" if is_over else said)[:500]
    owner = {"owner_id": owner_of(notice)} if is_over else {}
    changed = Notice.objects.filter(pk=notice.pk, state=notice.state, lease_token=notice.lease_token).update(
        state=to, leases_lost=lost, lease_token="", lease_until=None, not_before=Now() + wait, last_reply=why, **owner
    )
    if not changed:
        return
    record_moves(moved([notice], to))
    if is_over:
        NoticeAttempt.objects.create(
            notice=notice, number=notice.attempts_made, phase=NoticeAttempt.Phase.FAILED, reply=why,
            lease_token=notice.lease_token,
        )  # fmt: skip


@transaction.atomic
def cancel_erased(notice: Notice) -> None:
    """A notice whose words are gone is not sent."""
    if Notice.objects.filter(pk=notice.pk, state=NoticeState.LEASED).update(**_CANCELLED_AS_ERASED):
        record_moves(moved([notice], NoticeState.CANCELLED))


@transaction.atomic
def end_unsent(notice: Notice, why: str) -> None:
    """Fails a notice that is held, before anything of it was sent."""
    changed = Notice.objects.filter(pk=notice.pk, state=NoticeState.LEASED, lease_token=notice.lease_token).update(
        state=NoticeState.FAILED, last_reply=why[:500], owner_id=owner_of(notice), **_NOT_HELD
    )
    if changed:
        record_moves(moved([notice], NoticeState.FAILED))


@transaction.atomic
def cancel_leftovers() -> None:
    """What went back to the queue of a dispatch that was cancelled meanwhile."""
    left = Notice.objects.filter(dispatch=OuterRef("pk"), state=NoticeState.QUEUED)
    for dispatch in Dispatch.objects.filter(Exists(left), state=DispatchState.CANCELLED).order_by("pk"):
        record_moves({dispatch.pk: cancel_queued(dispatch, "The dispatch was cancelled before this was sent.")})


def cancel_queued(dispatch: Dispatch, why: str) -> Counter[str]:
    """Takes back what waits in a dispatch that is cancelled; by how many each state grew. What may have been sent at an
    earlier try is for its owner to settle."""
    queued = Notice.objects.filter(dispatch=dispatch, state=NoticeState.QUEUED)
    doubtful = queued.filter(may_have_left(), attempts_made__gt=0).update(
        state=NoticeState.UNKNOWN, owner=dispatch.owner_id, last_reply=f"{why} {FIRST_TRY}"[-500:]
    )
    number = queued.unsent().update(state=NoticeState.CANCELLED, last_reply=why[:500])
    gone = {NoticeState.QUEUED.value: -number - doubtful}
    return Counter({**gone, NoticeState.CANCELLED.value: number, NoticeState.UNKNOWN.value: doubtful})


def requeue(notices: list[Notice], wait: timedelta = timedelta(), said: str = "") -> int:
    """Puts notices that are locked, and of which certainly nothing has left, back into the queue; how many."""
    if notices:
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(
            state=NoticeState.QUEUED, not_before=Now() + wait, last_reply=said[:500], **_NOT_HELD
        )
        record_moves(moved(notices, NoticeState.QUEUED))
    return len(notices)


def log_ends(notices: Sequence[Notice], phase: NoticeAttempt.Phase, said: str) -> None:
    """How the present attempts of notices under a lease ended, where no relay said it."""
    NoticeAttempt.objects.bulk_create(
        NoticeAttempt(
            notice=notice, number=notice.attempts_made, phase=phase, lease_token=notice.lease_token, reply=said
        )
        for notice in notices
    )


def _erased(lease: Lease, written: Sequence[Written]) -> set[int]:
    """Of the notices whose words are stored with them: those whose words are gone. They are cancelled."""
    keys = {one.notice.pk for one in written}
    if not keys:
        return set()
    gone = keys - set(NoticePayload.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True))
    if gone:
        ours = Notice.objects.filter(pk__in=gone, state=NoticeState.LEASED, lease_token=lease.token)
        ours.update(**_CANCELLED_AS_ERASED)
    return gone


def _store(messages: list[NoticeMessage]) -> None:
    if not messages:
        return
    stored = set(NoticeMessage.objects.filter(pk__in=[m.notice_id for m in messages]).values_list("pk", flat=True))
    NoticeMessage.objects.bulk_create([message for message in messages if message.notice_id not in stored])
