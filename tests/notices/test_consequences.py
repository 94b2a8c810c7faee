"""What one answer means for the others: a destination slowed down or left alone, a dispatch stopped."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claimants.people.models import User
from intake.filing.models import Claim
from intake.notices import shares
from intake.notices.actions import act_on_reports, owe, send_due
from intake.notices.actions.dispatching import pause_dispatch, resume_dispatch
from intake.notices.buckets import pause_destination
from intake.notices.buckets import relay as relay_of_the_settings
from intake.notices.consequences import ENOUGH, draw_consequences, why_to_pause
from intake.notices.grounds import Ground
from intake.notices.models import Bucket, DispatchState, Notice, NoticeState
from intake.notices.replies import Fate, Verdict
from tests.notices.dispatches import dispatch_to
from tests.notices.relay import Relay
from tests.notices.reporting import report
from tests.notices.situations import let_all_be_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def counsel(reviewer: User) -> User:
    return reviewer


def test_a_destination_that_is_too_slow_for_us_gets_half(claim: Claim, relay: Relay) -> None:
    owe(kind="withdrawn", cause="event:1", claim=claim)
    Notice.objects.update(destination="gmail")
    relay.at["rcpt"]["claimant@example.org"] = ["421 4.7.28 rate limit exceeded"]
    assert send_due() == {"wait": 1}
    bucket = Bucket.objects.get()
    assert (bucket.destination, bucket.factor) == ("gmail", 0.5)
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


@pytest.mark.parametrize(("slow", "factors"), [(1, []), (6, [0.5])])
def test_one_small_domain_slows_down_no_other_that_nobody_knows(
    counsel: User, claim: Claim, relay: Relay, slow: int, factors: list[float]
) -> None:
    dispatch_to([f"p{n}@example.org" for n in range(50)], matter=claim.matter, owner=counsel)
    for number in range(slow):
        relay.at["rcpt"][f"p{number}@example.org"] = ["451 4.7.1 greylisted, try again later"]
    assert send_due() == {"wait": slow, "accepted": 50 - slow}
    assert list(Bucket.objects.values_list("factor", flat=True)) == factors


def test_what_comes_last_counts_whichever_group_it_went_to(
    counsel: User, claim: Claim, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group that is sent last has the lowest keys; all of the other was taken."""
    monkeypatch.setattr(shares, "LAST", 60)
    addresses = [f"p{n}@gmail.com" for n in range(100)] + [f"p{n}@example.org" for n in range(60)]
    dispatch = dispatch_to(addresses, matter=claim.matter, owner=counsel)
    pause_destination("gmail", timezone.now() + timedelta(hours=1), "they block us")
    assert send_due() == {"accepted": 60}
    Bucket.objects.update(paused_until=None)
    for number in range(3):
        relay.at["rcpt"][f"p{number}@gmail.com"] = "550 5.1.1 no such user"
    send_due()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.PAUSED
    assert "3 of the last" in dispatch.why


def test_complaints_count_hours_later_and_against_all_that_left_since(
    counsel: User, claim: Claim, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "LAST", 60)
    dispatch = dispatch_to([f"p{n}@example.org" for n in range(120)], matter=claim.matter, owner=counsel)
    assert send_due() == {"accepted": 120}
    first, second = dispatch.notices.order_by("pk")[:2]
    report(first, "complained")
    act_on_reports()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.RUNNING
    report(second, "complained")
    act_on_reports()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.PAUSED
    assert dispatch.why == "2 of the last 120 people reported these messages as unwanted."


def test_full_mailboxes_are_not_addresses_that_do_not_exist(counsel: User, claim: Claim, relay: Relay) -> None:
    dispatch = dispatch_to([f"p{n}@example.org" for n in range(60)], matter=claim.matter, owner=counsel)
    send_due()
    sent = list(dispatch.notices.order_by("pk"))
    for notice in sent[:10]:
        report(notice, "bounced", status="5.2.2", ground="full")
    act_on_reports()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.RUNNING
    for notice in sent[10:13]:
        report(notice, "bounced", status="5.1.1", ground="address")
    act_on_reports()
    dispatch.refresh_from_db()
    assert dispatch.why.startswith("3 of the last 60 addresses do not exist.")


def test_the_breakers_look_at_no_row_that_waits(counsel: User, claim: Claim, relay: Relay) -> None:
    dispatch = dispatch_to([f"p{n}@example.org" for n in range(60)], matter=claim.matter, owner=counsel)
    send_due()
    with CaptureQueriesContext(connection) as asked:
        why_to_pause(dispatch.pk)
    of_notices = [query["sql"] for query in asked if '"notices_notice"' in query["sql"]]
    assert len(asked) < 20
    assert all('"notices_notice"."id" IN (' in sql for sql in of_notices)


@pytest.mark.postgres
def test_limits_are_held_in_the_order_in_which_a_claim_holds_them(transactional_db: None) -> None:
    """Whoever claims has the first, and wants the second: whoever settles must have neither yet."""
    for name in ("yahoo", "gmail"):
        Bucket.objects.create(provider=relay_of_the_settings(), destination=name)
    notices = [Notice(pk=number, destination=name) for number, name in enumerate(("gmail", "yahoo"))]
    verdicts = {notice.pk: Verdict(Fate.WAIT, ground=Ground.THROTTLE) for notice in notices}

    def settle() -> None:
        with transaction.atomic():
            draw_consequences(notices, verdicts)
        connection.close()

    worker = threading.Thread(target=settle)
    with transaction.atomic():
        Bucket.objects.select_for_update().get(destination="yahoo")
        worker.start()
        time.sleep(0.5)
        Bucket.objects.select_for_update(nowait=True).get(destination="gmail")
    worker.join(10)
    assert set(Bucket.objects.values_list("factor", flat=True)) == {0.5}
