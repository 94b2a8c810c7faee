"""The queue is the table: taking notices by lease, writing the intent before the first byte, the outcome after.

Every step is one guarded UPDATE (`WHERE state = … AND lease_token = …`) with its row in the log of attempts, in one
transaction. Only the database's clock is asked.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Min
from django.db.models.functions import Now

from intake.notices.models import Notice, NoticeAttempt, NoticeMessage, NoticePayload, NoticeState
from intake.notices.replies import Fate, Reply, Verdict, judge

LEASE = timedelta(minutes=5)
BATCH = 50
LEASES_BEFORE_QUARANTINE = 3
ERASED = "The personal data was erased before this was sent."
QUARANTINED = (
    "Set aside: the worker that held this notice was lost three times. Look at what it says, then send it again."
)

_CANCELLED_AS_ERASED = {
    "state": NoticeState.CANCELLED,
    "lease_token": "",
    "lease_until": None,
    "last_reply": ERASED,
}
_Phase = NoticeAttempt.Phase
_CLOCK = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
}


@dataclass(frozen=True)
class Lease:
    """What one worker holds. Nobody else may send these while the lease lasts."""

    token: str
    notices: list[Notice]


@transaction.atomic
def claim_due(limit: int = BATCH, duration: timedelta = LEASE) -> Lease:
    """Takes up to `limit` due notices, the most urgent first; workers at the same time get different ones.

    A notice that lost a worker is taken alone: if it is what kills workers, it takes no others with it.
    """
    due = Notice.objects.due().order_by("lane", "not_before", "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    chosen = _until_the_first_suspect(list(due.values_list("pk", "leases_lost")[:limit]))
    if not chosen:
        return Lease("", [])
    token = str(uuid.uuid4())
    Notice.objects.filter(pk__in=chosen, state=NoticeState.QUEUED).update(
        state=NoticeState.LEASED, lease_token=token, lease_until=Now() + duration
    )
    held = Notice.objects.filter(lease_token=token).select_related("payload", "message")
    return Lease(token, list(held.order_by("lane", "not_before", "id")))


@transaction.atomic
def begin(lease: Lease, messages: Sequence[NoticeMessage], duration: timedelta = LEASE) -> set[int]:
    """Writes down that these are about to be sent, with what they say. Which of them are still ours to send.

    The payloads are locked first, so that an erasure comes before all of this or after it: never in between, where
    it would leave the words of someone erased behind.
    """
    wanted = {message.notice_id: message for message in messages}
    alive = set(NoticePayload.objects.select_for_update().filter(pk__in=wanted).values_list("pk", flat=True))
    ours = Notice.objects.filter(pk__in=wanted, state=NoticeState.LEASED, lease_token=lease.token)
    held = dict(ours.select_for_update().filter(pk__in=alive).values_list("pk", "attempts_made"))
    ours.exclude(pk__in=alive).update(**_CANCELLED_AS_ERASED)
    stored = set(NoticeMessage.objects.filter(pk__in=held).values_list("pk", flat=True))
    NoticeMessage.objects.bulk_create([wanted[pk] for pk in held if pk not in stored])
    NoticeAttempt.objects.bulk_create(
        NoticeAttempt(
            notice_id=pk,
            number=made + 1,
            phase=_Phase.INTENT,
            lease_token=lease.token,
            message_sha256=wanted[pk].sha256,
        )
        for pk, made in held.items()
    )
    Notice.objects.filter(pk__in=held).update(
        state=NoticeState.ATTEMPTING, attempts_made=F("attempts_made") + 1, lease_until=Now() + duration
    )
    return set(held)


def renew(lease: Lease, duration: timedelta = LEASE) -> int:
    """Keeps the lease of what is still to be sent; how many that are."""
    ours = Notice.objects.filter(lease_token=lease.token, state__in=[NoticeState.LEASED, NoticeState.ATTEMPTING])
    return ours.update(lease_until=Now() + duration)


@transaction.atomic
def go_on(lease: Lease, notice_id: int, reply: Reply, following: NoticeMessage | None) -> tuple[Verdict | None, bool]:
    """The outcome of one and the intent of the next, in one commit: a lost worker leaves at most one unknown.

    What became of the one (see `settle`), and whether the next may be sent.
    """
    verdict = settle(lease, notice_id, reply)
    return verdict, following is not None and bool(begin(lease, [following]))


@transaction.atomic
def settle(lease: Lease, notice_id: int, reply: Reply) -> Verdict | None:
    """Records what became of one attempt. None when the notice is no longer ours and was settled by someone else.

    An answer that comes after the reaper gave up waiting still counts, as long as no person has decided.
    """
    settling = Notice.objects.select_for_update().filter(
        pk=notice_id, lease_token=lease.token, state__in=[NoticeState.ATTEMPTING, NoticeState.UNKNOWN]
    )
    notice = settling.first()
    if notice is None:
        return None
    verdict = judge(reply, deferrals=_deferrals(notice), age=_age(notice))
    if verdict.fate is Fate.UNKNOWN and notice.state == NoticeState.UNKNOWN:
        return verdict
    _log_outcome(notice, reply, verdict)
    Notice.objects.filter(pk=notice.pk).update(last_reply=_as_said(reply), **_after(verdict))
    return verdict


def give_back(lease: Lease, wait: timedelta, said: str = "") -> int:
    """Returns what was taken and not begun, untouched but for the waiting time."""
    return Notice.objects.filter(lease_token=lease.token, state=NoticeState.LEASED).update(
        state=NoticeState.QUEUED, lease_token="", lease_until=None, not_before=Now() + wait, last_reply=said[:500]
    )


@transaction.atomic
def lose(notice: Notice, said: str, wait: timedelta = timedelta(minutes=5)) -> None:
    """A notice that could not be written: back to the queue, or aside after the third time."""
    _count_loss(notice, said, wait)


def cancel_erased(notice: Notice) -> None:
    """A notice whose words are gone is not sent."""
    Notice.objects.filter(pk=notice.pk, state=NoticeState.LEASED).update(**_CANCELLED_AS_ERASED)


@transaction.atomic
def reap() -> dict[str, int]:
    """Returns what lost workers held. What was not begun goes back; what was begun is not known, never resent."""
    expired = Notice.objects.select_for_update().filter(lease_until__lt=Now())
    if connection.features.has_select_for_update_skip_locked:
        expired = Notice.objects.select_for_update(skip_locked=True).filter(lease_until__lt=Now())
    returned = list(expired.filter(state=NoticeState.LEASED)[:1000])
    begun = list(expired.filter(state=NoticeState.ATTEMPTING)[:1000])
    for notice in returned:
        _count_loss(notice, "The worker that held this notice was lost before it began to send.", timedelta())
    NoticeAttempt.objects.bulk_create(
        NoticeAttempt(
            notice=notice, number=notice.attempts_made, phase=_Phase.UNKNOWN, lease_token=notice.lease_token,
            reply="the worker was lost after it wrote down that it would send",
        )
        for notice in begun
    )  # fmt: skip
    Notice.objects.filter(pk__in=[notice.pk for notice in begun]).update(
        state=NoticeState.UNKNOWN, lease_until=None, last_reply="The worker was lost while it was sending this."
    )
    return {"returned": len(returned), "unknown": len(begun)}


def database_now() -> datetime:
    """The one clock that every worker shares."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOCK[connection.vendor])
        moment = cursor.fetchone()[0]
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


