"""What a campaign's rule does with messages that nobody can know about, and what it never does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimants.people.models import User
from intake.campaigns.actions import apply_unknown_rules
from intake.campaigns.actions.unknowns import REPORTS_TAKE
from intake.campaigns.models import Campaign, CampaignEvent, PostalItem, UnknownRule
from intake.notices.models import Notice, NoticeAttempt
from tests.campaigns.listed import move, notices_of, running
from tests.campaigns.test_following import check_sums

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
