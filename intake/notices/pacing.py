"""One worker's slots in time: each message leaves in one, and a slot that has passed is nobody's any more."""

import time
from math import ceil

from intake.notices.buckets import Pace

LATE = 0.1
"""So many seconds after its slot a message may leave. What is later would come on top of what has the slots of now.

A window of ten seconds then holds the slots of 10.1 and one message of each worker that was held up on its way to the
relay: with what `buckets.BELOW_THE_LIMIT` leaves free, no more than the limit.
"""


class Slots:
    """Those of one lease: `number` of them, `pace` counted from `asked`, a moment of `time.monotonic`."""

    def __init__(self, pace: Pace, number: int, asked: float) -> None:
        self._pace, self._number, self._asked = pace, number, asked
        self._place = self._used = 0
        self._slept = 0.0

    @property
    def is_paced(self) -> bool:
        return self._pace.every > 0

    @property
    def are_left(self) -> bool:
        """Whether another message may leave. The first always may: who is slow every time sends all the same."""
        if not self.is_paced:
            return True
        self._passes_over()
        return not self._used or self._place < self._number

    def wait(self) -> bool:
        """Until the next slot, which it takes; False when none is left."""
        while self.are_left:
            early = self._next() - time.monotonic()
            if early <= 0:
                self._place += 1
                self._used += 1
                return True
            time.sleep(early)
            self._slept += early
        return False

    def keeps_up_with(self, most: int) -> int:
        """So many slots, up to `most`, this worker can use before it is late for one, by what it did here."""
        works = time.monotonic() - self._asked - self._slept
        behind = works / max(self._used, 1) - self._pace.every
        return most if behind <= 0 else max(1, min(most, int(LATE / behind)))

    def _passes_over(self) -> None:
        """Gives up the slots that have passed."""
        late = time.monotonic() - self._next() - LATE
        if late > 0:
            self._place = min(self._number, self._place + ceil(late / self._pace.every))

    def _next(self) -> float:
        return self._asked + self._pace.start + self._place * self._pace.every
