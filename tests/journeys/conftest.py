"""What a journey stands on: the live site with the bundled matters, its mail page, and people who walk through it."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from claimants.matters.actions import load
from claimants.people.models import User
from intake.celery import app
from tests.fixtures.browsers import DESKTOP, PHONE, OpenPage
from tests.fixtures.filings import MATTERS
from tests.fixtures.mail import MailFolder
from tests.journeys.claimant import Claimant
from tests.journeys.hands import Hands
from tests.journeys.mailpage import MailPage
from tests.journeys.reviewer import Reviewer
from tests.people.steps import with_app

MakeClaimant = Callable[..., Claimant]
MakeReviewer = Callable[..., Reviewer]
Enter = Callable[[Page, User], None]


@pytest.fixture
def site(transactional_db: None, live_server: LiveServer, settings: Settings, mail_folder: MailFolder) -> str:
    """The address of the running site; its messages lead back to it."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def sit_down(site: str, open_page: OpenPage, mail_folder: MailFolder) -> MakeClaimant:
    """`sit_down("ana@example.org", width=320)` is a claimant at a browser of their own. Mail is read in
    another browser, so that reading it signs nobody in or out."""

    def at_a_browser(
        email: str, *, width: int = PHONE, javascript: bool = True, hands: Callable[..., Hands] | None = None
    ) -> Claimant:
        page = open_page(width, javascript=javascript)
        mail = MailPage(open_page(DESKTOP), site, mail_folder, email)
        return Claimant(page, mail, hands=hands(page) if hands else None, javascript=javascript)

    return at_a_browser


@pytest.fixture
def at_the_desk(site: str, open_page: OpenPage, mail_folder: MailFolder, enter: Enter) -> MakeReviewer:
    """`at_the_desk(user)` is a member of staff in front of a screen, not signed in yet; with `is_in=True` they are
    past the door."""

    def in_front_of_a_screen(user: User, *, is_in: bool = False) -> Reviewer:
        page, mail = open_page(DESKTOP), MailPage(open_page(DESKTOP), site, mail_folder, user.email)
        if is_in:
            enter(page, user)
        return Reviewer(page, mail, with_app(user))

    return in_front_of_a_screen


@pytest.fixture
def demonstration(site: str) -> None:
    """The three bundled matters, staff, and forty made-up people in every state."""
    for path in sorted(MATTERS.glob("*.yaml")):
        load(path, at=timezone.now())
    call_command("seed_demo", stdout=StringIO())
    app.control.purge()


@pytest.fixture
def enter(site: str, signed_in: Callable[[User], Client]) -> Enter:
    """`enter(page, user)` lets somebody in who is past the door already, staff with their second factor."""

    def past_the_door(page: Page, user: User) -> None:
        key = signed_in(user).session.session_key or ""
        page.context.add_cookies([{"name": site_settings.SESSION_COOKIE_NAME, "value": key, "url": site}])

    return past_the_door
