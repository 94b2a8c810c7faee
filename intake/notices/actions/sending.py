"""Sending what is due over one kept connection, fifty at a time, until nothing is due or the time is up."""

import time
from collections import Counter, deque
from collections.abc import Sequence
from datetime import timedelta

import structlog

from intake.notices import breaker, queue, reaping
from intake.notices.actions.accepting import on_accepted
from intake.notices.actions.writing import written
from intake.notices.delivery import CannotConnect, Delivery, Envelope, chosen_delivery
from intake.notices.envelopes import sender_of
from intake.notices.intents import begin, give_back
from intake.notices.journal import CannotJournal, Journal, house
from intake.notices.outcomes import Verdicts, go_on, settle
from intake.notices.queue import BATCH, BLOCK, Lease
from intake.notices.replies import Fate, Reply, Stage
from intake.notices.sweeps import note
from intake.notices.wakeup import wake
from intake.notices.writers import Written

log = structlog.get_logger(__name__)
WORKS_FOR = 20.0
RENEWS_AFTER = 30.0
RELAY_AWAY = timedelta(seconds=30)
DISK_FULL = "A worker's disk takes no notes"


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
        round_.delivery.close()
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

    def run(self) -> None:
        while True:
            lease = queue.claim_due()
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
        if not seconds or time.monotonic() + seconds > self._ends:
            return False
        time.sleep(seconds)
        return True

    def _sends(self, lease: Lease) -> bool:
        """Everything of one lease; False when the relay is away and there is no point in going on."""
        if len(lease.notices) == BLOCK and not self._has_called:
            self._has_called = True
            wake()  # there is work for another
        notes, is_settled = _notes_of(lease), False
        try:
            went_on = _Sending(lease, notes, self.delivery, self._counts).run()
            is_settled = True
        finally:
            notes.close(is_settled=is_settled)
        return went_on


class _Sending:
    """One lease on its way: what is written next, what may go, and what came back and is not committed yet."""

    def __init__(self, lease: Lease, notes: Journal, delivery: Delivery, counts: Counter[str]) -> None:
        self._lease = lease
        self._notes = notes
        self._delivery = delivery
        self._counts = counts
        self._began = self._renewed = time.monotonic()
        self._sent = 0
        self._answers: list[tuple[int, Reply]] = []
        self._begun: deque[Written] = deque()

    def run(self) -> bool:
        """False when the relay went away. Without room for notes nothing is offered, and everything is left whole."""
        try:
            return self._run()
        except CannotJournal as error:
            self._leaves(Reply(Stage.CONNECT, None, f"{DISK_FULL}: {error}"))
            self._counts["waiting"] += give_back(self._lease, RELAY_AWAY, f"{DISK_FULL}: {error}")
            raise

    def _run(self) -> bool:
        batches = [self._lease.notices[at : at + BATCH] for at in range(0, len(self._lease.notices), BATCH)]
        going: list[Written] = []
        for number, batch in enumerate([*batches, []]):
            following = written(batch, self._lease, self._notes, self._counts)
            if number == 0 and following and not self._opens():
                return False
            if self._lease.is_bulk and number:
                self._lets_pass()
            may_go = self._turns(following)
            going = [one for one in following if one.notice.pk in may_go]
            if not self._offers(going):
                return False
        return True

    def _opens(self) -> bool:
        try:
            self._delivery.open()
        except CannotConnect as error:
            return self._gives_up(str(error))
        breaker.close_again()
        return True

    def _turns(self, following: Sequence[Written]) -> set[int]:
        """Commits what came back together with the intent to send what follows."""
        if not self._answers:
            return begin(self._lease, following) if following else set()
        answers, self._answers = self._answers, []
        verdicts, may_go = go_on(self._lease, answers, following)
        self._tells(verdicts, answers)
        return may_go

    def _offers(self, going: Sequence[Written]) -> bool:
        """One batch, message by message; False when the relay went away."""
        self._begun = deque(going)
        while self._begun:
            self._keeps_pace()
            reply = self._offer(self._begun[0])
            if reply.stage is Stage.CONNECT:
                self._leaves(reply)
                return self._gives_up(reply.text)
            self._answers.append((self._begun.popleft().notice.pk, reply))
            if time.monotonic() - self._renewed > RENEWS_AFTER:
                self._renewed = time.monotonic()
                queue.renew(self._lease)
        return True

    def _leaves(self, reply: Reply) -> None:
        """Commits what came back, and that certainly nothing was sent of what was begun and not offered."""
        answers = [*self._answers, *((one.notice.pk, reply) for one in self._begun)]
        self._tells(settle(self._lease.token, answers), answers)

    def _offer(self, one: Written) -> Reply:
        envelope = Envelope(sender_of(one.notice.pk), one.address, one.wire)
        self._notes.turns_to(one.notice.pk)
        reply = self._delivery.send(envelope, lambda: self._notes.hands_over(one.notice.pk))
        self._notes.was_told(one.notice.pk, reply)
        return reply

    def _keeps_pace(self) -> None:
        pace = self._lease.pace
        if pace.every:
            slot = self._began + pace.start + self._sent * pace.every
            time.sleep(max(0.0, slot - time.monotonic()))
        self._sent += 1

    def _lets_pass(self) -> None:
        """What one person waits for goes between two batches of what many get."""
        prompt = queue.claim_prompt()
        if prompt.notices:
            notes, is_settled = _notes_of(prompt), False
            try:
                _Sending(prompt, notes, self._delivery, self._counts).run()
                is_settled = True
            finally:
                notes.close(is_settled=is_settled)

    def _tells(self, verdicts: Verdicts, answers: Sequence[tuple[int, Reply]]) -> None:
        """Counts each end, and tells whoever waits for a notice to be accepted."""
        notices = {notice.pk: notice for notice in self._lease.notices}
        for pk, _ in answers:
            verdict = verdicts.get(pk)
            self._counts[verdict.fate.value if verdict else "taken_over"] += 1
            if verdict and verdict.fate is Fate.ACCEPTED and notices[pk].dispatch_id is None:
                on_accepted(notices[pk])

    def _gives_up(self, said: str) -> bool:
        """The relay is away: what was not begun goes back to the queue, and nothing of it counts as an attempt."""
        self._counts["waiting"] += give_back(self._lease, RELAY_AWAY, f"The mail relay is away: {said}")
        breaker.open_for(f"The mail relay is away: {said}")
        log.warning("notices.relay_away", error=said)
        return False


def _notes_of(lease: Lease) -> Journal:
    if lease.journal is None:
        raise ValueError("A lease without notes cannot be sent from.")
    return lease.journal
