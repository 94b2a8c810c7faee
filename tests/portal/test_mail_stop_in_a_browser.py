"""The link at the end of messages to many, in a real browser: on a phone, with the keyboard, without JavaScript."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from claimants.people.models import User
from intake.notices.models import AddressStatus
from intake.notices.unsubscribing import stop_url
from tests.axe import check_accessible
from tests.campaigns.listed import notices_of, running
from tests.fixtures.browsers import DESKTOP, PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize(
    ("purpose", "button", "done"),
    [
        ("update", "Stop the updates", "You will get no more updates"),
        ("court_notice", "Send it on paper", "We noted that you want paper"),
    ],
)
def test_one_key_on_a_page_without_scripts_is_enough(
    live_server: object, reviewer: User, open_page: OpenPage, width: int, purpose: str, button: str, done: str
) -> None:
    notice = notices_of(running(reviewer, [["ana@example.org"]], purpose=purpose))[0]
    page = open_page(width=width, javascript=False)
    site = str(live_server).replace("127.0.0.1", "localhost")
    page.goto(f"{site}/{stop_url(notice.code).split('/', 3)[3]}")
    expect(page.get_by_role("button", name=button)).to_be_visible()
    if folder := os.environ.get("LOOK_INTO"):
        page.screenshot(path=Path(folder) / f"{purpose}-{width}-before.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not AddressStatus.objects.exists()
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=done)).to_be_visible()
    if folder:
        page.screenshot(path=Path(folder) / f"{purpose}-{width}-after.png", full_page=True)
    assert AddressStatus.objects.count() == 1


@pytest.mark.parametrize("purpose", ["update", "court_notice"])
def test_the_pages_are_accessible(live_server: object, reviewer: User, open_page: OpenPage, purpose: str) -> None:
    notice = notices_of(running(reviewer, [["ana@example.org"]], purpose=purpose))[0]
    page = open_page()
    page.goto(f"{str(live_server).replace('127.0.0.1', 'localhost')}/{stop_url(notice.code).split('/', 3)[3]}")
    check_accessible(page)
    page.get_by_role("button", name="paper" if purpose == "court_notice" else "updates").click()
    check_accessible(page)
