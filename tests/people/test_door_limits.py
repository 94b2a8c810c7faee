"""How often the door may be tried: a sentence, the same for everybody, and never an exception."""

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings

from claimants.people.limits import (
    CODES_FOR_AN_ADDRESS,
    CODES_FROM_A_PLACE,
    PASSKEYS_FROM_A_PLACE,
    TRIES_FROM_A_PLACE,
)
from claimants.people.models import User
from tests.people.steps import app_code, ask_for_code, is_signed_in, newest_code, sign_in, with_app
from tests.people.test_limits import NOBODY_LISTENS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TOO_MANY = "Too many tries in a short time."


@pytest.mark.parametrize("email", ["claimant@example.org", "nobody.yet@example.org"])
def test_an_address_gets_no_more_than_a_few_codes(claimant: User, email: str) -> None:
    for _ in range(CODES_FOR_AN_ADDRESS.times):
        ask_for_code(Client(REMOTE_ADDR="192.0.2.1"), email)
    response = Client(REMOTE_ADDR="192.0.2.2").post("/sign-in/", {"email": email.upper()})
    assert response.status_code == 429
    assert "Too many tries in a short time. Wait 15 minutes, then try again." in response.content.decode()
    assert len(mail.outbox) == CODES_FOR_AN_ADDRESS.times


def test_asking_again_counts_as_asking(client: Client) -> None:
    ask_for_code(client, "ana@example.org")
    for _ in range(CODES_FOR_AN_ADDRESS.times - 1):
        assert client.post("/sign-in/code/again/").status_code == 302
    response = client.post("/sign-in/code/again/")
    assert response.status_code == 429
    assert TOO_MANY in response.content.decode()
    assert client.post("/sign-in/code/", {"code": newest_code()}).status_code == 302


def test_after_the_wait_there_are_codes_again(client: Client, clock: time_machine.Traveller) -> None:
    for _ in range(CODES_FOR_AN_ADDRESS.times):
        ask_for_code(client, "ana@example.org")
    clock.shift(CODES_FOR_AN_ADDRESS.seconds)
    assert sign_in(client, "ana@example.org") == "/account/"


def test_one_place_cannot_ask_for_codes_for_everybody(settings: Settings) -> None:
    for number in range(CODES_FROM_A_PLACE.times):
        ask_for_code(Client(), f"person{number}@example.org")
    assert Client().post("/sign-in/", {"email": "last@example.org"}).status_code == 429
    assert Client(REMOTE_ADDR="2001:db8::1").post("/sign-in/", {"email": "last@example.org"}).status_code == 302


def test_five_wrong_tries_spend_a_code(client: Client) -> None:
    code = ask_for_code(client, "ana@example.org")
    for _ in range(5):
        page = client.post("/sign-in/code/", {"code": "0"}).content.decode()
    assert "Too many tries with this code." in page
    assert "Too many tries with this code." in client.post("/sign-in/code/", {"code": code}).content.decode()
    client.post("/sign-in/code/again/")
    assert client.post("/sign-in/code/", {"code": newest_code()}).status_code == 302


def test_copies_of_a_session_share_the_tries_of_its_code(client: Client) -> None:
    code = ask_for_code(client, "ana@example.org")
    before = client.session["door"]
    for _ in range(5):
        client.post("/sign-in/code/", {"code": "0"})
        session = client.session
        session["door"] = before
        session.save()
    assert "Too many tries with this code." in client.post("/sign-in/code/", {"code": code}).content.decode()


def test_one_place_cannot_try_codes_without_end(client: Client, clock: time_machine.Traveller) -> None:
    for number in range(TRIES_FROM_A_PLACE.times // 4):
        ask_for_code(client, f"person{number}@example.org")
        for _ in range(4):
            client.post("/sign-in/code/", {"code": "0"})
    code = ask_for_code(client, "last@example.org")
    response = client.post("/sign-in/code/", {"code": code})
    assert (response.status_code, TOO_MANY in response.content.decode()) == (429, True)
    clock.shift(TRIES_FROM_A_PLACE.seconds)
    assert sign_in(client, "last@example.org") == "/account/"


def test_passkeys_cannot_be_tried_without_end(client: Client) -> None:
    for _ in range(PASSKEYS_FROM_A_PLACE.times):
        client.post("/sign-in/passkey/", {"credential": "{}"})
    response = client.post("/sign-in/passkey/", {"credential": "{}", "next": "/registrations/"}, follow=True)
    assert response.redirect_chain == [("/sign-in/?next=%2Fregistrations%2F", 302)]
    assert TOO_MANY in response.content.decode()


def test_a_claimant_signs_in_while_the_cache_is_down(client: Client, settings: Settings) -> None:
    settings.CACHES = NOBODY_LISTENS
    assert sign_in(client, "ana.without.a.cache@example.org") == "/account/"
    assert is_signed_in(client)


def test_staff_wait_while_the_cache_is_down(client: Client, reviewer: User, settings: Settings) -> None:
    """Without it, one code of the app could be used twice."""
    with_app(reviewer)
    settings.CACHES = NOBODY_LISTENS
    assert sign_in(client, reviewer.email) == "/sign-in/second-step/"
    page = client.post("/sign-in/second-step/", {"code": app_code()}).content.decode()
    assert "We cannot check the second step right now." in page
    assert not is_signed_in(client)


def test_behind_a_proxy_visitors_are_told_apart(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(CODES_FROM_A_PLACE.times):
        Client(headers={"x-forwarded-for": "192.0.2.1"}).post("/sign-in/", {"email": f"p{number}@example.org"})
    one, other = (Client(headers={"x-forwarded-for": f"198.51.100.9, 192.0.2.{n}"}) for n in (1, 2))
    assert one.post("/sign-in/", {"email": "last@example.org"}).status_code == 429
    assert other.post("/sign-in/", {"email": "last@example.org"}).status_code == 302


def test_a_visitor_without_an_address_is_let_in(settings: Settings) -> None:
    for place in ("", "not an address"):
        assert sign_in(Client(REMOTE_ADDR=place), f"ana{len(place)}@example.org") == "/account/"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert sign_in(Client(headers={"x-forwarded-for": "192.0.2.1"}), "bob@example.org") == "/account/"
