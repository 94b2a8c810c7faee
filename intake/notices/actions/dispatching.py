"""Starting, pausing, taking back and ending a dispatch. Workers look again before every fifty messages."""

from collections import Counter

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Now

from claimants.common.exceptions import Refused
from intake.notices.buckets import limit_dispatch
from intake.notices.intents import cancel_queued
from intake.notices.models import Dispatch, DispatchState, Notice, NoticeState
from intake.notices.tallies import record_moves
from intake.notices.wakeup import wake_after_commit

UNFINISHED = (NoticeState.HELD, NoticeState.QUEUED, NoticeState.LEASED, NoticeState.ATTEMPTING)
_S = DispatchState
TRANSITIONS: dict[DispatchState, frozenset[DispatchState]] = {
    _S.WAITING: frozenset({_S.RUNNING, _S.CANCELLED}),
    _S.RUNNING: frozenset({_S.PAUSED, _S.CANCELLED, _S.ENDED}),
    _S.PAUSED: frozenset({_S.RUNNING, _S.CANCELLED}),
    _S.CANCELLED: frozenset(),
    _S.ENDED: frozenset(),
}


@transaction.atomic
def start_dispatch(dispatch: Dispatch) -> None:
    """Lets workers take its notices, within its limits, and wakes one."""
    _move(dispatch, DispatchState.RUNNING, started_at=Now())
    limit_dispatch(dispatch)
    wake_after_commit()


@transaction.atomic
def pause_dispatch(dispatch: Dispatch, why: str) -> None:
    """Nothing more leaves, but for what a worker has begun: at most fifty messages each.

    One that stopped by itself a moment ago stays stopped, and says after the new reason why it did.
    """
    held = Dispatch.objects.select_for_update(no_key=True).get(pk=dispatch.pk)
    if held.state != DispatchState.PAUSED:
        _move(dispatch, DispatchState.PAUSED, why=why[:300])
    elif held.why != why:
        both = f"{why} It had stopped by itself: {held.why}" if held.why else why
        Dispatch.objects.filter(pk=held.pk).update(why=both[:300])
        dispatch.refresh_from_db()


@transaction.atomic
def resume_dispatch(dispatch: Dispatch) -> None:
    _move(dispatch, DispatchState.RUNNING, why="")
    limit_dispatch(dispatch)
    wake_after_commit()


@transaction.atomic
def cancel_dispatch(dispatch: Dispatch, why: str) -> int:
    """Takes back everything of which certainly nothing has left; how many. What a worker holds ends as it ends, and
    what was to be sent once more is not known."""
    _move(dispatch, DispatchState.CANCELLED, why=why[:300], ended_at=Now())
    held = Notice.objects.filter(dispatch=dispatch, state=NoticeState.HELD)
    number = held.update(state=NoticeState.CANCELLED, last_reply=why[:500])
    counts = Counter({NoticeState.HELD.value: -number, NoticeState.CANCELLED.value: number})
    counts.update(cancel_queued(dispatch, why))
    record_moves({dispatch.pk: counts})
    return counts[NoticeState.CANCELLED]


@transaction.atomic
def end_dispatch(dispatch: Dispatch) -> dict[str, int]:
    """Closes the books. Refused while anything is unfinished, or while the counts and the rows disagree."""
    _move(dispatch, DispatchState.ENDED, ended_at=Now())
    rows = Notice.objects.filter(dispatch=dispatch).exclude(state=NoticeState.SUPERSEDED)
    states = dict(rows.values_list("state").annotate(number=Count("pk")).order_by())
    left = sum(states.get(state, 0) for state in UNFINISHED)
    if left:
        raise Refused(f"{left:,} messages are not finished yet. Wait for them, or cancel what was not sent.")
    if states != dispatch.tally():
        raise Refused("The counts of this dispatch do not match its messages. Nothing was closed; tell an engineer.")
    return states


def _move(dispatch: Dispatch, to: DispatchState, **changes: object) -> None:
    allowed = [state for state, targets in TRANSITIONS.items() if to in targets]
    if not Dispatch.objects.filter(pk=dispatch.pk, state__in=allowed).update(state=to, **changes):
        dispatch.refresh_from_db()
        raise Refused(f"This is “{dispatch.get_state_display().lower()}”, so it cannot become “{to.label.lower()}”.")
    dispatch.refresh_from_db()
