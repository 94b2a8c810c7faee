"""The account page: language, passkeys, every session ended."""

from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django import Settings

from claimants.people.actions import open_account
from claimants.people.models import Person, User
from tests.people.steps import app_code, is_signed_in, newest_code, sign_in, with_app

pytestmark = pytest.mark.django_db


def _passkey(user: User, name: str = "My phone") -> Authenticator:
    """A passkey as a row; real ones, from a real browser, are in test_passkeys."""
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name})


PAGES = ["/account/", "/account/passkeys/add/", "/account/passkeys/1/remove/", "/account/second-step/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_account_page_is_behind_the_door(client: Client, path: str) -> None:
    assert unquote(client.get(path)["Location"]) == f"/sign-in/?next={path}"


@pytest.mark.parametrize("path", ["/account/language/", "/account/sign-out-everywhere/"])
def test_what_changes_something_takes_a_button(client: Client, claimant: User, path: str) -> None:
    assert client.post(path)["Location"].startswith("/sign-in/?next=")
    sign_in(client, claimant.email)
    assert client.get(path).status_code == 405


def test_signing_out_everywhere_ends_every_session(claimant: User, stranger: User) -> None:
    phone, laptop, someone_else = Client(), Client(), Client()
    for browser, user in ((phone, claimant), (laptop, claimant), (someone_else, stranger)):
        sign_in(browser, user.email)
    assert phone.post("/account/sign-out-everywhere/")["Location"] == "/"
    assert not is_signed_in(phone)
    assert not is_signed_in(laptop)
    assert is_signed_in(someone_else)
    assert sign_in(laptop, claimant.email) == "/account/"


def test_a_site_of_one_language_does_not_ask(client: Client, claimant: User) -> None:
    sign_in(client, claimant.email)
    page = client.get("/account/").content.decode()
    assert "<select" not in page
    assert "English" in page


def test_a_language_is_kept_and_a_strange_one_refused(client: Client, claimant: User, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]
    sign_in(client, claimant.email)
    response = client.post("/account/language/", {"language": "es"})
    claimant.refresh_from_db()
    assert (response.status_code, claimant.language, client.cookies["django_language"].value) == (302, "es", "es")
    for strange in ("xx", "", "\x00"):
        assert client.post("/account/language/", {"language": strange}).status_code == 200
    claimant.refresh_from_db()
    assert claimant.language == "es"


def test_a_new_account_has_a_language_that_the_site_speaks() -> None:
    assert open_account(email="ana@example.org", language="tlh").language == "en"


def test_opening_an_account_twice_makes_one_user_and_one_person() -> None:
    assert open_account(email="ana@example.org", language="en") == open_account(email="ana@example.org", language="en")
    assert (User.objects.count(), Person.objects.count()) == (1, 1)


def test_opening_the_door_for_staff_makes_no_person(reviewer: User) -> None:
    open_account(email=reviewer.email, language="en")
    assert not Person.objects.exists()


def test_a_passkey_never_locks_a_claimant_out_of_the_code(claimant: User) -> None:
    _passkey(claimant)
    other_device = Client()
    assert sign_in(other_device, claimant.email) == "/account/"
    assert "My phone" in other_device.get("/account/").content.decode()


def test_a_claimant_removes_a_lost_passkey_with_a_code_alone(client: Client, claimant: User) -> None:
    passkey = _passkey(claimant)
    sign_in(client, claimant.email)
    path = f"/account/passkeys/{passkey.pk}/remove/"
    assert "My phone" in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/account/"
    assert not Authenticator.objects.exists()
    assert "A passkey was removed" in mail.outbox[-1].subject
    assert mail.outbox[-1].to == [claimant.email]


def test_someone_elses_passkey_does_not_exist(client: Client, claimant: User, stranger: User) -> None:
    passkey = _passkey(claimant)
    sign_in(client, stranger.email)
    assert client.post(f"/account/passkeys/{passkey.pk}/remove/").status_code == 404
    assert "My phone" not in client.get("/account/").content.decode()


def test_passkeys_change_only_shortly_after_signing_in(
    client: Client, claimant: User, clock: time_machine.Traveller
) -> None:
    sign_in(client, claimant.email)
    clock.shift(31 * 60)
    way = client.get("/account/passkeys/add/")["Location"]
    assert way == "/sign-in/?again=1&next=%2Faccount%2Fpasskeys%2Fadd%2F"
    page = client.get(way).content.decode()
    assert "Sign in once more" in page
    assert f'value="{claimant.email}"' in page
    client.post("/sign-in/", {"email": claimant.email, "again": "1", "next": "/account/passkeys/add/"})
    back = client.post("/sign-in/code/", {"code": newest_code()})["Location"]
    assert client.get(back).status_code == 200


def test_staff_keep_their_only_second_step(client: Client, reviewer: User) -> None:
    with_app(reviewer)
    sign_in(client, reviewer.email)
    client.post("/sign-in/second-step/", {"code": app_code()})
    passkey = _passkey(reviewer)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    response = client.post(f"/account/passkeys/{passkey.pk}/remove/", follow=True)
    assert "This is your only second step." in response.content.decode()
    assert Authenticator.objects.get() == passkey


def test_a_passkeys_name_cannot_break_the_page(client: Client, claimant: User) -> None:
    _passkey(claimant, "<script>alert(1)</script>\u202e")
    sign_in(client, claimant.email)
    assert "<script>alert" not in client.get("/account/").content.decode()


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "0", '{"id": 1}', '{"response": {"userHandle": 7}}'])
def test_a_broken_passkey_leads_back_to_the_door_with_a_sentence(client: Client, credential: str) -> None:
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    response = client.post("/sign-in/passkey/", {"credential": credential}, follow=True)
    assert response.redirect_chain[-1] == ("/sign-in/", 302)
    assert response.status_code == 200


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"response": {}}', '{"rawId": "x", "response": 1}'])
def test_a_broken_new_passkey_changes_nothing(client: Client, claimant: User, credential: str) -> None:
    sign_in(client, claimant.email)
    client.get("/account/passkeys/add/")
    response = client.post("/account/passkeys/add/", {"credential": credential, "name": "x"})
    assert response.status_code == 200
    assert "Something needs your attention" in response.content.decode()
    assert not Authenticator.objects.exists()


REACHABLE = {"/sign-in/", "/sign-in/code/", "/sign-out/", "/sign-in/closed/", "/account/", "/account/passkeys/add/"}


def test_every_page_of_the_door_carries_the_sites_look(client: Client, claimant: User) -> None:
    seen = set()
    for path in ("/sign-in/", "/sign-out/", "/sign-in/closed/"):
        seen |= {path} if 'class="skip-link"' in client.get(path).content.decode() else set()
    client.post("/sign-in/", {"email": claimant.email})
    seen |= {"/sign-in/code/"} if 'class="skip-link"' in client.get("/sign-in/code/").content.decode() else set()
    client.post("/sign-in/code/", {"code": newest_code()})
    for path in ("/account/", "/account/passkeys/add/"):
        seen |= {path} if 'class="skip-link"' in client.get(path).content.decode() else set()
    assert seen == REACHABLE


UNUSED = ["login/", "signup/", "password/reset/", "password/change/", "email/", "confirm-email/", "reauthenticate/"]
UNUSED += ["login/code/", "2fa/", "recovery-codes/", "totp/deactivate/", "social/login/"]


@pytest.mark.parametrize("path", UNUSED)
def test_no_other_page_of_the_accounts_package_is_there(client: Client, path: str) -> None:
    for prefix in ("/", "/accounts/", "/account/", "/sign-in/"):
        assert client.get(prefix + path).status_code == 404
