"""Passkeys in a real browser, with a device that the browser plays."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from claimants.people.models import User
from tests.axe import check_accessible
from tests.fixtures.browsers import DESKTOP, OpenPage
from tests.people.steps import app_code, newest_code, with_app

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _with_device(page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def _sign_in_with_code(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/sign-in/?next=/account/")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
    page.get_by_label("The code from the message").fill(newest_code())
    page.get_by_role("button", name="Continue").click()


def _add_passkey(page: Page, name: str) -> None:
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("A name for it").fill(name)
    check_accessible(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    expect(page.get_by_role("strong").get_by_text(name)).to_be_visible()


def test_a_claimant_adds_a_passkey_signs_in_with_it_and_elsewhere_with_a_code(
    live_server: LiveServer, open_page: OpenPage, claimant: User
) -> None:
    phone = open_page()
    _with_device(phone)
    _sign_in_with_code(phone, live_server.url, claimant.email)
    _add_passkey(phone, "My phone")
    check_accessible(phone)
    phone.get_by_role("button", name="Sign out", exact=True).click()
    expect(phone.get_by_role("button", name="Sign out", exact=True)).to_have_count(0)

    phone.goto(f"{live_server.url}/sign-in/?next=/account/%3Fx%3D1")
    check_accessible(phone)
    phone.get_by_role("button", name="Sign in with a passkey").click()
    phone.wait_for_url("**/account/?x=1")
    expect(phone.get_by_text(claimant.email)).to_be_visible()

    library = open_page(DESKTOP)
    _sign_in_with_code(library, live_server.url, claimant.email)
    expect(library.get_by_role("strong").get_by_text("My phone")).to_be_visible()
    library.get_by_role("link", name="Remove My phone").click()
    expect(library.get_by_role("button", name="Remove it")).to_be_visible()
    check_accessible(library)
    library.get_by_role("button", name="Remove it").click()
    expect(library.get_by_text("You have none.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_a_removed_passkey_gives_a_sentence(live_server: LiveServer, open_page: OpenPage, claimant: User) -> None:
    phone = open_page()
    _with_device(phone)
    _sign_in_with_code(phone, live_server.url, claimant.email)
    _add_passkey(phone, "My phone")
    phone.get_by_role("button", name="Sign out", exact=True).click()
    Authenticator.objects.all().delete()
    phone.goto(f"{live_server.url}/sign-in/")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.get_by_text("That passkey did not work here.")).to_be_visible()


def test_a_device_that_refuses_gives_a_sentence(live_server: LiveServer, open_page: OpenPage, claimant: User) -> None:
    phone = open_page()
    session, device = _with_device(phone)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    _sign_in_with_code(phone, live_server.url, claimant.email)
    phone.get_by_role("link", name="Add a passkey").click()
    phone.get_by_role("button", name="Add the passkey").click()
    expect(phone.get_by_text("Your device did not make a passkey.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_staff_pass_the_second_step_with_a_passkey(
    live_server: LiveServer, open_page: OpenPage, reviewer: User
) -> None:
    with_app(reviewer)
    page = open_page(DESKTOP)
    _with_device(page)
    _sign_in_with_code(page, live_server.url, reviewer.email)
    check_accessible(page)
    page.get_by_label("The code from your authenticator app").fill(app_code())
    page.get_by_role("button", name="Continue").click()
    _add_passkey(page, "Key ring")
    page.get_by_role("button", name="Sign out", exact=True).click()

    _sign_in_with_code(page, live_server.url, reviewer.email)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/account/")
    page.goto(f"{live_server.url}/desk/")
    expect(page.get_by_text("the desk")).to_be_visible()


def test_a_passkey_alone_opens_the_desk(live_server: LiveServer, open_page: OpenPage, reviewer: User) -> None:
    """It asks for a PIN, a face or a finger besides the device: two factors in one."""
    page = open_page(DESKTOP)
    _with_device(page)
    _sign_in_with_code(page, live_server.url, reviewer.email)
    _add_passkey(page, "Key ring")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{live_server.url}/sign-in/?next=/desk/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("the desk")).to_be_visible()


def test_the_door_works_without_javascript(live_server: LiveServer, open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    _sign_in_with_code(page, live_server.url, "new.person@example.org")
    expect(page.get_by_text("new.person@example.org")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_text("Adding a passkey needs JavaScript.")).to_be_visible()


@pytest.mark.parametrize("width", [320, DESKTOP])
def test_every_page_and_error_of_the_door_is_accessible(
    live_server: LiveServer, open_page: OpenPage, width: int
) -> None:
    page = open_page(width)
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your e-mail address.")
    check_accessible(page)
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("The code from the message")).to_be_visible()
    check_accessible(page)
    page.get_by_label("The code from the message").fill("1234")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("That code is not right.")
    check_accessible(page)
    page.goto(f"{live_server.url}/sign-out/")
    check_accessible(page)
