"""What is left after a worker was lost, and what two workers do at once. Real processes, really killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from intake.filing.models import Claim
from intake.notices.actions import owe, reap, send_due
from intake.notices.models import Notice, NoticeState
from intake.notices.queue import claim_due
from tests.fixtures.workers import _test_database_url
from tests.notices.relay import HANG, Relay
from tests.notices.situations import lose_worker
from tests.waiting import until

Start = Callable[[], "subprocess.Popen[bytes]"]


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


def test_a_worker_killed_between_intent_and_answer_leaves_an_unknown_and_nothing_is_sent_twice(
    sender: Start, relay: Relay, claim: Claim
) -> None:
    begun, waiting = (owe(kind="withdrawn", cause=f"event:{n}", claim=claim) for n in (1, 2))
    Notice.objects.filter(pk=waiting.pk).update(not_before=Now() + timedelta(hours=1))
    relay.at["message"]["claimant@example.org"] = [HANG]
    process = sender()
    until(lambda: relay.hanging, seconds=30)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert Notice.objects.get(pk=begun.pk).state == NoticeState.ATTEMPTING
    assert reap() == {"returned": 0, "settled": 0, "unknown": 1}
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
    lose_worker(lease)
    assert sender().wait(30) == 0
    assert len(relay.messages) == 3
    assert set(Notice.objects.values_list("state", "leases_lost")) == {(NoticeState.ACCEPTED, 0)}


def test_a_killed_worker_leaves_at_most_one_unknown_of_its_whole_batch(
    sender: Start, relay: Relay, claim: Claim
) -> None:
    for number in range(10):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    relay.at["message"]["claimant@example.org"] = ["250 OK", "250 OK", HANG]
    process = sender()
    until(lambda: relay.hanging, seconds=30)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert reap() == {"returned": 7, "settled": 2, "unknown": 1}
    assert send_due() == {"accepted": 7}
    assert len(relay.messages) == 9


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
