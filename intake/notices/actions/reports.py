"""Acting on what was reported: which notice it is about, what became of that, and what follows for its address."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from intake.notices.actions.accepting import on_accepted, on_returned
from intake.notices.actions.suppressing import suppress_reported
from intake.notices.arrivals import Reported, arrival_of, settled_by
from intake.notices.consequences import pause, why_to_pause
from intake.notices.matching import matched
from intake.notices.models import (
    Arrival,
    Dispatch,
    DispatchState,
    MailEvent,
    Notice,
    NoticeAttempt,
    NoticeState,
)
from intake.notices.models.doubts import may_have_left
from intake.notices.owners import owner_of
from intake.notices.tallies import moved, record_moves

log = structlog.get_logger(__name__)
KEPT_WAITING = timedelta(hours=72)
"""So long a report waits for its notice to be known; afterwards it is kept, and nobody looks for its notice."""
_GONE_WRONG = {Arrival.BOUNCED, Arrival.COMPLAINED}
_AT_ONCE = 500
_Phase = NoticeAttempt.Phase


def act_on_reports(*, now: datetime | None = None) -> dict[str, int]:
    """Acts on every report that nothing followed from yet; how many, and how many still wait for their notice."""
    moment, last, counts = now or timezone.now(), 0, Counter[str]()
    while events := list(MailEvent.objects.filter(done_at=None, pk__gt=last).order_by("pk")[:_AT_ONCE]):
        last = events[-1].pk
        known = matched(events)
        for notice_id, of_notice in known.items():
            counts["acted_on"] += _act_safely(notice_id, of_notice)
        of_nobody = {event.pk for event in events} - {event.pk for each in known.values() for event in each}
        old = MailEvent.objects.filter(pk__in=of_nobody, received_at__lt=moment - KEPT_WAITING, done_at=None)
        counts["given_up"] += (given_up := old.update(done_at=moment))
        counts["waiting"] += len(of_nobody) - given_up
    counts["acted_on"] += sum(_act_safely(notice_id, []) for notice_id in _unknown_with_reports())
    return {name: number for name, number in counts.items() if number}


@transaction.atomic
def act_on(*, notice_id: int, events: Sequence[MailEvent] = ()) -> Arrival:
    """What follows for one notice from all that was reported of it, these events included. May be called twice."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("dispatch").get(pk=notice_id)
    MailEvent.objects.filter(pk__in=[event.pk for event in events], notice=None).update(notice=notice)
    told = list(notice.mail_events.order_by("pk"))
    said = [Reported(event.kind, event.status, event.ground) for event in told]
    before, arrival = Arrival(notice.arrival), arrival_of(said)
    if arrival is not before:
        owner = owner_of(notice) if arrival is Arrival.BOUNCED else notice.owner_id
        Notice.objects.filter(pk=notice.pk).update(arrival=arrival, owner=owner)
        notice.arrival = arrival
    was_settled = _settle(notice, told, settled_by(said))
    fresh = [event for event in told if event.done_at is None]
    suppress_reported(notice, fresh)
    if arrival is Arrival.BOUNCED and before is not Arrival.BOUNCED:
        on_returned(notice)
    elif was_settled or before is Arrival.BOUNCED is not arrival:
        on_accepted(notice)
    MailEvent.objects.filter(pk__in=[event.pk for event in fresh]).update(done_at=timezone.now())
    if arrival is not before:
        _pause_if_many(notice.dispatch, arrival)
    return arrival


def _pause_if_many(dispatch: Dispatch | None, arrival: Arrival) -> None:
    """A dispatch of which too much comes back, or is complained of, waits for a person."""
    is_running = dispatch is not None and dispatch.state == DispatchState.RUNNING
    if dispatch and is_running and arrival in _GONE_WRONG and (why := why_to_pause(dispatch.pk)):
        pause(dispatch.pk, why)


def _settle(notice: Notice, told: Sequence[MailEvent], state: NoticeState | None) -> bool:
    """Ends a notice that nobody knew about by the evidence; whether it did. What a person settled stays settled.

    One that failed on a report alone is taken for sent when a report that comes later shows that it was. So is one that
    waits to be sent once more: it is not sent twice.
    """
    if state is None or state == notice.state or not _may_be_settled(notice, state):
        return False
    evidence = min(told, key=lambda event: event.happened_at)
    number = (notice.attempts.aggregate(last=Max("number"))["last"] or 0) + 1
    NoticeAttempt.objects.create(
        notice=notice, number=number, phase=_Phase.REPORTED,
        reply=f"{state.label}, by the report {evidence.provider} {evidence.kind}"[:500],
    )  # fmt: skip
    accepted_at = min(evidence.happened_at, timezone.now()) if state is NoticeState.ACCEPTED else None
    Notice.objects.filter(pk=notice.pk, state=notice.state).update(
        state=state, accepted_at=accepted_at, lease_token="", lease_until=None, last_reply=evidence.said
    )
    record_moves(moved([notice], state))
    notice.state = state
    return True


def _may_be_settled(notice: Notice, state: NoticeState) -> bool:
    if notice.state == NoticeState.FAILED:
        return notice.attempts.filter(phase=_Phase.REPORTED).exists()
    if notice.state in {NoticeState.QUEUED, NoticeState.LEASED}:
        return state is NoticeState.ACCEPTED and Notice.objects.filter(may_have_left(), pk=notice.pk).exists()
    return notice.state == NoticeState.UNKNOWN


def _unknown_with_reports() -> list[int]:
    """Notices that became unknown after their report had been read."""
    reported = Notice.objects.unresolved().filter(mail_events__isnull=False)
    return list(reported.values_list("pk", flat=True).distinct().order_by("pk")[:_AT_ONCE])


def _act_safely(notice_id: int, events: Sequence[MailEvent]) -> int:
    """One notice that cannot be followed up does not stop the others; the next sweep tries it again."""
    try:
        act_on(notice_id=notice_id, events=events)
    except Exception as error:
        log.error("notices.report_not_followed", notice=notice_id, error=type(error).__name__)
        return 0
    return max(len(events), 1)
