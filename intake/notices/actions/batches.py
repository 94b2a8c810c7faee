"""The books of one lease, batch by batch: what is begun next, and what came back of what was offered."""

from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import Future, wait
from functools import cache

from intake.notices import queue
from intake.notices.actions.accepting import on_accepted
from intake.notices.actions.writing import written
from intake.notices.clerk import Clerk
from intake.notices.intents import begin
from intake.notices.journal import Journal
from intake.notices.models import Dispatch, DispatchState
from intake.notices.outcomes import Verdicts, go_on, settle
from intake.notices.prepared import KEYS, Prepared, selecting
from intake.notices.queue import BATCH, Lease
from intake.notices.replies import Fate, Reply
from intake.notices.writers import Written

NOT_RUNNING = "It was paused before this was offered."


class Batches:
    """With a clerk, half a batch is begun while the half before is offered; whoever offers it looks whether it is still
    to go. Either way no more than one batch is begun and not settled.
    """

    def __init__(self, lease: Lease, notes: Journal, counts: Counter[str], clerk: Clerk | None = None) -> None:
        self._lease, self._notes, self._counts = lease, notes, counts
        self._clerk = clerk if self._is_worth_it() and clerk and clerk.is_ready else None
        size = BATCH // 2 if self._clerk else BATCH
        self._waiting = deque(lease.notices[at : at + size] for at in range(0, len(lease.notices), size))
        self._answers: deque[tuple[int, Reply]] = deque()
        self._ahead: Future[list[Written]] | None = None

    @property
    def are_left(self) -> bool:
        return bool(self._waiting) or self.is_ahead

    @property
    def is_ahead(self) -> bool:
        """Whether the clerk was asked for the next one."""
        return self._ahead is not None

    def written(self) -> list[Written]:
        """The messages of the next batch."""
        return written(self._waiting.popleft(), self._lease, self._notes, self._counts)

    def begun(self, following: Sequence[Written]) -> list[Written]:
        """Commits what came back together with the intent to send what follows. Those that may go."""
        may_go: set[int] = set()
        if answers := self._came_back():
            verdicts, may_go = go_on(self._lease, answers, following)
            self._tells(verdicts, answers)
        elif following:
            may_go = begin(self._lease, following)
        return [one for one in following if one.notice.pk in may_go]

    def go_ahead(self) -> None:
        """Has the next one begun by the clerk meanwhile."""
        if self._waiting and self._clerk:
            self._ahead = self._clerk.asked(lambda: self.begun(self.written()))

    def next(self) -> list[Written]:
        """What may go of the next one."""
        return self.ahead() if self._ahead else self.begun(self.written())

    def ahead(self) -> list[Written]:
        """What the clerk had begun, once it is done; nothing if it was not asked."""
        future, self._ahead = self._ahead, None
        return future.result() if future else []

    def why_to_hold(self) -> str:
        """A sentence when what was begun ahead is of a dispatch that does not run any more."""
        dispatch = self._lease.notices[0].dispatch_id
        return NOT_RUNNING if self._ahead and dispatch and not _running().ask([dispatch]) else ""

    def note(self, notice: int, reply: Reply) -> None:
        """What came back, to be committed with the next step."""
        self._answers.append((notice, reply))

    def settle(self, *more: tuple[int, Reply]) -> None:
        """Commits what came back, and this."""
        if answers := [*self._came_back(), *more]:
            self._tells(settle(self._lease.token, answers), answers)

    def renew(self) -> None:
        """Keeps the lease. The clerk has the same rows in hand, in another order."""
        self.wait()
        queue.renew(self._lease)

    def wait(self) -> None:
        """Until the clerk has nothing in hand, whatever came of it."""
        if self._ahead:
            wait([self._ahead])

    def _is_worth_it(self) -> bool:
        """Where each message has its moment, the database has time enough."""
        return len(self._lease.notices) > BATCH and not self._lease.pace.every

    def _came_back(self) -> list[tuple[int, Reply]]:
        """Taken one by one: another thread may add to them."""
        return [self._answers.popleft() for _ in range(len(self._answers))]

    def _tells(self, verdicts: Verdicts, answers: Sequence[tuple[int, Reply]]) -> None:
        """Counts each end, and tells whoever waits for a notice to be accepted."""
        notices = {notice.pk: notice for notice in self._lease.notices} if not self._lease.is_bulk else {}
        for pk, _ in answers:
            verdict = verdicts.get(pk)
            self._counts[verdict.fate.value if verdict else "taken_over"] += 1
            if verdict and verdict.fate is Fate.ACCEPTED and pk in notices:
                on_accepted(notices[pk])


@cache
def _running() -> Prepared:
    return selecting(Dispatch.objects.filter(pk__among=KEYS, state=DispatchState.RUNNING).values_list("pk"))
