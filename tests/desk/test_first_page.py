"""The first page: what it says of messages that one person waits for, and of notices to many."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claimants.people.models import User
from intake.campaigns.models import Campaign
from intake.notices.models import NoticeState
from tests.campaigns.listed import administrator_of, move, notices_of, running
from tests.desk.campaigns import at
from tests.desk.versions import words_of
from tests.factories import UserFactory

SignedIn = Callable[[User], Client]
PEOPLE = [[f"person{number}@example.org"] for number in range(5)]


@pytest.fixture
def campaign(db: None) -> Campaign:
    return running(UserFactory.create(staff=True), PEOPLE)


@pytest.fixture
def client(campaign: Campaign, signed_in: SignedIn) -> Client:
    return signed_in(administrator_of(campaign))


def test_what_failed_of_many_is_counted_beside_its_campaign_and_leads_there(campaign: Campaign, client: Client) -> None:
    page = words_of(client.get("/desk/"))
    assert "None. No message that one person waits for has failed, come back or been held." in page
    assert "failed" not in page.replace("has failed", "")
    first, second, third, fourth, _ = notices_of(campaign)
    for notice in (first, second):
        move(notice, NoticeState.FAILED)
    move(third, NoticeState.UNKNOWN)
    move(fourth, NoticeState.HELD)
    answer = client.get("/desk/")
    assert "2 failed 1 perhaps not sent" in words_of(answer)
    assert "None. No message that one person waits for" in words_of(answer)
    assert third.code not in answer.content.decode()
    for show, number in (("failed", 2), ("unknown", 1)):
        address = f"{at(campaign, 'notices/')}?show={show}"
        assert address in answer.content.decode()
        assert len(client.get(address).context["rows"]) == number


def test_the_first_page_asks_the_same_number_of_questions_for_many_campaigns(
    campaign: Campaign, client: Client
) -> None:
    before = _queries(client)
    for _ in range(3):
        other = running(campaign.owner, PEOPLE, matter=campaign.matter)
        move(notices_of(other)[0], NoticeState.UNKNOWN)
        move(notices_of(other)[1], NoticeState.FAILED)
    assert words_of(client.get("/desk/")).count("1 failed 1 perhaps not sent") == 3
    assert _queries(client) == before


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/")
    return len(asked)
