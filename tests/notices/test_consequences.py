"""What one answer means for the others: a destination slowed down or left alone, a dispatch stopped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimants.people.models import User
from intake.filing.models import Claim
from intake.notices.actions import owe, send_due
from intake.notices.actions.dispatching import pause_dispatch, resume_dispatch
from intake.notices.buckets import pause_destination
from intake.notices.consequences import ENOUGH, why_to_pause
from intake.notices.models import Bucket, DispatchState, Notice, NoticeState
from tests.notices.dispatches import dispatch_to
from tests.notices.relay import Relay
from tests.notices.situations import let_all_be_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def counsel(reviewer: User) -> User:
    return reviewer


def test_a_destination_that_is_too_slow_for_us_gets_half(claim: Claim, relay: Relay) -> None:
    owe(kind="withdrawn", cause="event:1", claim=claim)
    relay.at["rcpt"]["claimant@example.org"] = ["421 4.7.28 rate limit exceeded"]
    assert send_due() == {"wait": 1}
    bucket = Bucket.objects.get()
    assert (bucket.destination, bucket.factor) == ("other", 0.5)
    let_all_be_due()
    relay.at["rcpt"]["claimant@example.org"] = ["421 4.7.28 rate limit exceeded"]
    send_due()
    bucket.refresh_from_db()
    assert bucket.factor == 0.25


def test_a_refusal_on_policy_blames_no_address_and_leaves_the_destination_alone(
    counsel: User, claim: Claim, relay: Relay
) -> None:
    dispatch = dispatch_to(["a@gmail.com", "b@gmail.com", "c@example.org"], matter=claim.matter, owner=counsel)
    relay.at["rcpt"]["a@gmail.com"] = "550 5.7.26 unauthenticated mail is not accepted"
    relay.at["rcpt"]["b@gmail.com"] = "550 5.7.26 unauthenticated mail is not accepted"
    counts = send_due()
    assert counts["accepted"] == 1
    assert Bucket.objects.get(destination="gmail").paused_until > timezone.now()
    assert dispatch.tally() == {"accepted": 1, "failed": 2}
    assert set(Notice.objects.filter(state="failed").values_list("owner", flat=True)) == {counsel.pk}


def test_words_that_a_relay_refuses_stop_everything_that_says_them(counsel: User, claim: Claim, relay: Relay) -> None:
    dispatch = dispatch_to([f"p{n}@example.org" for n in range(60)], matter=claim.matter, owner=counsel)
    relay.at["message"]["p0@example.org"] = "554 5.6.0 message content rejected"
    send_due()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.PAUSED
    assert "refused what these messages say" in dispatch.why
    assert sum(dispatch.tally().values()) == 60
    assert dispatch.tally()["queued"] == 10


def test_a_list_full_of_addresses_that_do_not_exist_stops_by_itself(counsel: User, claim: Claim, relay: Relay) -> None:
    dispatch = dispatch_to([f"p{n}@example.org" for n in range(120)], matter=claim.matter, owner=counsel)
    for number in range(5):
        relay.at["rcpt"][f"p{number}@example.org"] = "550 5.1.1 no such user"
    send_due()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.PAUSED
    assert "addresses do not exist" in dispatch.why
    assert dispatch.tally() == {"accepted": 45, "failed": 5, "queued": 70}


def test_few_outcomes_prove_nothing(counsel: User, claim: Claim, relay: Relay) -> None:
    dispatch = dispatch_to([f"p{n}@example.org" for n in range(ENOUGH - 1)], matter=claim.matter, owner=counsel)
    for number in range(5):
        relay.at["rcpt"][f"p{number}@example.org"] = "550 5.1.1 no such user"
    send_due()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.RUNNING
    assert why_to_pause(dispatch.pk) == ""


def test_a_paused_dispatch_sends_nothing_and_goes_on_where_it_was(counsel: User, claim: Claim, relay: Relay) -> None:
    dispatch = dispatch_to(["a@example.org", "b@example.org"], matter=claim.matter, owner=counsel)
    pause_dispatch(dispatch, "a moment")
    assert send_due() == {}
    resume_dispatch(dispatch)
    assert send_due() == {"accepted": 2}
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.ACCEPTED}


def test_a_paused_destination_keeps_no_other_waiting(counsel: User, claim: Claim, relay: Relay) -> None:
    dispatch_to(["a@gmail.com", "b@example.org"], matter=claim.matter, owner=counsel)
    pause_destination("gmail", timezone.now() + timedelta(hours=1), "they block us")
    assert send_due() == {"accepted": 1}
    assert [str(message["To"]) for message in relay.messages] == ["b@example.org"]
