"""One campaign through one kind of fault, at even points of it, and what the relay's books say afterwards."""

import time
from dataclasses import dataclass
from itertools import pairwise

from django.db import OperationalError, connection

from intake.notices.actions.dispatching import start_dispatch
from intake.notices.models import Dispatch
from tests.bulk.dispatches import Count, make_dispatch, unfinished
from tests.chaos.faults import Fault
from tests.chaos.site import Site, until

LONGEST_WAIT = 90.0


@dataclass
class Outcome:
    """The figures of all campaigns of one kind. It is stuck when the relay got nothing for too long."""

    fault: Fault
    wanted: int
    strikes: int = 0
    notices: int = 0
    lost: int = 0
    doubled: int = 0
    unknown: int = 0
    unknown_but_sent: int = 0
    falsely_accepted: int = 0
    set_aside: int = 0
    revived: int = 0
    longest_silence: float = 0.0
    seconds: float = 0.0
    are_summed: bool = True
    is_stuck: bool = False

    @property
    def holds(self) -> bool:
        nothing = self.lost + self.doubled + self.falsely_accepted + self.set_aside
        is_whole = self.are_summed and not self.is_stuck and self.strikes == self.wanted
        return nothing == 0 and self.unknown <= self.strikes * self.fault.unknown and is_whole


def run_campaigns(site: Site, fault: Fault, *, strikes: int, each: int, notices: int) -> Outcome:
    """As many campaigns as it takes to strike so often, `each` times in one. The crew is new, and gone afterwards."""
    outcome, started = Outcome(fault, strikes), time.monotonic()
    site.relay.takes(fault.takes)
    for environment in fault.workers:
        site.crew.add_worker(**fault.environment | environment)
    for _ in range(fault.beats):
        site.crew.add_beat()
    try:
        while outcome.strikes < strikes and not outcome.is_stuck:
            _one(site, fault, outcome, min(each, strikes - outcome.strikes), notices)
    finally:
        site.crew.kill()
        connection.close()
    outcome.revived, site.crew.revived = site.crew.revived, 0
    outcome.seconds = time.monotonic() - started
    return outcome


def _one(site: Site, fault: Fault, outcome: Outcome, strikes: int, notices: int) -> None:
    site.relay.forgets()
    dispatch = make_dispatch(notices)
    start_dispatch(dispatch)
    for place in range(strikes):
        after = notices * (place + 1) // (strikes + 1)
        if not (_gets(site, after) and until(lambda: fault.strike(site) is not False, LONGEST_WAIT)):
            outcome.is_stuck = True
            break
        outcome.strikes += 1
    outcome.is_stuck |= not until(lambda: _is_over(site, dispatch), LONGEST_WAIT)
    time.sleep(0.2)
    _add(outcome, Count(dispatch, site.relay), site)


def _gets(site: Site, number: int) -> bool:
    """Whether the relay comes to have so many, getting one at least from time to time."""
    has, since = site.relay.count(), time.monotonic()
    while has < number and time.monotonic() - since < LONGEST_WAIT:
        time.sleep(0.02)
        site.crew.revive()
        before, has = has, site.relay.count()
        since = since if has == before else time.monotonic()
    return has >= number


def _is_over(site: Site, dispatch: Dispatch) -> bool:
    time.sleep(0.2)
    site.crew.revive()
    try:
        return unfinished(dispatch) == 0
    except OperationalError:  # the database was just killed under us, too
        connection.close()
        return False


def _add(outcome: Outcome, count: Count, site: Site) -> None:
    outcome.notices += count.notices
    outcome.lost += count.lost
    outcome.doubled += count.doubled
    outcome.unknown += count.unknown
    outcome.unknown_but_sent += count.unknown_but_sent
    outcome.falsely_accepted += count.falsely_accepted
    outcome.set_aside += count.not_said
    outcome.are_summed &= count.is_summed
    gaps = [later - earlier for earlier, later in pairwise(site.relay.times())]
    outcome.longest_silence = max([outcome.longest_silence, *gaps])