def _until_the_first_suspect(due: list[tuple[int, int]]) -> list[int]:
    """`due` are ids with the number of workers each has lost."""
    first = next((place for place, (_, lost) in enumerate(due) if lost), len(due))
    return [pk for pk, _ in due[: max(first, 1)]]


def _count_loss(notice: Notice, said: str, wait: timedelta) -> None:
    lost = notice.leases_lost + 1
    is_over = lost >= LEASES_BEFORE_QUARANTINE
    Notice.objects.filter(pk=notice.pk, state=NoticeState.LEASED).update(
        state=NoticeState.FAILED if is_over else NoticeState.QUEUED,
        leases_lost=lost,
        lease_token="",
        lease_until=None,
        not_before=Now() + wait,
        last_reply=(f"{QUARANTINED} Last: {said}" if is_over else said)[:500],
    )


def _deferrals(notice: Notice) -> int:
    return notice.attempts.filter(phase=_Phase.DEFERRED).count()


def _age(notice: Notice) -> timedelta:
    first = notice.attempts.filter(phase=_Phase.INTENT).aggregate(first=Min("at"))["first"]
    return database_now() - first


def _log_outcome(notice: Notice, reply: Reply, verdict: Verdict) -> None:
    phase = {
        Fate.ACCEPTED: _Phase.ACCEPTED,
        Fate.WAIT: _Phase.WAITED,
        Fate.DEFERRED: _Phase.DEFERRED,
        Fate.FAILED: _Phase.FAILED,
        Fate.UNKNOWN: _Phase.UNKNOWN,
    }[verdict.fate]
    NoticeAttempt.objects.create(
        notice=notice, number=notice.attempts_made, phase=phase, stage=reply.stage.value, code=reply.code,
        reply=reply.said, lease_token=notice.lease_token,
    )  # fmt: skip


def _after(verdict: Verdict) -> dict[str, object]:
    if verdict.fate in {Fate.WAIT, Fate.DEFERRED}:
        return {
            "state": NoticeState.QUEUED,
            "lease_token": "",
            "lease_until": None,
            "not_before": Now() + verdict.wait,
        }
    if verdict.fate is Fate.ACCEPTED:
        return {"state": NoticeState.ACCEPTED, "accepted_at": Now(), "lease_until": None}
    state = NoticeState.FAILED if verdict.fate is Fate.FAILED else NoticeState.UNKNOWN
    return {"state": state, "lease_until": None}


def _as_said(reply: Reply) -> str:
    return " ".join(part for part in (str(reply.code or ""), reply.said) if part)[:500]
