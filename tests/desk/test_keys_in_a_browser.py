"""The common path by keyboard alone, in a real browser; and the desk without JavaScript."""

import pytest
from django.conf import settings as site_settings
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from claimants.people.models import User
from intake.filing.models import Claim
from intake.filing.states import State
from tests.axe import check_accessible
from tests.desk.conftest import AtDesk, File
from tests.desk.steps import fresh, taken
from tests.fixtures.browsers import DESKTOP, PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(transactional_db: None, live_server: LiveServer, settings: Settings) -> str:
    settings.SITE_URL = live_server.url
    return live_server.url


def sit_down(page: Page, site: str, at_desk: AtDesk, user: User) -> None:
    key = at_desk(user).session.session_key or ""
    page.context.add_cookies([{"name": site_settings.SESSION_COOKIE_NAME, "value": key, "url": site}])


def test_a_registration_is_taken_cleared_and_accepted_without_a_mouse(
    site: str, open_page: OpenPage, at_desk: AtDesk, reviewer: User, file: File
) -> None:
    file()
    second = file(name="Zoë Second")
    page = open_page(width=DESKTOP)
    sit_down(page, site, at_desk, reviewer)
    page.goto(f"{site}/desk/queue/")
    for key in ("j", "j", "j", "k", "j"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name=second.reference)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(second.reference)
    page.keyboard.press("t")
    expect(page.get_by_role("status")).to_contain_text("You hold this registration now")
    page.keyboard.press("c")
    expect(page.get_by_role("status")).to_contain_text("The answers are open now")
    page.keyboard.press("m")
    expect(page.get_by_label("Note among staff")).to_be_focused()
    page.keyboard.type("act")
    expect(page.get_by_label("Note among staff")).to_have_value("act")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="This is what will be sent")).to_be_visible()
    page.get_by_role("button", name="Decide: accepted, and send this").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Decided: accepted")
    assert fresh(second).state == State.ACCEPTED


def test_single_keys_can_be_turned_off(
    site: str, open_page: OpenPage, at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    page = open_page(width=DESKTOP)
    sit_down(page, site, at_desk, reviewer)
    page.goto(f"{site}/desk/keys/")
    page.get_by_label("Use single keys in this browser").uncheck()
    page.goto(f"{site}/desk/registrations/{registration.reference}/")
    page.keyboard.press("t")
    page.wait_for_timeout(300)
    assert fresh(registration).state == State.SUBMITTED
    page.goto(f"{site}/desk/keys/")
    expect(page.get_by_label("Use single keys in this browser")).not_to_be_checked()


def test_keys_with_a_modifier_are_the_browsers(
    site: str, open_page: OpenPage, at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    page = open_page(width=DESKTOP)
    sit_down(page, site, at_desk, reviewer)
    page.goto(f"{site}/desk/registrations/{registration.reference}/")
    page.keyboard.press("Alt+t")
    page.wait_for_timeout(300)
    assert fresh(registration).state == State.SUBMITTED


def test_everything_can_be_done_without_javascript(
    site: str, open_page: OpenPage, at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    page = open_page(width=PHONE, javascript=False)
    sit_down(page, site, at_desk, reviewer)
    page.goto(f"{site}/desk/")
    page.get_by_role("button", name="Take the next one").click()
    page.get_by_role("button", name="No conflict").click()
    page.get_by_role("link", name="Propose: declined").click()
    page.get_by_label("Joined too late").check()
    page.get_by_label("Why, for the person who confirms").fill("Joined in June.")
    page.get_by_role("button", name="Show what will be sent").click()
    expect(page.locator("#preview-text")).to_contain_text("You told us that you joined in 2024 or later.")
    page.get_by_role("button", name="Propose: declined").click()
    expect(page.get_by_role("status")).to_contain_text("waits for a different person")
    page.goto(f"{site}/desk/notices/")
    expect(page.get_by_role("table")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_page_with_mistakes_reads_well(
    site: str, open_page: OpenPage, at_desk: AtDesk, reviewer: User, registration: Claim, width: int
) -> None:
    taken(registration, reviewer)
    page = open_page(width=width)
    sit_down(page, site, at_desk, reviewer)
    page.goto(f"{site}/desk/registrations/{registration.reference}/decline/")
    page.get_by_role("button", name="Show what will be sent").click()
    expect(page.get_by_text("Choose at least one reason.")).to_be_visible()
    check_accessible(page)
    page.goto(f"{site}/desk/queue/?q=K7QX-PM2E&state=nonsense")
    expect(page.get_by_text("typing mistake")).to_be_visible()
    check_accessible(page)
    page.goto(f"{site}/desk/registrations/0000-0000/")
    check_accessible(page)
    page.goto(f"{site}/desk/roles/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not open to you")
    check_accessible(page)
