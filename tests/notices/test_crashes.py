"""What is left after a worker was lost, and what two workers do at once. Real processes, really killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from intake.filing.erasure import erase
from intake.filing.models import Claim
from intake.notices import queue
from intake.notices.actions import owe, reap, send_due
from intake.notices.delivery import Envelope
from intake.notices.models import Notice, NoticeState
from intake.notices.queue import LEASES_BEFORE_QUARANTINE, begin, claim_due, settle
from intake.notices.render import render
from intake.notices.replies import Fate, Reply, Stage
from tests.fixtures.workers import _test_database_url
from tests.notices.relay import HANG, Relay

Start = Callable[[], "subprocess.Popen[bytes]"]
OK = Reply(Stage.MESSAGE, 250, "OK")


@pytest.fixture
def sender(transactional_db: None, relay: Relay) -> Iterator[Start]:
    """Starts `send_notices --once` in a process of its own, on the test's database and relay."""
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "intake.settings.test",
        "DATABASE_URL": _test_database_url(),
        "EMAIL_URL": relay.url,
    }

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "django", "send_notices", "--once"]
        started.append(subprocess.Popen(command, env=environment, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _until(happens: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.05)


def _let_leases_expire() -> None:
    Notice.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(seconds=1))


def test_a_worker_killed_between_intent_and_answer_leaves_an_unknown_and_nothing_is_sent_twice(
    sender: Start, relay: Relay, claim: Claim
) -> None:
    begun, waiting = (owe(kind="withdrawn", cause=f"event:{n}", claim=claim) for n in (1, 2))
    Notice.objects.filter(pk=waiting.pk).update(not_before=Now() + timedelta(hours=1))
    relay.at["message"]["claimant@example.org"] = [HANG]
    process = sender()
    _until(lambda: relay.hanging)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert Notice.objects.get(pk=begun.pk).state == NoticeState.ATTEMPTING
    assert reap() == {"returned": 0, "unknown": 0}
    _let_leases_expire()
    assert reap() == {"returned": 0, "unknown": 1}
    begun.refresh_from_db()
    assert begun.state == NoticeState.UNKNOWN
    assert [attempt.phase for attempt in begun.attempts.all()] == ["intent", "unknown"]
    assert begun.message.subject
    Notice.objects.update(not_before=Now())
    assert send_due() == {"accepted": 1}
    assert len(relay.messages) == 1


def test_a_worker_killed_with_nothing_begun_loses_nothing(sender: Start, relay: Relay, claim: Claim) -> None:
    for number in range(3):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    lease = claim_due()
    assert len(lease.notices) == 3
    assert sender().wait(30) == 0
    assert relay.messages == []
    _let_leases_expire()
    assert sender().wait(30) == 0
    assert len(relay.messages) == 3
    assert set(Notice.objects.values_list("state", "leases_lost")) == {(NoticeState.ACCEPTED, 1)}


def test_a_killed_worker_leaves_at_most_one_unknown_of_its_whole_batch(
    sender: Start, relay: Relay, claim: Claim
) -> None:
    for number in range(10):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    relay.at["message"]["claimant@example.org"] = ["250 OK", "250 OK", HANG]
    process = sender()
    _until(lambda: relay.hanging)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _let_leases_expire()
    assert reap() == {"returned": 7, "unknown": 1}
    assert send_due() == {"accepted": 7}
    assert len(relay.messages) == 9


@pytest.mark.django_db
def test_a_notice_that_lost_a_worker_is_taken_alone_the_next_time(claim: Claim) -> None:
    poison, *others = [owe(kind="withdrawn", cause=f"event:{number}", claim=claim) for number in range(4)]
    Notice.objects.filter(pk=poison.pk).update(leases_lost=1)
    assert claim_due().notices == [poison]
    assert claim_due().notices == others
    Notice.objects.update(state=NoticeState.QUEUED)
    Notice.objects.filter(pk=poison.pk).update(leases_lost=0)
    Notice.objects.filter(pk=others[-1].pk).update(leases_lost=2)
    assert claim_due().notices == [poison, *others[:-1]]
    assert claim_due().notices == others[-1:]


@pytest.mark.django_db
def test_a_notice_that_loses_three_workers_is_set_aside(owed: Notice) -> None:
    for lost in range(1, LEASES_BEFORE_QUARANTINE + 1):
        assert claim_due().notices == [owed]
        _let_leases_expire()
        assert reap() == {"returned": 1, "unknown": 0}
        owed.refresh_from_db()
        assert owed.leases_lost == lost
    assert owed.state == NoticeState.FAILED
    assert owed.last_reply.startswith("Set aside: the worker that held this notice was lost three times.")
    assert claim_due().notices == []


@pytest.mark.django_db
def test_a_lease_that_ran_out_can_begin_nothing(owed: Notice) -> None:
    late = claim_due()
    _let_leases_expire()
    reap()
    assert begin(late, [render(owed)]) == set()
    assert not owed.attempts.exists()


@pytest.mark.django_db
def test_an_answer_that_comes_after_the_reaper_gave_up_still_counts(owed: Notice) -> None:
    lease = claim_due()
    begin(lease, [render(owed)])
    _let_leases_expire()
    reap()
    verdict = settle(lease, owed.pk, OK)
    owed.refresh_from_db()
    assert verdict is not None
    assert (verdict.fate, owed.state) == (Fate.ACCEPTED, NoticeState.ACCEPTED)
    assert [attempt.phase for attempt in owed.attempts.order_by("pk")] == ["intent", "unknown", "accepted"]


@pytest.mark.django_db
def test_nobody_settles_a_notice_that_another_worker_holds(owed: Notice) -> None:
    lease = claim_due()
    begin(lease, [render(owed)])
    assert settle(queue.Lease("another", []), owed.pk, OK) is None
    owed.refresh_from_db()
    assert owed.state == NoticeState.ATTEMPTING


@pytest.mark.django_db
def test_a_lease_is_renewed_while_a_slow_relay_takes_its_time(claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        def open(self) -> None: ...

        def send(self, envelope: Envelope) -> Reply:
            _let_leases_expire()
            return OK

        def close(self) -> None: ...

    monkeypatch.setattr("intake.notices.actions.sending.RENEWS_AFTER", -1.0)
    for number in range(3):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    assert send_due(delivery=Slow()) == {"accepted": 3}


def test_two_workers_at_once_send_each_notice_once(sender: Start, relay: Relay, claim: Claim) -> None:
    for number in range(120):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    processes = [sender(), sender()]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert len({str(message["Message-ID"]) for message in relay.messages}) == 120
    assert len(relay.messages) == 120
    assert not Notice.objects.exclude(state=NoticeState.ACCEPTED).exists()


def test_two_threads_that_owe_the_same_thing_owe_it_once(transactional_db: None, claim: Claim) -> None:
    barrier, made, errors = threading.Barrier(4), [], []

    def owe_it() -> None:
        try:
            mine = Claim.objects.with_matter().get(pk=claim.pk)
            barrier.wait(10)
            made.append(owe(kind="withdrawn", cause="event:1", claim=mine).pk)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=owe_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert len(set(made)) == 1
    assert Notice.objects.count() == 1


@pytest.mark.postgres
def test_a_worker_does_not_wait_for_what_another_is_taking(transactional_db: None, claim: Claim) -> None:
    for number in range(4):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    taken: list[list[int]] = []

    def take_two() -> None:
        taken.append([notice.pk for notice in claim_due(limit=2).notices])
        connection.close()

    with transaction.atomic():
        mine = [notice.pk for notice in claim_due(limit=2).notices]
        other = threading.Thread(target=take_two)
        other.start()
        other.join(10)
        assert not other.is_alive()
    assert len(mine) == len(taken[0]) == 2
    assert set(mine).isdisjoint(taken[0])


@pytest.mark.django_db
def test_words_erased_before_they_were_sent_are_not_sent(owed: Notice, claim: Claim, relay: Relay) -> None:
    lease = claim_due()
    message = render(Notice.objects.get(pk=owed.pk))
    erase(claim=claim, ground="request", by=None)
    assert begin(lease, [message]) == set()
    owed.refresh_from_db()
    assert (owed.state, owed.last_reply) == (NoticeState.CANCELLED, queue.ERASED)
    assert send_due() == {}


@pytest.mark.django_db
def test_a_queued_notice_of_someone_erased_is_cancelled(owed: Notice, claim: Claim, relay: Relay) -> None:
    erase(claim=claim, ground="request", by=None)
    assert send_due() == {"cancelled": 1}
    assert relay.messages == []
