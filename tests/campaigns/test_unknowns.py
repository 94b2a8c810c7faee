"""What a campaign's rule does with messages that nobody can know about, and what it never does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimants.people.models import User
from intake.campaigns.actions import apply_unknown_rules
from intake.campaigns.actions.unknowns import REPORTS_TAKE
from intake.campaigns.models import Campaign, CampaignEvent, PostalItem, UnknownRule
from intake.notices.actions import act_on_reports, reap
from intake.notices.actions.dispatching import cancel_dispatch
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from intake.notices.proof import proof_of
from tests.campaigns.listed import move, notices_of, running
from tests.campaigns.test_following import check_sums
from tests.notices.reporting import report

pytestmark = pytest.mark.django_db
LONG_AGO = REPORTS_TAKE + timedelta(minutes=1)


def lose(notice: Notice, *, ago: timedelta = LONG_AGO, number: int = 1) -> None:
    at = timezone.now() - ago
    NoticeAttempt.objects.create(notice=notice, number=number, phase="intent", at=at)
    NoticeAttempt.objects.create(notice=notice, number=number, phase="unknown", at=at)
    Notice.objects.filter(pk=notice.pk).update(attempts_made=number)
    move(notice, "unknown")


def ruled(reviewer: User, rule: UnknownRule) -> tuple[Campaign, Notice]:
    campaign = running(reviewer, [["a@example.org"], ["b@example.org"]])
    Campaign.objects.filter(pk=campaign.pk).update(unknown_rule=rule)
    return campaign, notices_of(campaign)[0]


def test_without_a_rule_it_waits_for_its_owner(reviewer: User) -> None:
    campaign, notice = ruled(reviewer, UnknownRule.HOLD)
    lose(notice)
    assert apply_unknown_rules() == {}
    notice.refresh_from_db()
    assert notice.state == "unknown"
    assert check_sums(campaign) == {"queued": 1, "unknown": 1}


def test_the_same_message_is_offered_once_more_and_never_a_third_time(reviewer: User) -> None:
    campaign, notice = ruled(reviewer, UnknownRule.RESEND_ONCE)
    lose(notice)
    assert apply_unknown_rules() == {"sent_once_more": 1}
    assert check_sums(campaign) == {"queued": 2}
    assert notice.attempts.get(phase="resolved").reply.startswith("sent once more, by the rule")
    notice.refresh_from_db()
    lose(notice, number=2)
    assert apply_unknown_rules() == {}
    assert check_sums(campaign) == {"queued": 1, "unknown": 1}
    assert CampaignEvent.objects.filter(campaign=campaign, kind="ruled").count() == 1


def test_a_letter_is_owed_where_the_rule_says_post(reviewer: User) -> None:
    campaign, notice = ruled(reviewer, UnknownRule.POST)
    lose(notice)
    assert apply_unknown_rules() == {"counted_as_sent": 1}
    assert check_sums(campaign) == {"queued": 1, "resolved": 1}
    assert PostalItem.objects.get().place == 1
    assert apply_unknown_rules() == {}


def test_a_provider_has_time_to_report_first(reviewer: User) -> None:
    _, notice = ruled(reviewer, UnknownRule.RESEND_ONCE)
    lose(notice, ago=timedelta(minutes=1))
    assert apply_unknown_rules() == {}


def test_those_that_wait_for_a_person_keep_nobody_from_being_written_to(
    reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.campaigns.actions.unknowns._AT_ONCE", 1)
    campaign, twice = ruled(reviewer, UnknownRule.RESEND_ONCE)
    lose(twice)
    lose(twice, number=2)
    lose(notices_of(campaign)[1])
    assert apply_unknown_rules() == {"sent_once_more": 1}


def sent_once_more(reviewer: User) -> tuple[Campaign, Notice]:
    """One waits to be offered again; the other was never offered."""
    campaign, notice = ruled(reviewer, UnknownRule.RESEND_ONCE)
    lose(notice)
    apply_unknown_rules()
    notice.refresh_from_db()
    assert notice.state == NoticeState.QUEUED
    return campaign, notice


def test_who_holds_the_first_copy_is_not_told_that_nothing_was_sent(reviewer: User) -> None:
    campaign, notice = sent_once_more(reviewer)
    proof = proof_of(notice.code)
    assert proof is not None
    assert (proof.is_certain, proof.sent_at) == (False, notice.attempts.get(phase="intent").at)
    assert not notice.is_unsent
    other = notices_of(campaign)[1]
    assert proof_of(other.code) is None
    assert list(Notice.objects.unsent()) == [other]


def test_a_delivery_reported_late_is_not_sent_again(reviewer: User) -> None:
    campaign, notice = sent_once_more(reviewer)
    report(notice, "delivered")
    act_on_reports()
    notice.refresh_from_db()
    assert (notice.state, notice.arrival) == (NoticeState.ACCEPTED, "delivered")
    assert check_sums(campaign) == {"accepted": 1, "queued": 1}


def test_a_refusal_reported_late_leaves_it_to_be_sent_again(reviewer: User) -> None:
    campaign, notice = sent_once_more(reviewer)
    report(notice, "rejected")
    act_on_reports()
    assert check_sums(campaign) == {"queued": 2}


def test_a_cancelled_dispatch_leaves_what_may_have_been_sent_to_its_owner(reviewer: User) -> None:
    campaign, notice = sent_once_more(reviewer)
    assert campaign.dispatch is not None
    assert cancel_dispatch(campaign.dispatch, "The court took it back.") == 1
    notice.refresh_from_db()
    assert (notice.state, notice.owner_id) == (NoticeState.UNKNOWN, campaign.dispatch.owner_id)
    assert "nobody knows whether the first try was sent" in notice.last_reply
    assert check_sums(campaign) == {"cancelled": 1, "unknown": 1}
    move(notice, NoticeState.QUEUED)
    reap()
    assert check_sums(campaign) == {"cancelled": 1, "unknown": 1}


def test_a_try_that_certainly_sent_nothing_leaves_no_doubt(reviewer: User) -> None:
    _, notice = sent_once_more(reviewer)
    NoticeAttempt.objects.create(notice=notice, number=1, phase="deferred")
    assert proof_of(notice.code) is None
    assert notice.is_unsent
