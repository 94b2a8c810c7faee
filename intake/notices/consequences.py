"""What an answer means beyond its own message: for a destination, and for everything else of its dispatch.

A relay that is slow is given less. One that refuses us on policy is left alone for a while. When too much of a
dispatch comes back, or its words themselves are refused, it is paused for a person to look at.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

import structlog

from intake.notices import shares
from intake.notices.buckets import lock_made_buckets, pause_destination, slow_down
from intake.notices.destinations import OTHER
from intake.notices.grounds import Ground
from intake.notices.models import Dispatch, DispatchState, Notice
from intake.notices.queue import database_now
from intake.notices.replies import Fate, Verdict
from intake.notices.shares import ENOUGH as ENOUGH

log = structlog.get_logger(__name__)
POLICY_PAUSE = timedelta(minutes=15)
MOST_HARD = 0.04
MOST_COMPLAINTS = 0.002
MOST_POLICY = 0.01
MANY_OF_OTHERS = 0.05
FEW = 3
"""`other` is many providers: so few, or so small a share of the latest attempts there, speak for themselves alone."""
RECENT = timedelta(minutes=15)
_SPEAKS_OF_ALL = {Ground.ADDRESS, Ground.POLICY, Ground.CONTENT}


def draw_consequences(notices: Iterable[Notice], verdicts: Mapping[int, Verdict]) -> None:
    """Call it in the transaction that settles these, once all of it is written; most batches have none."""
    bad = [notice for notice in notices if verdicts[notice.pk].fate is not Fate.ACCEPTED]
    if not bad:
        return
    now = database_now()
    slow = _destinations(bad, verdicts, Ground.THROTTLE)
    closed = _destinations(bad, verdicts, Ground.POLICY)
    lock_made_buckets(slow | closed)
    for destination in sorted(slow):
        slow_down(destination, now)
    for destination in sorted(closed):
        pause_destination(destination, now + POLICY_PAUSE, "Our mail was refused there on policy.")
    for dispatch in sorted({n.dispatch_id for n in bad if n.dispatch_id is not None}):
        grounds = {verdicts[n.pk].ground for n in bad if n.dispatch_id == dispatch}
        if grounds & _SPEAKS_OF_ALL and (why := _why_after_answers(dispatch, grounds, now)):
            pause(dispatch, why)


def why_to_pause(dispatch: int) -> str:
    """The sentence with which a dispatch must stop, by all that was answered and reported; empty while it may go on."""
    return _of_addresses(shares.gone(dispatch)) or _of_people(shares.complained(dispatch))


def pause(dispatch: int, why: str) -> None:
    """Stops a dispatch without asking anybody; a person lets it run again."""
    running = Dispatch.objects.filter(pk=dispatch, state=DispatchState.RUNNING)
    if running.update(state=DispatchState.PAUSED, why=why[:300]):
        log.warning("notices.dispatch_paused", dispatch=dispatch, why=why)


def _destinations(bad: Iterable[Notice], verdicts: Mapping[int, Verdict], ground: Ground) -> set[str]:
    """The groups that spoke so. Nobody speaks for all the others."""
    spoke = {notice.destination for notice in bad if verdicts[notice.pk].ground is ground}
    if OTHER in spoke:
        share = shares.refused_in_group(OTHER, ground)
        if share.bad < FEW or share.bad < MANY_OF_OTHERS * share.total:
            spoke.remove(OTHER)
    return spoke


def _why_after_answers(dispatch: int, grounds: Collection[Ground], now: datetime) -> str:
    """The same by the answers of relays alone, of which some were just bad on these grounds."""
    if Ground.CONTENT in grounds:
        return "A relay refused what these messages say, so it would refuse them all. Look at the words."
    if Ground.ADDRESS in grounds and (why := _of_addresses(shares.gone_at_once(dispatch))):
        return why
    if Ground.POLICY in grounds:
        refused, tried = shares.refused(dispatch, Ground.POLICY, since=now - RECENT)
        if tried >= ENOUGH and refused / tried >= MOST_POLICY:
            return f"{refused:,} of the latest {tried:,} attempts were refused on policy. See who blocks us."
    return ""


def _of_addresses(share: shares.Share) -> str:
    if not share.exceeds(MOST_HARD):
        return ""
    return f"{share.bad:,} of the last {share.total:,} addresses do not exist. Look at where the list came from."


def _of_people(share: shares.Share) -> str:
    if share.bad <= 1 or not share.exceeds(MOST_COMPLAINTS):
        return ""
    return f"{share.bad:,} of the last {share.total:,} people reported these messages as unwanted."
