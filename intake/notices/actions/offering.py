"""One lease on its way to the relay: its batches one after another, each message at its moment."""

import time
from collections import Counter, deque
from collections.abc import Sequence
from datetime import timedelta

import structlog

from intake.notices import breaker, buckets, queue
from intake.notices.actions.batches import Batches
from intake.notices.clerk import Clerk
from intake.notices.delivery import CannotConnect, Delivery, Envelope
from intake.notices.envelopes import sender_of
from intake.notices.intents import give_back, take_back
from intake.notices.journal import CannotJournal, Journal
from intake.notices.pacing import Slots
from intake.notices.queue import BLOCK, Lease
from intake.notices.replies import Reply, Stage
from intake.notices.writers import Written

log = structlog.get_logger(__name__)
RENEWS_AFTER = 30.0
RELAY_AWAY = timedelta(seconds=30)
TIME_IS_UP = "The worker's time was up before it offered this."
LOOKS_AGAIN = 0.1
"""So many seconds after it last looked, a worker looks between two batches for what one person waits for."""
HOLDS_ON_FOR = 60.0
"""So much longer a worker may take to end a batch that it has begun."""
TOO_LATE = "Its moment had passed before it was offered."
DISK_FULL = "A worker's disk takes no notes"


class Sending:
    """One lease on its way: what is written next, what may go, and what came back and is not committed yet."""

    def __init__(
        self, lease: Lease, notes: Journal, delivery: Delivery, counts: Counter[str], ends: float,
        clerk: Clerk | None = None,
    ) -> None:  # fmt: skip
        self._ends = ends
        self._is_let_in, self._is_relay_there, self._is_ahead = False, True, False
        self._lease = lease
        self._notes = notes
        self._delivery = delivery
        self._counts = counts
        self._renewed = self._looked = time.monotonic()
        self._offered = 0
        self._slots = Slots(lease.pace, len(lease.notices), lease.asked)
        self._batches = Batches(lease, notes, counts, clerk)
        self._begun: deque[Written] = deque()

    def run(self) -> bool:
        """False when the relay went away. Without room for notes nothing is offered, and everything is left whole."""
        try:
            went_on = self._run()
        except CannotJournal as error:
            self._leaves(Reply(Stage.CONNECT, None, f"{DISK_FULL}: {error}"))
            self._counts["waiting"] += give_back(self._lease, RELAY_AWAY, f"{DISK_FULL}: {error}")
            self._puts_back()
            raise
        finally:
            self._batches.wait()
        self._puts_back()
        return went_on

    def keeps_up_with(self) -> int:
        """So many messages with slots this worker does well to take next time."""
        return self._slots.keeps_up_with(BLOCK)

    def _run(self) -> bool:
        following = self._batches.written()
        if following and not self._opens():
            return False
        going = self._batches.begun(following)
        while True:
            if self._lease.is_bulk and time.monotonic() - self._looked > LOOKS_AGAIN:
                self._lets_pass()
            if self._is_time_left():
                self._batches.go_ahead()
            if not self._offers(going):
                return self._is_relay_there
            if not self._batches.are_left:
                break
            if why := self._why_to_stop() or self._batches.why_to_hold():
                self._returns_rest(why)
                return True
            going = self._batches.next()
        self._batches.settle()
        return True

    def _opens(self) -> bool:
        try:
            self._delivery.open()
        except CannotConnect as error:
            return self._gives_up(str(error))
        return True

    def _offers(self, going: Sequence[Written]) -> bool:
        """One batch, message by message; False when there is no point in going on."""
        self._begun = deque(going)
        for envelope in self._enveloped(going):
            if why := self._why_not_to_offer():
                self._returns_rest(why)
                return False
            reply = self._offer(self._begun[0].notice.pk, envelope)
            if reply.is_of_the_relay:
                self._leaves(reply)
                return self._gives_up(reply.text)
            self._was_let_in()
            self._batches.note(self._begun.popleft().notice.pk, reply)
            if time.monotonic() - self._renewed > RENEWS_AFTER:
                self._renewed = time.monotonic()
                self._batches.renew()
        return True

    def _why_to_stop(self) -> str:
        """A sentence when no other batch is begun. Slots, and what the clerk had begun, are not given back so soon."""
        if not self._slots.are_left:
            return TOO_LATE
        is_taken = self._slots.is_paced or self._batches.is_ahead
        return "" if self._is_time_left(HOLDS_ON_FOR if is_taken else 0.0) else TIME_IS_UP

    def _why_not_to_offer(self) -> str:
        """Waits for the moment of the next message; a sentence when it is not offered any more."""
        if not self._is_time_left(HOLDS_ON_FOR):
            return TIME_IS_UP
        return "" if self._slots.wait() else TOO_LATE

    def _is_time_left(self, more: float = 0.0) -> bool:
        return time.monotonic() <= self._ends + more

    def _puts_back(self) -> None:
        """What never left is not counted against the day."""
        lease, unsent = self._lease, len(self._lease.notices) - self._offered
        first = lease.notices[0]
        if unsent and lease.day:
            buckets.put_back(first.dispatch_id, first.destination, unsent, lease.day)

    def _was_let_in(self) -> None:
        """A relay that only greets is away all the same: its breaker closes once it answers to a message."""
        self._offered += 1
        if not self._is_let_in:
            self._is_let_in = True
            breaker.close_again()

    def _leaves(self, reply: Reply) -> None:
        """Commits what came back, and that certainly nothing was sent of what was begun and not offered."""
        unoffered = Reply(Stage.CONNECT, None, reply.text)
        begun = [*self._begun, *self._batches.ahead()]
        self._batches.settle(*((one.notice.pk, unoffered if place else reply) for place, one in enumerate(begun)))

    def _returns_rest(self, why: str) -> None:
        """What was not offered goes back to the queue as it is, for whoever comes next."""
        begun = [one.notice.pk for one in (*self._begun, *self._batches.ahead())]
        self._batches.settle()
        self._counts["returned"] += take_back(self._lease, begun, why) + give_back(self._lease, timedelta())

    def _enveloped(self, going: Sequence[Written]) -> list[Envelope]:
        """Where each leaves as soon as it can, the relay hears of the next together with the end of the last."""
        envelopes: list[Envelope] = []
        for one in reversed(going):
            then = envelopes[-1] if envelopes and not self._lease.pace.every else None
            envelopes.append(Envelope(sender_of(one.notice.pk), one.address, one.wire, then))
        return envelopes[::-1]

    def _offer(self, notice: int, envelope: Envelope) -> Reply:
        if not self._is_ahead:
            self._notes.turns_to(notice)
        self._is_ahead = envelope.then is not None
        reply = self._delivery.send(envelope, lambda: self._notes.hands_over(notice))
        self._notes.was_told(notice, reply)
        return reply

    def _lets_pass(self) -> None:
        """What one person waits for goes between two batches of what many get."""
        self._looked = time.monotonic()
        prompt = queue.claim_prompt()
        if prompt.notices:
            notes, is_settled = notes_of(prompt), False
            try:
                Sending(prompt, notes, self._delivery, self._counts, self._ends).run()
                is_settled = True
            finally:
                notes.close(is_settled=is_settled)

    def _gives_up(self, said: str) -> bool:
        """The relay is away: what was not begun goes back to the queue, and nothing of it counts as an attempt."""
        self._counts["waiting"] += give_back(self._lease, RELAY_AWAY, f"The mail relay is away: {said}")
        breaker.open_for(f"The mail relay is away: {said}")
        log.warning("notices.relay_away", error=said)
        self._is_relay_there = False
        return False


def notes_of(lease: Lease) -> Journal:
    if lease.journal is None:
        raise ValueError("A lease without notes cannot be sent from.")
    return lease.journal
