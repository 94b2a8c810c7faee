"""What the page of a campaign asks for by itself: only while something is on its way, and nothing that counts rows."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from claimants.people.models import User
from intake.campaigns import actions
from intake.campaigns.models import Campaign
from intake.notices.models import NoticeState
from tests.campaigns.listed import administrator_of, move, notices_of, running
from tests.campaigns.situations import frozen, matter_with, staff
from tests.desk.campaigns import at
from tests.desk.versions import words_of
from tests.factories import UserFactory

SignedIn = Callable[[User], Client]


@pytest.fixture
def campaign(db: None) -> Campaign:
    return running(UserFactory.create(staff=True), [["ana@example.org"], ["wei@example.org"]])


@pytest.mark.parametrize("state", [NoticeState.QUEUED, NoticeState.LEASED, NoticeState.ATTEMPTING])
def test_it_looks_again_while_a_message_waits_or_is_with_a_worker(
    campaign: Campaign, signed_in: SignedIn, state: NoticeState
) -> None:
    client = signed_in(administrator_of(campaign))
    first, second = notices_of(campaign)
    move(first, NoticeState.ACCEPTED, accepted_at=timezone.now())
    move(second, state, lease_token="x", lease_until=timezone.now())
    assert _looks_again(client, campaign)


def test_a_campaign_that_runs_and_has_nothing_on_its_way_is_not_looked_at_again(
    campaign: Campaign, signed_in: SignedIn
) -> None:
    client = signed_in(administrator_of(campaign))
    first, second = notices_of(campaign)
    move(first, NoticeState.ACCEPTED, accepted_at=timezone.now())
    move(second, NoticeState.HELD)
    assert not _looks_again(client, campaign)


def test_the_forecast_stands_on_the_page_and_not_in_what_is_asked_for(db: None, signed_in: SignedIn) -> None:
    matter = matter_with(2)
    by = staff(matter)
    campaign = frozen(matter, by)
    client = signed_in(by)
    assert "If it were started now, the last notice would leave on" in words_of(client.get(at(campaign)))
    dry_run = actions.ask_for_dry_run(campaign=campaign, by=by)
    assert _looks_again(client, campaign)
    assert "the last notice would leave on" not in words_of(client.get(at(campaign, "progress/")))
    actions.rehearse(dry_run)
    assert not _looks_again(client, campaign)
    assert "If it were started now, the last notice would leave on" in words_of(client.get(at(campaign)))


def _looks_again(client: Client, campaign: Campaign) -> bool:
    """As the page and what it asks for say alike."""
    page = "data-poll" in client.get(at(campaign)).content.decode()
    assert ("data-ended" in client.get(at(campaign, "progress/")).content.decode()) is not page
    return page
