"""A worker that is late for its slots, one whose relay is slower than the limit, and what a day's limit counts."""

import time

import pytest
from pytest_django import Settings

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.notices.actions import send_due
from intake.notices.actions.dispatching import pause_dispatch
from intake.notices.delivery import Call, Envelope
from intake.notices.models import Bucket, Dispatch, Notice, NoticeAttempt
from intake.notices.pacing import LATE
from intake.notices.queue import BATCH
from intake.notices.replies import Reply, Stage
from tests.notices.dispatches import dispatch_to
from tests.notices.relay import Relay
from tests.notices.situations import let_all_be_due

pytestmark = pytest.mark.django_db
OK = Reply(Stage.MESSAGE, 250, "OK")


class Slow:
    """Takes its time until it is open, and over each message, by turns; then over none. `times`: when each came."""

    def __init__(self, *takes: float, opens: float = 0.0) -> None:
        self._takes, self._opens = list(takes), opens
        self.times: list[float] = []

    def open(self) -> None:
        time.sleep(self._opens)

    def send(self, envelope: Envelope, hands_over: Call) -> Reply:
        self.times.append(time.monotonic())
        time.sleep(self._takes.pop(0) if self._takes else 0.0)
        hands_over()
        return OK

    def close(self) -> None: ...


def _addresses(number: int) -> list[str]:
    return [f"person{place}@example.org" for place in range(number)]


def _limited(dispatch: Dispatch, per_day: int) -> Bucket:
    Dispatch.objects.filter(pk=dispatch.pk).update(per_day=per_day)
    return Bucket.objects.create(provider_id=_provider(), destination=f"dispatch:{dispatch.pk}", per_day=per_day)


def _provider() -> int:
    from intake.notices.buckets import relay

    return relay().pk


def test_who_is_late_loses_the_slots_that_have_passed_and_no_others(matter: Matter, administrator: User) -> None:
    """Of nineteen slots fifteen pass while the first message takes its time; no burst makes up for them."""
    dispatch = dispatch_to(_addresses(30), matter=matter, owner=administrator, per_second=20.0)
    relay = Slow(0.8)
    counts = send_due(seconds=0.0, delivery=relay)
    assert 1 < counts["accepted"] <= 6
    assert counts["accepted"] + counts["returned"] == 19
    assert dispatch.tally() == {"accepted": counts["accepted"], "queued": 30 - counts["accepted"]}
    assert Notice.objects.due().count() == 30 - counts["accepted"]
    at_once = [at for at in relay.times if at < relay.times[1] + 0.05]
    assert len(at_once) <= 1 + 1 + LATE * 20


def test_who_is_too_late_for_all_its_slots_sends_one(matter: Matter, administrator: User) -> None:
    dispatch_to(_addresses(3), matter=matter, owner=administrator, per_second=1.0)
    assert send_due(seconds=0.0, delivery=Slow(opens=1.3)) == {"accepted": 1}


def test_who_is_slower_than_the_limit_takes_no_more_than_it_can_offer(matter: Matter, administrator: User) -> None:
    dispatch_to(_addresses(60), matter=matter, owner=administrator, per_second=40.0)
    counts = send_due(delivery=Slow(*[0.05] * 60))
    assert counts["accepted"] == 60
    assert 0 < counts["returned"] < 39
    assert NoticeAttempt.objects.filter(phase="waited").count() < 39


def test_what_never_left_uses_up_nothing_of_a_day(
    matter: Matter, administrator: User, relay: Relay, settings: Settings
) -> None:
    dispatch = dispatch_to(_addresses(30), matter=matter, owner=administrator)
    limit = _limited(dispatch, 40)
    settings.EMAIL_PORT = 1
    assert send_due() == {"waiting": 30}
    limit.refresh_from_db()
    assert limit.taken_today == 0
    settings.EMAIL_PORT = relay.port
    let_all_be_due()
    assert send_due() == {"accepted": 30}
    limit.refresh_from_db()
    assert limit.taken_today == 30


def test_what_a_pause_stops_uses_up_nothing_of_a_day(matter: Matter, administrator: User) -> None:
    dispatch = dispatch_to(_addresses(BATCH + 20), matter=matter, owner=administrator)
    limit = _limited(dispatch, 100)

    class Pausing(Slow):
        def send(self, envelope: Envelope, hands_over: Call) -> Reply:
            if dispatch.state == "running":
                pause_dispatch(dispatch, "Somebody looks at it.")
            return super().send(envelope, hands_over)

    assert send_due(delivery=Pausing()) == {"accepted": BATCH}
    assert dispatch.tally() == {"accepted": BATCH, "queued": 20}
    limit.refresh_from_db()
    assert limit.taken_today == BATCH
