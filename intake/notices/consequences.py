"""What an answer means beyond its own message: for a destination, and for everything else of its dispatch.

A relay that is slow is given less. One that refuses us on policy is left alone for a while. When too much of a
dispatch comes back, or its words themselves are refused, it is paused for a person to look at.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

import structlog
from django.db.models import Count, Q
from django.db.models.functions import Now

from intake.notices.buckets import pause_destination, slow_down
from intake.notices.grounds import Ground
from intake.notices.models import Arrival, Dispatch, DispatchState, Notice, NoticeAttempt, NoticeState
from intake.notices.queue import database_now
from intake.notices.replies import Fate, Verdict

log = structlog.get_logger(__name__)
POLICY_PAUSE = timedelta(minutes=15)
LAST = 1000
"""So many of the latest outcomes of a dispatch are looked at, and never fewer than `ENOUGH`."""
ENOUGH = 50
MOST_HARD = 0.04
MOST_COMPLAINTS = 0.002
MOST_POLICY = 0.01
RECENT = timedelta(minutes=15)
_ENDED = Q(state__in=[NoticeState.ACCEPTED, NoticeState.FAILED])


def draw_consequences(notices: Iterable[Notice], verdicts: Mapping[int, Verdict]) -> None:
    """Call it in the transaction that settles these; most batches have none."""
    bad = [notice for notice in notices if verdicts[notice.pk].fate is not Fate.ACCEPTED]
    if not bad:
        return
    now = database_now()
    for destination in sorted({n.destination for n in bad if verdicts[n.pk].ground is Ground.THROTTLE}):
        slow_down(destination, now)
    for destination in sorted({n.destination for n in bad if verdicts[n.pk].ground is Ground.POLICY}):
        pause_destination(destination, now + POLICY_PAUSE, "Our mail was refused there on policy.")
    for dispatch in sorted({n.dispatch_id for n in bad if n.dispatch_id is not None}):
        grounds = [verdicts[n.pk].ground for n in bad if n.dispatch_id == dispatch]
        if why := why_to_pause(dispatch, grounds):
            pause(dispatch, why)


def why_to_pause(dispatch: int, grounds: Iterable[Ground] = ()) -> str:
    """The sentence with which a dispatch must stop now; empty while it may go on."""
    if Ground.CONTENT in grounds:
        return "A relay refused what these messages say, so it would refuse them all. Look at the words."
    total, hard, complaints = _latest(dispatch)
    if total >= ENOUGH and hard / total > MOST_HARD:
        return f"{hard:,} of the last {total:,} addresses do not exist. Look at where the list came from."
    if total >= ENOUGH and complaints / total > MOST_COMPLAINTS and complaints > 1:
        return f"{complaints:,} of the last {total:,} people reported these messages as unwanted."
    refused, tried = _refused_on_policy(dispatch) if Ground.POLICY in grounds else (0, 0)
    if tried >= ENOUGH and refused / tried >= MOST_POLICY:
        return f"{refused:,} of {tried:,} attempts in a quarter of an hour were refused on policy. See who blocks us."
    return ""


def pause(dispatch: int, why: str) -> None:
    """Stops a dispatch without asking anybody; a person lets it run again."""
    running = Dispatch.objects.filter(pk=dispatch, state=DispatchState.RUNNING)
    if running.update(state=DispatchState.PAUSED, why=why[:300]):
        log.warning("notices.dispatch_paused", dispatch=dispatch, why=why)


def _latest(dispatch: int) -> tuple[int, int, int]:
    """Of the last that ended: how many, how many of them at an address that is gone, how many complained of."""
    latest = list(Notice.objects.filter(_ENDED, dispatch=dispatch).order_by("-pk").values_list("pk", "arrival")[:LAST])
    gone = NoticeAttempt.objects.filter(
        notice__in=[pk for pk, _ in latest], phase=NoticeAttempt.Phase.FAILED, ground=Ground.ADDRESS.value
    )
    bounced = sum(arrival == Arrival.BOUNCED for _, arrival in latest)
    return len(latest), gone.count() + bounced, sum(arrival == Arrival.COMPLAINED for _, arrival in latest)


def _refused_on_policy(dispatch: int) -> tuple[int, int]:
    """Of the attempts of the last quarter of an hour."""
    recent = NoticeAttempt.objects.filter(notice__dispatch=dispatch, at__gte=Now() - RECENT)
    counted = recent.exclude(phase=NoticeAttempt.Phase.INTENT).aggregate(
        tried=Count("pk"), refused=Count("pk", filter=Q(ground=Ground.POLICY.value))
    )
    return counted["refused"], counted["tried"]
