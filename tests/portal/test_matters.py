"""The list of cases and the page of each: what the data says, and nothing more."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from claimants.matters.actions import load
from claimants.matters.models import Matter
from tests.portal.reading import text_of


def test_the_list_says_in_words_that_there_is_no_case_yet(client: Client, db: None) -> None:
    assert "There is no case here yet" in text_of(client.get("/"))


def test_the_list_puts_the_cases_first_that_take_something_now(
    client: Client, seed: Matter, settlement: Matter, closed_matter: Matter
) -> None:
    page = text_of(client.get("/"))
    assert page.index(seed.caption) < page.index(closed_matter.caption)
    assert page.index(settlement.caption) < page.index(closed_matter.caption)
    assert "Takes registrations now." in page
    assert "Takes claims now." in page
    assert "Takes nothing new." in page


def test_a_page_that_says_to_write_to_the_court_says_where(client: Client, settlement: Matter) -> None:
    page = text_of(client.get(f"/matters/{settlement.slug}/"))
    assert "Write to the court, not to us" in page
    assert "To write to the court, use this address: Office of the Clerk (not a real court)" in page
    assert "Source: Fictional order granting preliminary approval, Dkt. 101, paragraph 12" in page


def test_a_right_to_file_names_the_person_who_decides(client: Client, settlement: Matter) -> None:
    page = text_of(client.get(f"/matters/{settlement.slug}/"))
    assert "A person checks your claim and decides it on its own facts." in page
    assert "by itself" not in page


def test_a_dismissed_case_says_so_and_promises_nothing(client: Client, seed: Matter) -> None:
    page = text_of(client.get(f"/matters/{seed.slug}/"))
    for sentence in (
        "This case was dismissed on January 30, 2025. No lawsuit is going on.",
        "No court has approved this page.",
        "There is no settlement and there is nothing to pay out.",
        "No lawyer represents you because you register",
        "Registering does not stop any legal deadline from running.",
        "This definition is provisional.",
        "Counsel to confirm",
        "No result of the check stops you",
    ):
        assert sentence in page


def test_a_page_shows_both_sides_the_sources_and_the_time_limits(client: Client, seed: Matter) -> None:
    response = client.get(f"/matters/{seed.slug}/")
    page, file = text_of(response), seed.file
    for statement in file.statements:
        assert statement.said in page
    for fact in file.facts:
        assert fact.text in page
    for limitation in file.limitations:
        assert limitation.cite in page
    assert "September 18, 2026, or September 27, 2026 if the days the case was pending count" in page
    assert "(this day has passed)" in page
    assert all(entry.url in response.content.decode() for entry in file.stages if entry.url)


def test_a_court_authorised_case_shows_its_dates_with_zone_and_basis_its_rights_and_what_is_given_up(
    client: Client, settlement: Matter
) -> None:
    page, file = text_of(client.get(f"/matters/{settlement.slug}/")), settlement.file
    for date in file.dates:
        assert date.label in page
        assert date.order in page
    for right in file.rights:
        assert right.heading in page
    for paragraph in file.release:
        assert paragraph in page
    assert re.search(r"at 11:59 p\.m\. \(C[SD]T\)", page)
    assert "Received by" in page
    assert "File a claim" in page


def test_nothing_can_be_filed_in_a_closed_case(client: Client, own: Client, closed_matter: Matter) -> None:
    page = text_of(client.get(f"/matters/{closed_matter.slug}/"))
    assert "Nothing can be filed here now." in page
    assert "Check if this covers you" not in page
    assert client.get(f"/matters/{closed_matter.slug}/check/").status_code == 302
    begun = own.post(f"/matters/{closed_matter.slug}/start/", {"capacity": "self"})
    assert "Nothing can be filed in this matter now." in text_of(begun)


def test_nothing_can_be_filed_after_the_deadline(own: Client, db: None) -> None:
    long_ago = timezone.now() - timedelta(days=900)
    matter = load(settings.BASE_DIR / "matters" / "example-settlement.yaml", at=long_ago).matter
    page = text_of(own.get(f"/matters/{matter.slug}/"))
    assert "(past)" in page
    assert "Nothing can be filed here now." in page


def test_a_deadline_is_not_called_past_while_its_last_second_runs(client: Client, settlement: Matter) -> None:
    deadline = settlement.file.date("claim_deadline")
    assert deadline is not None
    for seconds, is_past in [(0.5, False), (1, True)]:
        with time_machine.travel(deadline.moment + timedelta(seconds=seconds), tick=False):
            page = text_of(client.get(f"/matters/{settlement.slug}/"))
        shown = page.partition(deadline.label)[2][:120]
        assert ("(past)" in shown, "Nothing can be filed here now." in page) == (is_past, is_past)


@pytest.mark.parametrize("page", ["", "check/", "start/", "start/self/"])
def test_every_page_of_a_case_names_the_firm_its_telephone_and_that_it_is_a_demonstration(
    own: Client, seed: Matter, page: str
) -> None:
    text = text_of(own.get(f"/matters/{seed.slug}/{page}"))
    assert seed.file.sponsor.telephone in text
    assert "Demonstration." in text


def test_the_privacy_notice_says_until_when_answers_are_kept(client: Client, seed: Matter) -> None:
    page = text_of(client.get(f"/privacy/{seed.slug}/"))
    assert "December 31, 2029" in page
    assert seed.file.sponsor.data_controller in page


def test_the_accessibility_statement_stands_without_any_case(client: Client, db: None) -> None:
    assert "2.2, level AA" in text_of(client.get("/accessibility/"))


def test_search_engines_are_kept_from_private_pages(client: Client, db: None) -> None:
    assert "Disallow: /registrations/" in client.get("/robots.txt").content.decode()


def test_a_case_that_does_not_exist_is_not_found(client: Client, db: None) -> None:
    for address in ("/matters/nothing/", "/matters/nothing/check/", "/privacy/nothing/"):
        response = client.get(address)
        assert response.status_code == 404
        assert "There is no such page" in text_of(response)
