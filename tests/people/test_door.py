"""The door: the same for everybody until the code is proved."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from claimants.people.models import Person, User
from tests.people.steps import ask_for_code, is_signed_in, newest_code, sign_in

pytestmark = pytest.mark.django_db
EVERYBODY = ["claimant@example.org", "nobody.yet@example.org"]


def _without_what_differs(response: HttpResponse, email: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return page.replace(email, "THE ADDRESS")


def test_nothing_tells_whether_an_address_is_known(claimant: User, reviewer: User) -> None:
    seen = set()
    for email in [*EVERYBODY, reviewer.email]:
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            asked = client.post("/sign-in/", {"email": email})
            page = client.get("/sign-in/code/")
        assert not [query for query in queries.captured_queries if "people_user" in query["sql"]]
        message = mail.outbox[-1].body.replace(newest_code(), "THE CODE")
        seen.add(
            (asked.status_code, asked["Location"], tuple(sorted(asked.headers)), len(queries))
            + (_without_what_differs(page, email), mail.outbox[-1].subject, message)
        )
    assert len(seen) == 1


def test_a_new_person_has_an_account_when_the_code_is_proved_and_not_before(client: Client) -> None:
    code = ask_for_code(client, "New.Person@Example.org")
    assert not User.objects.exists()
    client.post("/sign-in/code/", {"code": code})
    user = User.objects.get()
    assert (user.email, user.is_staff, user.has_usable_password()) == ("new.person@example.org", False, False)
    assert Person.objects.get().user == user


def test_a_returning_person_finds_the_same_account(client: Client, claimant: User) -> None:
    assert sign_in(client, "CLAIMANT@example.org") == "/account/"
    assert User.objects.get() == claimant
    assert "claimant@example.org" in client.get("/account/").content.decode()


@pytest.mark.parametrize("email", EVERYBODY)
def test_the_session_changes_its_key_on_signing_in(client: Client, claimant: User, email: str) -> None:
    code = ask_for_code(client, email)
    before = client.session.session_key
    client.post("/sign-in/code/", {"code": code})
    assert client.session.session_key != before
    assert "door" not in client.session


@pytest.mark.parametrize("email", EVERYBODY)
def test_the_door_leads_on_to_a_page_of_this_site(client: Client, claimant: User, email: str) -> None:
    assert sign_in(client, email, "/registrations/?page=2") == "/registrations/?page=2"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_door_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    assert sign_in(client, "ana@example.org", elsewhere) == "/account/"
    assert client.get("/sign-in/", {"next": elsewhere})["Location"] == "/account/"


def test_where_someone_was_going_survives_a_code_asked_for_again(client: Client) -> None:
    ask_for_code(client, "ana@example.org", "/registrations/")
    client.post("/sign-in/code/again/")
    response = client.post("/sign-in/code/", {"code": newest_code()})
    assert response["Location"] == "/registrations/"


def test_mail_and_page_tell_the_same_time_for_a_code_that_is_sent_again(
    client: Client, clock: time_machine.Traveller
) -> None:
    ask_for_code(client, "ana@example.org")
    assert "It works for 10 minutes." in mail.outbox[-1].body
    assert "The code works for 10 more minutes" in client.get("/sign-in/code/").content.decode()
    clock.shift(timedelta(minutes=4))
    page = client.post("/sign-in/code/again/", follow=True).content.decode()
    assert "It works for 6 minutes." in mail.outbox[-1].body
    assert "The code works for 6 more minutes" in page
    clock.shift(timedelta(minutes=6))
    assert "Its time is nearly up, or over." in client.get("/sign-in/code/").content.decode()


@pytest.mark.parametrize("typed", ["12", "ana@example.org", "\x00", "🙂", "x" * 5000])
def test_a_wrong_code_gives_a_sentence_and_keeps_the_address(client: Client, typed: str) -> None:
    code = ask_for_code(client, "ana@example.org")
    page = client.post("/sign-in/code/", {"code": typed}).content.decode()
    assert 'aria-invalid="true"' in page
    assert "ana@example.org" in page
    assert not is_signed_in(client)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302


def test_a_form_without_its_fields_gives_a_sentence(client: Client) -> None:
    assert "Enter your e-mail address." in client.post("/sign-in/").content.decode()
    ask_for_code(client, "ana@example.org")
    assert "Enter the code from the message." in client.post("/sign-in/code/").content.decode()


@pytest.mark.parametrize("typed", ["ana", "ana@example.org\x00,bob@example.org", "a" * 1_000_000])
def test_what_is_no_address_gives_a_sentence_and_sends_nothing(client: Client, typed: str) -> None:
    page = client.post("/sign-in/", {"email": typed}).content.decode()
    assert "Something needs your attention" in page
    assert mail.outbox == []


def test_an_expired_code_gives_a_sentence_and_a_new_one_works(client: Client, clock: time_machine.Traveller) -> None:
    code = ask_for_code(client, "ana@example.org")
    clock.shift(601)
    assert "That code is too old." in client.post("/sign-in/code/", {"code": code}).content.decode()
    client.post("/sign-in/code/again/")
    assert newest_code() != code
    assert client.post("/sign-in/code/", {"code": newest_code()}).status_code == 302


def test_the_address_can_be_corrected(client: Client) -> None:
    ask_for_code(client, "anna@exmple.org")
    assert 'value="anna@exmple.org"' in client.get("/sign-in/").content.decode()
    old = newest_code()
    code = ask_for_code(client, "anna@example.org")
    assert "That code is not right." in client.post("/sign-in/code/", {"code": old}).content.decode()
    client.post("/sign-in/code/", {"code": code})
    assert User.objects.get().email == "anna@example.org"


def test_a_code_works_only_where_it_was_asked_for(client: Client) -> None:
    code = ask_for_code(client, "ana@example.org")
    elsewhere = Client()
    ask_for_code(elsewhere, "ana@example.org")
    assert elsewhere.post("/sign-in/code/", {"code": code}).status_code == 200
    assert not is_signed_in(elsewhere)


def test_a_code_page_without_an_address_leads_back_to_the_start(client: Client) -> None:
    response = client.get("/sign-in/code/", {"next": "/registrations/"}, follow=True)
    assert response.redirect_chain == [("/sign-in/?next=%2Fregistrations%2F", 302)]
    assert "We no longer have your address here." in response.content.decode()


def test_the_same_code_sent_twice_leads_to_the_same_page(client: Client) -> None:
    posted = {"code": ask_for_code(client, "ana@example.org", "/registrations/"), "next": "/registrations/"}
    assert client.post("/sign-in/code/", posted)["Location"] == "/registrations/"
    second = client.post("/sign-in/code/", posted)
    assert client.get(second["Location"])["Location"] == "/registrations/"


def test_a_closed_account_learns_so_only_after_the_code(client: Client, claimant: User) -> None:
    claimant.is_active = False
    claimant.save()
    location = sign_in(client, claimant.email)
    page = client.get(location)
    assert (location, page.status_code) == ("/sign-in/closed/", 403)
    assert "This account is closed" in page.content.decode()
    assert not is_signed_in(client)


def test_signing_out_takes_a_button_and_ends_the_session(client: Client) -> None:
    sign_in(client, "ana@example.org")
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert is_signed_in(client)
    assert client.post("/sign-out/")["Location"] == "/"
    assert not is_signed_in(client)


def test_the_code_page_lets_a_phone_fill_in_the_code(client: Client) -> None:
    ask_for_code(client, "ana@example.org")
    page = client.get("/sign-in/code/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_the_message_is_short_and_holds_no_link(client: Client) -> None:
    ask_for_code(client, "ana@example.org")
    message = mail.outbox[-1]
    assert message.to == ["ana@example.org"]
    assert newest_code() not in message.subject
    assert "http" not in message.body
    assert len(message.body.split()) < 80
    assert message.alternatives == []


def test_no_page_of_the_door_is_kept_by_a_browser(client: Client) -> None:
    ask_for_code(client, "ana@example.org")
    for path in ("/sign-in/", "/sign-in/code/", "/sign-out/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_mail_that_cannot_be_sent_gives_a_sentence(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post("/sign-in/", {"email": "ana@example.org"})
    assert response.status_code == 503
    assert "We could not send the message just now." in response.content.decode()
    assert 'value="ana@example.org"' in response.content.decode()


def test_a_form_posted_from_elsewhere_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "ana@example.org"}).status_code == 403
    assert mail.outbox == []
