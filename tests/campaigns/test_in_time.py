"""The deadline is looked at again whenever sending begins, with the limits and the days that hold then."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from claimants.common.exceptions import Refused
from intake.campaigns import actions
from intake.campaigns.caps import Caps
from intake.campaigns.forecasting import forecast_of, said
from intake.campaigns.models import Campaign
from intake.notices.buckets import ALL, of_dispatch, relay
from intake.notices.models import Bucket
from tests.campaigns.situations import approved, matter_with, rehearsed, running, staff

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
"""Five in the afternoon of 7 December in California, and the next day in UTC."""


@pytest.mark.parametrize("point", ["start", "resume"])
def test_what_would_be_late_by_now_is_neither_started_nor_let_go_on(point: str) -> None:
    matter = matter_with(claims=3)
    by = staff(matter)
    limits = {"deadline": timezone.now() + timedelta(days=30), "caps": Caps(per_day=1)}
    campaign = (approved if point == "start" else running)(matter, by, **limits)
    if point == "resume":
        actions.pause(campaign=campaign, reason="We look at it.", by=by)
    Bucket.objects.create(provider=relay(), destination=ALL, per_day=0)
    with pytest.raises(Refused, match="now, the last notice would never leave"):
        getattr(actions, point)(campaign=campaign, by=by)


def test_a_forecast_says_under_what_condition_it_holds() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = approved(matter, by)
    assert said(campaign, forecast_of(campaign)).startswith("If it were started now, the last notice would leave on ")
    campaign = actions.start(campaign=campaign, by=by)
    assert said(campaign, forecast_of(campaign)).startswith("The last notice leaves on ")
    campaign = actions.pause(campaign=campaign, reason="We look at it.", by=by)
    assert said(campaign, forecast_of(campaign)).startswith("If it went on now, the last notice would leave on ")


def test_days_are_those_of_the_limits_and_what_was_taken_today_is_gone() -> None:
    matter = matter_with(claims=3)
    campaign = rehearsed(matter, staff(matter), caps=Caps(per_day=2))
    with time_machine.travel(EVENING, tick=False):
        assert forecast_of(campaign).last.date() == EVENING.date() + timedelta(days=1)
        name = of_dispatch(campaign.dispatch_id)
        bucket = Bucket.objects.create(provider=relay(), destination=name, per_day=2, taken_today=2, day=EVENING.date())
        assert forecast_of(campaign).last.date() == EVENING.date() + timedelta(days=2)
        Bucket.objects.filter(pk=bucket.pk).update(day=EVENING.date() - timedelta(days=1))
        assert forecast_of(campaign).last.date() == EVENING.date() + timedelta(days=1)


def test_another_number_of_days_for_letters_is_approved_anew() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = approved(matter, by)
    Campaign.objects.update(remail_days=30)
    with pytest.raises(Refused, match="no valid approval any more"):
        actions.start(campaign=campaign, by=by)
    with pytest.raises(Refused, match="within 1 to 250 working days"):
        actions.change_limits(campaign=campaign, caps=Caps(), deadline=None, by=by, remail_days=0)
