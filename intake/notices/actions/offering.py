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
from intake.notices.queue import Lease
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
LATE = 0.5
"""So many seconds after its slot a message may leave. What is later would come on top of what has the slots of now."""
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
        self._began = self._renewed = self._looked = time.monotonic()
        self._sent = self._offered = 0
        self._slept = 0.0
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
        """So many messages this worker can offer before the last of them is late, by what it did here."""
        works = time.monotonic() - self._began - self._slept
        return max(1, int(self._sent * LATE / max(works, 0.001)))

    def _run(self) -> bool:
        following = self._batches.written()
        if following and not self._opens():
            return False
        going = self._batches.begun(following)
        while True:
            if self._lease.is_bulk and time.monotonic() - self._looked > LOOKS_AGAIN:
                self._lets_pass()
            if not self._why_to_stop(self._ends):
                self._batches.go_ahead()
            if not self._offers(going):
                return self._is_relay_there
            if not self._batches.are_left:
                break
            is_taken = self._lease.pace.every or self._batches.is_ahead  # slots that are given back are nobody's
            ends = self._ends + (HOLDS_ON_FOR if is_taken else 0.0)
            if why := self._why_to_stop(ends) or self._batches.why_to_hold():
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
            if why := self._why_to_stop(self._ends + HOLDS_ON_FOR):
                self._returns_rest(why)
                return False
            self._keeps_pace()
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

    def _why_to_stop(self, ends: float) -> str:
        """A sentence when the next message is not offered any more."""
        if time.monotonic() > ends:
            return TIME_IS_UP
        is_late = self._lease.pace.every and self._sent and time.monotonic() - self._slot() > LATE
        return TOO_LATE if is_late else ""

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

    def _keeps_pace(self) -> None:
        if self._lease.pace.every:
            early = max(0.0, self._slot() - time.monotonic())
            time.sleep(early)
            self._slept += early
        self._sent += 1

    def _slot(self) -> float:
        """When the next message may leave."""
        return self._began + self._lease.pace.start + self._sent * self._lease.pace.every

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
