"""Reports that nothing could be made of, or that a person should read: who sees which, and that no address is shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.notices.models import MailEvent, Notice
from tests.campaigns.listed import notices_of, running
from tests.desk.versions import words_of
from tests.factories import UserFactory
from tests.fixtures.filings import staff_of

SignedIn = Callable[[User], Client]
PAGE = "/desk/mail-reports/"


@pytest.fixture
def elsewhere(db: None) -> Notice:
    """A message of another matter."""
    return notices_of(running(UserFactory.create(staff=True), [["ana@example.org"]]))[0]


@pytest.fixture
def reviewer(seed: Matter, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(seed, "anna"))


@pytest.fixture
def administrator(seed: Matter, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(seed, "robin", Role.ADMINISTRATOR))


def test_both_numbers_of_the_page_about_the_queue_lead_to_what_they_count(administrator: Client) -> None:
    for number in range(3):
        _report(number)
    _report(3, is_flagged=True)
    page = words_of(administrator.get("/desk/health/"))
    assert "Reports about no message that we know 4" in page
    assert "for a person to read 1" in page
    for show, number in (("unmatched", 4), ("flagged", 1)):
        assert f"{PAGE}?show={show}" in administrator.get("/desk/health/").content.decode()
        assert len(administrator.get(PAGE, {"show": show}).context["rows"]) == number


def test_what_belongs_to_no_matter_is_for_administrators(reviewer: Client) -> None:
    _report(1, is_flagged=True)
    page = reviewer.get("/desk/health/")
    assert "An administrator can read them." in words_of(page)
    assert PAGE not in page.content.decode()
    assert "There is no such report." in words_of(reviewer.get(PAGE))
    unmatched = reviewer.get(PAGE, {"show": "unmatched"})
    assert "There is no such choice for you." in words_of(unmatched)
    assert unmatched.context["rows"] == []


def test_everybody_reads_those_of_their_own_matters(
    administrator: Client, signed_in: SignedIn, elsewhere: Notice
) -> None:
    _report(1, is_flagged=True, notice=elsewhere, said="Out of office.", ground="unrecognised")
    assert "There is no such report." in words_of(administrator.get(PAGE))
    page = words_of(signed_in(staff_of(elsewhere.matter, "ben")).get(PAGE))
    for words in (elsewhere.code, "Out of office.", "came back", "unrecognised"):
        assert words in page


def test_no_address_is_shown_and_what_is_old_is_gone(administrator: Client) -> None:
    _report(1, is_flagged=True, about="ana.lopez@example.org")
    _report(2, is_flagged=True, received_at=timezone.now() - timedelta(days=31), said="Long ago.")
    page = words_of(administrator.get(PAGE))
    assert "(an address)" in page
    assert "ana.lopez" not in page
    assert "Long ago." not in page


def test_a_long_list_goes_on_and_costs_the_same(administrator: Client) -> None:
    _report(0, is_flagged=True)
    before = _queries(administrator)
    for number in range(1, 60):
        _report(number, is_flagged=True)
    assert _queries(administrator) == before
    first = administrator.get(PAGE, {"show": "flagged"})
    assert len(first.context["rows"]) == 50
    assert len(administrator.get(f"{PAGE}?{first.context['further']}").context["rows"]) == 10
    assert administrator.get(PAGE, {"before": "x"}).status_code == 200


def _report(number: int, **said: object) -> MailEvent:
    given = {"provider": "p", "provider_event_id": str(number), "kind": "bounced", "happened_at": timezone.now()} | said
    return MailEvent.objects.create(**given)


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    return len(asked)


def test_an_empty_list_says_which_settings_make_anything_be_heard(
    administrator: Client, settings: LazySettings
) -> None:
    settings.BOUNCE_KEYS, settings.BOUNCE_DOMAIN, settings.MAIL_EVENTS_FROM = [], "", []
    page = words_of(administrator.get(PAGE))
    assert "BOUNCE_KEYS and BOUNCE_DOMAIN are not set" in page
    assert "MAIL_EVENTS_FROM names none" in page
    settings.BOUNCE_KEYS, settings.BOUNCE_DOMAIN, settings.MAIL_EVENTS_FROM = ["k"], "bounce.example.org", ["postmark"]
    page = words_of(administrator.get(PAGE))
    assert "manage.py read_bounces" in page
    assert "not set" not in page
    assert "MAIL_EVENTS_FROM" not in page


def test_the_list_of_new_mailboxes_says_what_it_is_for_while_it_is_empty(reviewer: Client) -> None:
    answer = reviewer.get("/desk/mailboxes/")
    assert "Two members of staff give one together" in words_of(answer)
    assert "none is proposed. When somebody cannot sign in any more" in words_of(answer)
    assert f'href="{PAGE}"' in answer.content.decode()
