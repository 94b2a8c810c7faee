"""A relay that lets us connect and takes nothing, an address that always drops the line, and a worker out of time."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from claimants.people.models import User
from intake.filing.models import Claim
from intake.notices.actions import owe, send_due
from intake.notices.models import Notice, NoticeAttempt, Provider
from intake.notices.queue import BATCH
from intake.notices.replies import NO_LONGER_THAN, Fate, Reply, Stage, judge
from tests.notices.dispatches import dispatch_to
from tests.notices.relay import DROP, HANG, Relay
from tests.notices.situations import let_all_be_due

pytestmark = pytest.mark.django_db


def _owe_three(claim: Claim) -> None:
    for number in range(3):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)


@pytest.mark.parametrize("answer", [HANG, DROP, "530 5.7.0 Authentication required", "535 5.7.8 bad credentials"])
def test_a_relay_that_only_greets_is_away(claim: Claim, relay: Relay, settings: Settings, answer: str) -> None:
    settings.EMAIL_TIMEOUT = 1
    _owe_three(claim)
    relay.at["mail"][""] = answer
    assert send_due() == {"wait": 3}
    assert len(relay.peers) == 1
    provider = Provider.objects.get()
    assert (provider.failures, provider.closed_until is not None) == (1, True)
    for failures in (2, 3):
        let_all_be_due()
        assert send_due() == {"wait": 3}
        provider.refresh_from_db()
        assert provider.failures == failures
    let_all_be_due()
    relay.at["mail"][""] = "250 OK"
    assert send_due() == {"accepted": 3}
    provider.refresh_from_db()
    assert (provider.failures, provider.closed_until) == (0, None)


def test_a_refusal_to_sign_in_is_written_to_the_message_that_heard_it(claim: Claim, relay: Relay) -> None:
    _owe_three(claim)
    relay.at["mail"][""] = "530 5.7.0 Authentication required"
    send_due()
    waited = NoticeAttempt.objects.filter(phase="waited").order_by("notice")
    assert list(waited.values_list("stage", "code")) == [("mail", 530), ("connect", None), ("connect", None)]


def test_an_address_that_always_drops_the_line_comes_to_an_end(owed: Notice, relay: Relay) -> None:
    relay.at["rcpt"]["claimant@example.org"] = DROP
    assert send_due() == {"wait": 1}
    assert Provider.objects.filter(closed_until__gt=Now()).count() == 0
    silence = Reply(Stage.RCPT, None, "gone")
    assert judge(silence, deferrals=0, age=NO_LONGER_THAN).fate is Fate.WAIT
    assert judge(silence, deferrals=0, age=NO_LONGER_THAN + timedelta(seconds=1)).fate is Fate.FAILED
    away = Reply(Stage.CONNECT, None, "refused")
    assert judge(away, deferrals=0, age=NO_LONGER_THAN * 2).fate is Fate.WAIT


def test_when_time_is_up_the_rest_of_a_lease_is_for_others(reviewer: User, claim: Claim, relay: Relay) -> None:
    dispatch = dispatch_to([f"p{n}@example.org" for n in range(BATCH + 9)], matter=claim.matter, owner=reviewer)
    assert send_due(seconds=0) == {"accepted": BATCH, "returned": 9}
    assert dispatch.tally() == {"accepted": BATCH, "queued": 9}
    assert send_due() == {"accepted": 9}


def test_a_batch_that_takes_far_too_long_is_not_ended(
    claim: Claim, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.notices.actions.offering.HOLDS_ON_FOR", -1.0)
    _owe_three(claim)
    assert send_due(seconds=0) == {"returned": 3}
    assert set(NoticeAttempt.objects.values_list("phase", flat=True)) == {"intent", "waited"}
    monkeypatch.undo()
    assert send_due() == {"accepted": 3}
