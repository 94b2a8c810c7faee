"""Once a day each group of mailbox providers is given more, if yesterday went well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.campaigns import actions
from intake.campaigns.actions import warming
from intake.campaigns.forecasting import group_limits
from intake.campaigns.models import Campaign
from intake.campaigns.warm_up import Day, objection_to_step
from intake.notices.buckets import relay
from intake.notices.models import Bucket, MailEvent, Notice, NoticeAttempt
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
    assert warming.days_of(now.date()) == {"other": Day(sent=3, refused=1, complaints=1, deferrals=1)}
    assert warming.days_of(now.date() - timedelta(days=1)) == {}


def test_only_what_had_nobody_at_its_address_is_said_not_to_exist() -> None:
    matter = matter_with(claims=4)
    campaign: Campaign = running(matter, staff(matter))
    gone, refused, *returned = campaign.dispatch.notices.order_by("pk")
    for notice, ground in ((gone, "address"), (refused, "policy")):
        NoticeAttempt.objects.create(notice=notice, number=1, phase="failed", ground=ground)
    for notice, ground in zip(returned, ("address", "full"), strict=True):
        NoticeAttempt.objects.create(notice=notice, number=1, phase="accepted")
        Notice.objects.filter(pk=notice.pk).update(state="accepted", accepted_at=timezone.now(), arrival="bounced")
        MailEvent.objects.create(
            provider="ses", provider_event_id=ground, kind="bounced", ground=ground, notice=notice,
            happened_at=timezone.now(),
        )  # fmt: skip
    assert warming.days_of(timezone.now().date()) == {"other": Day(sent=4, hard=2, refused=2)}


def test_why_a_group_stays_at_its_step_says_what_did_not_exist_and_what_was_refused() -> None:
    said = objection_to_step(0, Day(sent=1_000, hard=5, refused=30))
    assert said.startswith("0.5% of yesterday's addresses did not exist, and 3.0% of the messages were refused")
