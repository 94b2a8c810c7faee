"""A machine whose clock is two hours off: only the database's clock decides who sends what, and when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models.functions import Now

from intake.filing.models import Claim
from intake.notices.actions import owe, reap, send_due
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from intake.notices.queue import claim_due
from tests.notices.relay import Relay

pytestmark = pytest.mark.django_db
HOURS = [-2, 2]


@pytest.mark.parametrize("hours", HOURS)
def test_what_is_due_in_an_hour_is_not_due_now(hours: int, owed: Notice, relay: Relay) -> None:
    Notice.objects.update(not_before=Now() + timedelta(hours=1))
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=True):
        assert send_due() == {}
    assert relay.messages == []


@pytest.mark.parametrize("hours", HOURS)
def test_a_lease_ends_for_everybody_at_the_same_moment(hours: int, owed: Notice) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=True):
        lease = claim_due()
    assert lease.notices == [owed]
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=hours), tick=True):
        reap()
        assert claim_due().notices == []
    assert Notice.objects.filter(state=NoticeState.LEASED, lease_until__gt=Now()).exists()


@pytest.mark.parametrize("hours", HOURS)
def test_what_is_due_is_sent_once(hours: int, claim: Claim, relay: Relay) -> None:
    for number in range(3):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=True):
        assert send_due() == {"accepted": 3}
    assert len(relay.messages) == 3
    assert not Notice.objects.filter(accepted_at__gt=Now() + timedelta(minutes=1)).exists()


@pytest.mark.parametrize("hours", HOURS)
def test_what_was_tried_has_the_time_of_the_database(hours: int, claim: Claim, relay: Relay) -> None:
    for number in range(2):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    relay.at["rcpt"]["claimant@example.org"] = ["450 4.1.1 busy"]
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=True):
        assert send_due() == {"deferred": 1, "accepted": 1}
    minute = timedelta(minutes=1)
    near = NoticeAttempt.objects.filter(at__gt=Now() - minute, at__lt=Now() + minute)
    assert sorted(near.values_list("phase", flat=True)) == ["accepted", "deferred", "intent", "intent"]
