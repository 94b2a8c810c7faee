"""A campaign that stops by itself: it says so, and goes on when a person lets it."""

import pytest
from pytest_django import Settings

from intake.campaigns import actions
from intake.campaigns.models import Campaign, CampaignEvent, CampaignState
from intake.campaigns.tasks import sweep
from intake.notices.consequences import pause as stop_by_breaker
from intake.notices.models import DispatchState
from tests.campaigns.situations import matter_with, running, staff

pytestmark = pytest.mark.django_db
WHY = "60 of the last 100 addresses do not exist. Look at where the list came from."


@pytest.fixture
def campaign() -> Campaign:
    matter = matter_with(claims=1)
    return running(matter, staff(matter))


def test_a_campaign_that_the_breaker_stopped_is_paused_and_goes_on(campaign: Campaign) -> None:
    stop_by_breaker(campaign.dispatch_id, WHY)
    sweep()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.PAUSED
    event = CampaignEvent.objects.filter(campaign=campaign).last()
    assert (event.kind, event.actor) == ("paused", None)
    assert WHY in event.text
    assert actions.pause_what_stopped() == 0
    again = actions.resume(campaign=campaign, by=campaign.made_by)
    assert (again.state, again.dispatch.state, again.dispatch.why) == (
        CampaignState.RUNNING, DispatchState.RUNNING, "",
    )  # fmt: skip


def test_a_person_who_pauses_what_stopped_a_moment_ago_is_not_refused(campaign: Campaign) -> None:
    stop_by_breaker(campaign.dispatch_id, WHY)
    paused = actions.pause(campaign=campaign, reason="We look at the list.", by=campaign.made_by)
    assert paused.state == CampaignState.PAUSED
    assert paused.dispatch.why == f"We look at the list. It had stopped by itself: {WHY}"


def test_it_stops_when_what_goes_to_our_own_mailboxes_stopped(settings: Settings) -> None:
    settings.SEED_MAILBOXES = ["seed@example.org"]
    matter = matter_with(claims=1)
    campaign = running(matter, staff(matter))
    stop_by_breaker(campaign.seeds_id, WHY)
    assert actions.pause_what_stopped() == 1
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert (campaign.dispatch.state, campaign.seeds.state) == (DispatchState.PAUSED, DispatchState.PAUSED)
    again = actions.resume(campaign=campaign, by=campaign.made_by)
    assert (again.dispatch.state, again.seeds.state) == (DispatchState.RUNNING, DispatchState.RUNNING)
