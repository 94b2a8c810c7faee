"""A batch is begun while the one before is offered, where the database is PostgreSQL: nothing of that may be lost, or
sent although it was stopped."""

import time
from collections import Counter

import pytest
from django.db import connection

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.notices.actions import reap, send_due
from intake.notices.actions.dispatching import pause_dispatch, resume_dispatch
from intake.notices.delivery import Call, Envelope
from intake.notices.journal import CannotJournal
from intake.notices.models import Dispatch, Notice, NoticeAttempt, NoticeState
from intake.notices.queue import BATCH
from intake.notices.replies import Reply, Stage
from tests.notices.dispatches import dispatch_to
from tests.notices.situations import let_all_be_due
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4 * BATCH + 7
GONE = Reply(Stage.CONNECT, None, "gone")


class Taking:
    """Takes everything, and does at the n-th message what a test wants: answer, raise, or look."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.number = 0

    def open(self) -> None: ...

    def send(self, envelope: Envelope, hands_over: Call) -> Reply:
        self.number += 1
        if (reply := self.at(self.number)) is not None:
            return reply
        hands_over()
        self.taken[envelope.address] += 1
        return Reply(Stage.MESSAGE, 250, "OK")

    def close(self) -> None: ...

    def at(self, number: int) -> Reply | None:
        return None


@pytest.fixture
def dispatch(matter: Matter, administrator: User) -> Dispatch:
    return dispatch_to([f"person{place}@example.org" for place in range(MANY)], matter=matter, owner=administrator)


def _everybody_got_one(dispatch: Dispatch, *deliveries: Taking) -> bool:
    """Sends what is left, and looks whether each message left once."""
    let_all_be_due()
    last = Taking()
    send_due(delivery=last)
    taken = sum((delivery.taken for delivery in (*deliveries, last)), Counter[str]())
    return dispatch.tally() == {"accepted": MANY} and len(taken) == MANY and set(taken.values()) == {1}


def _step() -> int:
    """So many are begun at a time: half a batch where the next half is begun meanwhile."""
    return BATCH // 2 if connection.vendor == "postgresql" else BATCH


def _begun() -> int:
    """Some of those that were offered may be settled already."""
    return Notice.objects.filter(state__in=[NoticeState.ATTEMPTING, NoticeState.ACCEPTED]).count()


def test_the_next_batch_is_begun_while_one_is_offered(dispatch: Dispatch) -> None:
    class Looking(Taking):
        def at(self, number: int) -> Reply | None:
            if number == _step():
                until(lambda: _begun() == BATCH)
            return None

    assert send_due(delivery=Looking()) == {"accepted": MANY}
    assert dispatch.tally() == {"accepted": MANY}
    assert Counter(NoticeAttempt.objects.values_list("phase", flat=True)) == {"intent": MANY, "accepted": MANY}


def test_what_was_begun_ahead_of_a_pause_is_not_sent(dispatch: Dispatch) -> None:
    class Pausing(Taking):
        def at(self, number: int) -> Reply | None:
            if number == _step() + 1:
                pause_dispatch(dispatch, "Somebody looks at it.")
            return None

    pausing = Pausing()
    assert send_due(delivery=pausing)["accepted"] == 2 * _step()
    assert dispatch.tally() == {"accepted": 2 * _step(), "queued": MANY - 2 * _step()}
    resume_dispatch(dispatch)
    assert _everybody_got_one(dispatch, pausing)


def test_a_relay_that_goes_away_leaves_nothing_begun(dispatch: Dispatch) -> None:
    class Leaving(Taking):
        def at(self, number: int) -> Reply | None:
            return GONE if number == _step() + 10 else None

    leaving = Leaving()
    assert send_due(delivery=leaving)["accepted"] == _step() + 9
    assert dispatch.tally() == {"accepted": _step() + 9, "queued": MANY - _step() - 9}
    assert _everybody_got_one(dispatch, leaving)


def test_a_disk_that_is_full_leaves_nothing_begun(dispatch: Dispatch) -> None:
    class OnAFullDisk(Taking):
        def at(self, number: int) -> Reply | None:
            if number == _step() + 10:
                raise CannotJournal("no space left")
            return None

    full = OnAFullDisk()
    assert send_due(delivery=full)["accepted"] == _step() + 9
    assert dispatch.tally() == {"accepted": _step() + 9, "queued": MANY - _step() - 9}
    assert _everybody_got_one(dispatch, full)


def test_what_a_worker_had_begun_when_it_failed_is_found_by_its_notes(dispatch: Dispatch) -> None:
    class Failing(Taking):
        def at(self, number: int) -> Reply | None:
            if number == _step() + 10:
                raise MemoryError
            return None

    failing = Failing()
    with pytest.raises(MemoryError):
        send_due(delivery=failing)
    assert reap()["unknown"] == 0
    assert dispatch.tally() == {"accepted": _step() + 9, "queued": MANY - _step() - 9}
    assert _everybody_got_one(dispatch, failing)


def test_when_time_is_up_nothing_more_is_begun(dispatch: Dispatch) -> None:
    taking = Taking()
    assert send_due(seconds=0.0, delivery=taking) == {"accepted": _step(), "returned": MANY - _step()}
    assert not NoticeAttempt.objects.filter(phase="waited").exists()
    assert _everybody_got_one(dispatch, taking)


def test_what_was_begun_ahead_is_sent_although_time_is_up_meanwhile(dispatch: Dispatch) -> None:
    class Slow(Taking):
        def at(self, number: int) -> Reply | None:
            if number == 10:
                time.sleep(1.5)
            return None

    slow = Slow()
    assert send_due(seconds=1.0, delivery=slow) == {"accepted": BATCH, "returned": MANY - BATCH}
    assert not NoticeAttempt.objects.filter(phase="waited").exists()
    assert _everybody_got_one(dispatch, slow)
