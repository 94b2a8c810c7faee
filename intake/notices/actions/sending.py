"""Sending what is due over one kept connection, fifty at a time, until nothing is due or the time is up."""

import time
from collections import Counter

import structlog

from intake.notices import queue, reaping
from intake.notices.actions.offering import Sending, notes_of
from intake.notices.clerk import Clerk
from intake.notices.delivery import Delivery, chosen_delivery
from intake.notices.journal import CannotJournal, house
from intake.notices.queue import BLOCK, Lease
from intake.notices.sweeps import note
from intake.notices.wakeup import wake

log = structlog.get_logger(__name__)
WORKS_FOR = 20.0
SOON = 3.0
"""So many seconds a worker waits for the next slot although its time is up: nobody else may be there to take it."""


def send_due(*, seconds: float = WORKS_FOR, delivery: Delivery | None = None) -> dict[str, int]:
    """Sends what is due; how many came to which end. Wakes the next worker when time is up and more is due."""
    counts: Counter[str] = Counter()
    round_ = _Round(delivery or chosen_delivery(), counts, time.monotonic() + seconds)
    try:
        round_.run()
    except CannotJournal as error:
        log.error("notices.no_notes", error=str(error))
        note(f"disk {house()}", f"This worker's disk takes no notes ({error}). It sends nothing until there is room.")
    finally:
        round_.close()
    return {end: count for end, count in counts.items() if count}


def reap() -> dict[str, int]:
    """Brings to an end what lost workers held; see `reaping`."""
    counts = reaping.reap()
    if any(counts.values()):
        log.warning("notices.reaped", **counts)
    return counts


class _Round:
    """One worker's time at the relay."""

    def __init__(self, delivery: Delivery, counts: Counter[str], ends: float) -> None:
        self.delivery = delivery
        self._counts = counts
        self._ends = ends
        self._has_called = False
        self._paced = BLOCK
        self._clerk = Clerk()

    def close(self) -> None:
        self._clerk.close()
        self.delivery.close()

    def run(self) -> None:
        while True:
            lease = queue.claim_due(paced=self._paced)
            if not lease.notices:
                if not self._waits(lease.wait):
                    return
            elif not self._sends(lease):
                return
            elif time.monotonic() > self._ends:
                wake()
                return

    def _waits(self, seconds: float) -> bool:
        """For a slot that somebody else has not taken; False when there is nothing to wait for."""
        if not seconds or (seconds > SOON and time.monotonic() + seconds > self._ends):
            return False
        time.sleep(seconds)
        return True

    def _sends(self, lease: Lease) -> bool:
        """Everything of one lease; False when the relay is away and there is no point in going on."""
        if len(lease.notices) == BLOCK and not self._has_called:
            self._has_called = True
            wake()  # there is work for another
        notes, is_settled = notes_of(lease), False
        try:
            sending = Sending(lease, notes, self.delivery, self._counts, self._ends, self._clerk)
            went_on = sending.run()
            is_settled = True
            if lease.pace.every:
                self._paced = sending.keeps_up_with()
        finally:
            notes.close(is_settled=is_settled)
        return went_on
