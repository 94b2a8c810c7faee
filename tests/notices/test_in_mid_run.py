"""A dispatch that runs: paused, resumed and cancelled under way, overtaken by what one person waits for, and counted
at every moment. The relay takes its time, so that there is a way to be under."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing.models import Claim
from intake.notices.actions import owe, reap, send_due
from intake.notices.actions.dispatching import cancel_dispatch, pause_dispatch, resume_dispatch
from intake.notices.models import Dispatch, NoticeState
from intake.notices.queue import BATCH
from tests.bulk.dispatches import states_of
from tests.notices.dispatches import dispatch_to
from tests.services.sink import Sink, sink

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MANY, TAKES = 300, 0.01


@pytest.fixture
def slow_relay(tmp_path: Path, settings: LazySettings) -> Iterator[Sink]:
    with sink(tmp_path / "relay") as relay:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", relay.port
        relay.takes(TAKES)
        yield relay


@pytest.fixture
def running(matter: Matter, administrator: User, slow_relay: Sink) -> Dispatch:
    return dispatch_to([f"person{number}@example.org" for number in range(MANY)], matter=matter, owner=administrator)


@contextmanager
def _at_work() -> Iterator[threading.Thread]:
    """A worker in a thread; gone when the block is."""

    def work() -> None:
        send_due(seconds=30)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield thread
    thread.join(60)
    assert not thread.is_alive()


def _until_taken(relay: Sink, number: int) -> None:
    until = time.monotonic() + 30
    while relay.count() < number:
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_pause_is_seen_within_fifty_messages_and_the_rest_goes_out_afterwards(
    running: Dispatch, slow_relay: Sink
) -> None:
    with _at_work():
        _until_taken(slow_relay, 60)
        pause_dispatch(running, "Somebody looks at it.")
        before = slow_relay.count()
    assert slow_relay.count() - before <= BATCH
    assert running.tally() == dict(states_of(running))
    assert running.tally()[NoticeState.QUEUED] == MANY - slow_relay.count()
    resume_dispatch(running)
    send_due(seconds=30)
    assert running.tally() == {NoticeState.ACCEPTED: MANY}
    assert max(slow_relay.copies().values()) == 1


def test_what_is_cancelled_under_way_adds_up(running: Dispatch, slow_relay: Sink) -> None:
    with _at_work():
        _until_taken(slow_relay, 60)
        cancel_dispatch(running, "The court took it back.")
        before = slow_relay.count()
    reap()
    assert slow_relay.count() - before <= BATCH
    sent = slow_relay.count()
    assert running.tally() == {NoticeState.ACCEPTED: sent, NoticeState.CANCELLED: MANY - sent}
    assert running.tally() == dict(states_of(running))


def test_the_counts_sum_to_the_list_at_every_moment(running: Dispatch) -> None:
    seen = []
    with _at_work() as worker:
        while worker.is_alive():
            tally = running.tally()
            seen.append((sum(tally.values()), min(tally.values())))
    assert len(seen) > 20
    assert {total for total, _ in seen} == {MANY}
    assert min(least for _, least in seen) > 0
    assert running.tally() == dict(states_of(running)) == {NoticeState.ACCEPTED: MANY}


def test_what_one_person_waits_for_does_not_wait_for_the_many(
    running: Dispatch, slow_relay: Sink, claim: Claim
) -> None:
    with _at_work():
        _until_taken(slow_relay, 20)
        asked, before = time.monotonic(), slow_relay.count()
        prompt = owe(kind="withdrawn", cause="event:1", claim=claim)
        while prompt.state != NoticeState.ACCEPTED:
            time.sleep(0.02)
            prompt.refresh_from_db(fields=["state"])
            assert time.monotonic() - asked < 5
        assert slow_relay.count() - before <= 2 * BATCH
