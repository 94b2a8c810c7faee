"""Once a day each group of mailbox providers is given more, if yesterday went well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.campaigns import actions
from intake.campaigns.actions import warming
from intake.campaigns.forecasting import group_limits
from intake.campaigns.models import Campaign
from intake.campaigns.warm_up import Day
from intake.notices.buckets import relay
from intake.notices.models import Bucket, Notice, NoticeAttempt
from tests.campaigns.situations import matter_with, running, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def gmail() -> Bucket:
    return Bucket.objects.create(provider=relay(), destination="gmail", warm_up_step=0, per_day=1_000)


@pytest.mark.parametrize("day, step, per_day", [(Day(sent=900), 1, 2_000), (Day(sent=900, hard=90), 0, 1_000)])
def test_a_group_is_given_more_once_a_day(
    gmail: Bucket, monkeypatch: pytest.MonkeyPatch, day: Day, step: int, per_day: int
) -> None:
    monkeypatch.setattr(warming, "days_of", lambda yesterday: {"gmail": day})
    actions.warm_up()
    assert actions.warm_up() == 0
    gmail.refresh_from_db()
    assert (gmail.warm_up_step, gmail.per_day) == (step, per_day)


def test_a_forecast_reckons_with_the_days_to_come(gmail: Bucket) -> None:
    assert [group_limits()["gmail"].on_day(day) for day in (0, 1, 2, 9)] == [1_000, 2_000, 4_000, None]


def test_a_day_is_counted_from_attempts_and_reports() -> None:
    matter = matter_with(claims=4)
    campaign: Campaign = running(matter, staff(matter))
    now = timezone.now()
    phases = ("accepted", "accepted", "failed", "deferred")
    for notice, phase in zip(campaign.dispatch.notices.all(), phases, strict=True):
        NoticeAttempt.objects.create(notice=notice, number=1, phase=phase)
    first = Notice.objects.order_by("pk").first()
    Notice.objects.filter(pk=first.pk).update(state="accepted", accepted_at=now, arrival="complained")
    assert warming.days_of(now.date()) == {"other": Day(sent=3, hard=1, complaints=1, deferrals=1)}
    assert warming.days_of(now.date() - timedelta(days=1)) == {}
