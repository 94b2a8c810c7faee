"""The list of a campaign as it is uploaded, and the messages that are made of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.notices.models import Notice
from tests.desk.campaigns import GOOD, as_file, at, begun, frozen, rehearsed
from tests.desk.steps import said
from tests.desk.versions import words_of
from tests.fixtures.filings import staff_of

LINE = "ana@example.org,Ana López,Plan A"
SignedIn = Callable[[User], Client]


@pytest.fixture
def first(settlement: Matter) -> User:
    return staff_of(settlement, "first", Role.ADMINISTRATOR)


@pytest.fixture
def client(first: User, signed_in: SignedIn) -> Client:
    return signed_in(first)


def test_every_mistake_of_a_list_is_told_with_its_line_and_nothing_is_stored(
    settlement: Matter, first: User, client: Client
) -> None:
    campaign = begun(client, settlement, first)
    wrong = "email,name\nana@example.org,Ana\nnobody,Bo\nwei@example.org,\nana@example.org,Ana\n"
    page = client.post(at(campaign, "freeze/"), {"upload": as_file(wrong)})
    assert [problem.line for problem in page.context["problems"]] == [2, 3, 4]
    assert "Line 3 email : this is not an e-mail address." in words_of(page)
    assert "Nothing of this list was stored." in words_of(page)
    assert not Notice.objects.filter(dispatch__isnull=False).exists()
    assert "The recipients are frozen" in said(client.post(at(campaign, "freeze/"), {"upload": as_file(GOOD)}))


def test_a_list_that_is_too_large_for_memory_is_read_from_the_disk(
    settlement: Matter, first: User, client: Client, settings: Settings
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    assert frozen(client, settlement, first).manifest_rows == 3


def test_the_messages_worth_reading_and_any_line(settlement: Matter, first: User, client: Client) -> None:
    campaign = rehearsed(client, settlement, first, f"{GOOD}bo@example.org,Bo,\n")
    page = words_of(client.get(at(campaign, "messages/")))
    assert "has no “product”" in page
    assert "the longest message" in page
    assert client.get(at(campaign, "messages/"), {"line": "2"}).url == at(campaign, "messages/2/")
    assert "Write a number between 1 and 4" in words_of(client.get(at(campaign, "messages/"), {"line": "9"}))
    page = words_of(client.get(at(campaign, "messages/2/")))
    assert "Dear Wei Chen," in page
    assert "wei@example.org" in page
    assert "There is nobody on line 9" in said(client.get(at(campaign, "messages/9/")))
