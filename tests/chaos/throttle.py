"""How exactly a limit is kept by four working processes, by the relay's own clock."""

import time
from bisect import bisect_left
from dataclasses import dataclass

from django.db import connection

from intake.notices.actions.dispatching import cancel_dispatch, start_dispatch
from tests.bulk.dispatches import make_dispatch
from tests.chaos.site import Site

LIMIT, SECONDS, WINDOW = 100, 75, 10.0


@dataclass(frozen=True)
class Kept:
    """`fullest` is the most messages in any ten seconds; `rate` is a second's share of a whole minute."""

    fullest: int
    rate: float

    @property
    def holds(self) -> bool:
        return self.fullest <= LIMIT * WINDOW and abs(self.rate - LIMIT) <= LIMIT * 0.05

    def __str__(self) -> str:
        return (
            f"{LIMIT} a second, four processes: at most {self.fullest:,} in any {WINDOW:g} seconds, "
            f"{self.rate:.1f} a second over a minute: {'holds' if self.holds else 'DOES NOT HOLD'}"
        )


def keep_a_limit(site: Site) -> Kept:
    """A dispatch with a limit, for a bit more than a minute."""
    site.relay.forgets()
    site.relay.takes(0)
    for _ in range(2):
        site.crew.add_worker()
    site.crew.add_beat()
    dispatch = make_dispatch(LIMIT * SECONDS * 2, per_second=float(LIMIT))
    start_dispatch(dispatch)
    try:
        _wait_for_the_first(site)
        time.sleep(SECONDS)
        cancel_dispatch(dispatch, "The minute is over.")
    finally:
        site.crew.kill()
        connection.close()
    return _kept(site.relay.times())


def _wait_for_the_first(site: Site) -> None:
    end = time.monotonic() + 60
    while not site.relay.count() and time.monotonic() < end:
        time.sleep(0.1)


def _kept(times: list[float]) -> Kept:
    """Leaves out the first five seconds, in which the workers come one after another."""
    times = sorted(times)
    fullest = max(bisect_left(times, at + WINDOW) - place for place, at in enumerate(times))
    start = times[0] + 5
    minute = bisect_left(times, start + 60) - bisect_left(times, start)
    return Kept(fullest, minute / 60)
