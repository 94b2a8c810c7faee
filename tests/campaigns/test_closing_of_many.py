"""Closing a campaign of which much came to nothing: after the request, by a row that a sweep finds too."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.common.exceptions import Refused
from claimants.people.models import Role, RoleGrant, User
from intake.campaigns import actions, tasks
from intake.campaigns.actions.following import AT_ONCE
from intake.campaigns.models import Campaign, CampaignState, ClosingAsked
from intake.notices.models import NoticeState
from tests.campaigns.listed import administrator_of, move, notices_of, running
from tests.campaigns.situations import staff
from tests.desk.campaigns import at, fresh
from tests.desk.steps import said
from tests.desk.versions import words_of
from tests.notices.reporting import HAPPENED_AT

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def campaign(reviewer: User) -> Campaign:
    """One more than is followed up in one step, all refused on policy, which leads nowhere by itself."""
    made = running(reviewer, [[f"person{number}@example.org"] for number in range(AT_ONCE + 1)])
    for notice in notices_of(made):
        move(notice, NoticeState.FAILED)
    return made


def test_the_page_does_not_wait_and_a_worker_closes_it(campaign: Campaign, signed_in: SignedIn) -> None:
    by = administrator_of(campaign)
    client = signed_in(by)
    assert "A worker does that and then closes it" in words_of(client.get(at(campaign, "close/")))
    assert "It is being closed." in said(client.post(at(campaign, "close/")))
    assert fresh(campaign).state == CampaignState.RUNNING
    page = client.get(at(campaign))
    assert f"It is being closed, as {by.email} asked" in words_of(page)
    assert "data-poll" in page.content.decode()
    tasks.close(ClosingAsked.objects.get().pk)
    closed = fresh(campaign)
    assert (closed.state, closed.events.get(kind="closed").actor) == (CampaignState.CLOSED, by)
    assert "being closed" not in words_of(client.get(at(campaign)))


def test_few_are_followed_up_while_the_page_waits(campaign: Campaign, signed_in: SignedIn) -> None:
    move(notices_of(campaign)[0], NoticeState.ACCEPTED, accepted_at=HAPPENED_AT)
    client = signed_in(administrator_of(campaign))
    assert "A worker does that" not in words_of(client.get(at(campaign, "close/")))
    assert "It is closed. Its declaration can be made." in said(client.post(at(campaign, "close/")))
    assert not ClosingAsked.objects.exists()


def test_a_lost_message_loses_nothing_and_a_second_run_does_nothing(campaign: Campaign) -> None:
    by = administrator_of(campaign)
    asked = actions.ask_to_close(campaign=campaign, by=by)
    assert actions.ask_to_close(campaign=campaign, by=staff(campaign.matter)) == asked
    assert actions.sweep_closings() == 1
    assert actions.sweep_closings() == 0
    tasks.close(asked.pk)
    asked.refresh_from_db()
    assert (asked.said, asked.ended_at is None) == ("", False)
    assert fresh(campaign).events.filter(kind="closed").count() == 1


def test_why_it_could_not_be_closed_stands_on_its_page(campaign: Campaign, signed_in: SignedIn) -> None:
    by = administrator_of(campaign)
    move(notices_of(campaign)[0], NoticeState.QUEUED)
    actions.work_closing(actions.ask_to_close(campaign=campaign, by=by))
    assert "It could not be closed on" in words_of(signed_in(by).get(at(campaign)))
    assert "1 messages are not finished yet" in words_of(signed_in(by).get(at(campaign)))
    move(notices_of(campaign)[0], NoticeState.FAILED)
    actions.work_closing(actions.ask_to_close(campaign=campaign, by=by))
    assert fresh(campaign).state == CampaignState.CLOSED


def test_it_is_closed_only_while_whoever_asked_may_close_it(campaign: Campaign) -> None:
    by = administrator_of(campaign)
    asked = actions.ask_to_close(campaign=campaign, by=by)
    RoleGrant.objects.filter(user=by).delete()
    actions.sweep_closings()
    asked.refresh_from_db()
    assert "Your role in this matter does not let you" in asked.said
    assert fresh(campaign).state == CampaignState.RUNNING
    with pytest.raises(Refused):
        actions.ask_to_close(campaign=campaign, by=staff(campaign.matter, Role.REVIEWER))
