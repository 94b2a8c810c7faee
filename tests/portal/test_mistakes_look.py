"""Every page with mistakes on it, and the script that brings up questions, in a real browser on a telephone."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions
from intake.filing.models import Claim
from tests.axe import check_accessible
from tests.fixtures.browsers import OpenPage
from tests.fixtures.filings import REGISTRATION, new_claimant

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(transactional_db: None) -> User:
    return new_claimant("writer")


@pytest.fixture
def written(seed: Matter, writer: User) -> Claim:
    """A draft with every question answered but those about InMail."""
    claim = actions.start(matter=seed, by=writer)
    answers = {id: answer for id, answer in REGISTRATION.items() if not id.startswith("inmail")}
    actions.save_answers(claim=claim, answers=answers, by=writer)
    return claim


@pytest.fixture
def at(
    transactional_db: None, live_server: LiveServer, open_page: OpenPage, signed_in: Callable[..., Client], writer: User
) -> Callable[[str], Page]:
    """`at("/matters/…/")` is the writer's browser on that page."""
    page = open_page()
    key = signed_in(writer).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])

    def go(path: str) -> Page:
        page.goto(f"{live_server.url}{path}")
        return page

    return go


def _is_sound(page: Page) -> None:
    """The page says in its title that there is a mistake, begins with the list of them, and is accessible."""
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    link = summary.get_by_role("link").first
    target = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
    expect(target).to_have_count(1)
    check_accessible(page)


def test_mistakes_are_listed_first_and_each_leads_to_its_input(
    at: Callable[[str], Page], seed: Matter, written: Claim
) -> None:
    base = f"/registrations/{written.reference}"
    page = at(f"/matters/{seed.slug}/start/self/")
    page.get_by_role("button", name="Continue").click()
    _is_sound(page)
    page = at(f"/matters/{seed.slug}/check/")
    page.locator('[name="account.from.year"]').fill("19x")
    page.get_by_role("button", name="See the result").click()
    _is_sound(page)
    page = at(f"{base}/your-premium/")
    page.get_by_role("button", name="Add another row").click()
    page.locator('[name="premium.1.from.year"]').fill("20x")
    page.get_by_role("button", name="Save and continue").last.click()
    _is_sound(page)
    page.get_by_role("alert").get_by_role("link").first.press("Enter")
    expect(page.locator("#id_premium-1-from-month")).to_be_focused()
    page = at(f"{base}/about-you/")
    page.locator('[name="phone"]').fill("12")
    page.get_by_role("button", name="Save and continue").last.click()
    _is_sound(page)


def test_the_check_page_and_the_signature_are_accessible_with_and_without_a_mistake(
    at: Callable[[str], Page], written: Claim, writer: User
) -> None:
    page = at(f"/registrations/{written.reference}/check-answers/")
    expect(page.get_by_text("Not answered yet")).to_have_count(1)
    check_accessible(page)
    actions.save_answers(claim=written, answers={"inmail": "none"}, by=writer)
    page.reload()
    page.get_by_role("button", name="Sign and submit").click()
    _is_sound(page)


def test_a_question_comes_up_and_goes_with_the_answer_above_it(at: Callable[[str], Page], written: Claim) -> None:
    page = at(f"/registrations/{written.reference}/account-and-messages/")
    first = page.get_by_role("group", name="When was the first one")
    expect(first).to_have_count(0)
    page.get_by_label("I sent and received some").check()
    expect(first).to_be_visible()
    check_accessible(page)
    page.get_by_label("No, neither").check()
    expect(first).to_have_count(0)
    page.get_by_label("I sent some").check()
    first.get_by_label("Year").fill("2019")
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you knew, and when")
    written.refresh_from_db()
    assert written.draft["answers"]["inmail_first"] == "2019"


def test_pressing_enter_in_a_field_goes_on_and_never_adds_or_removes_a_row(
    at: Callable[[str], Page], written: Claim
) -> None:
    page = at(f"/registrations/{written.reference}/your-premium/")
    page.locator('[name="premium.0.from.year"]').press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where did you live while you had Premium?")


def test_a_date_with_a_mistake_stays_on_one_line_on_a_telephone(at: Callable[[str], Page], written: Claim) -> None:
    page = at(f"/registrations/{written.reference}/your-premium/")
    page.locator('[name="premium.0.from.year"]').fill("20x")
    page.get_by_role("button", name="Save and continue").last.click()
    _is_sound(page)
    for end in ("from", "to"):
        parts = [page.locator(f'[name="premium.0.{end}.{part}"]').bounding_box() for part in ("month", "day", "year")]
        assert len({round(part["y"]) for part in parts if part}) == 1, parts
