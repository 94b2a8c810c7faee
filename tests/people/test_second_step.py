"""The second step: asked of staff, never of claimants, and the desk opens to nobody without it."""

from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from claimants.common.exceptions import Refused
from claimants.people.actions import remove_second_factors, set_second_factor
from claimants.people.models import User
from claimants.people.seals import seal, unseal
from tests.people.steps import SECRET, app_code, is_signed_in, newest_code, sign_in, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def _at_the_desk(client: Client) -> bool:
    return client.get("/desk/").content == b"the desk"


def _through_both_steps(client: Client, user: User, next_path: str = "/desk/") -> str:
    assert sign_in(client, user.email, next_path) == "/sign-in/second-step/"
    return client.post("/sign-in/second-step/", {"code": app_code()})["Location"]


def test_staff_reach_the_desk_by_code_and_app(client: Client, reviewer: User) -> None:
    assert _through_both_steps(client, with_app(reviewer)) == "/desk/"
    assert _at_the_desk(client)


def test_the_code_alone_does_not_sign_staff_in(client: Client, reviewer: User) -> None:
    sign_in(client, with_app(reviewer).email)
    assert not is_signed_in(client)
    assert client.get("/desk/")["Location"] == "/sign-in/?next=%2Fdesk%2F"


def test_a_stranger_to_the_site_is_sent_to_the_door(client: Client) -> None:
    assert client.get("/desk/?page=2")["Location"] == "/sign-in/?next=%2Fdesk%2F%3Fpage%3D2"
    assert client.get("/sign-in/second-step/")["Location"] == "/sign-in/"


def test_a_claimant_is_refused_at_the_desk(client: Client, claimant: User) -> None:
    sign_in(client, claimant.email)
    assert client.get("/desk/").status_code == 403


def test_staff_without_an_app_set_one_up_and_pass(
    client: Client, reviewer: User, django_capture_on_commit_callbacks: Any
) -> None:
    assert sign_in(client, reviewer.email) == "/desk/"
    way = client.get("/desk/")["Location"]
    assert way == "/account/second-step/?next=%2Fdesk%2F"
    page = client.get(way).content.decode()
    assert "data:image/svg+xml" in page
    key = page.split('font-monospace">')[1].split("<")[0]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(way, {"code": app_code(key)})["Location"] == "/desk/"
    assert _at_the_desk(client)
    assert mail.outbox[-1].to == [reviewer.email]
    assert "second step" in mail.outbox[-1].subject


def test_a_wrong_code_sets_up_nothing(client: Client, reviewer: User) -> None:
    sign_in(client, reviewer.email)
    client.get("/account/second-step/")
    assert "Check the time on your phone" in client.post("/account/second-step/", {"code": "0"}).content.decode()
    assert not Authenticator.objects.exists()
    assert not _at_the_desk(client)


def test_a_claimant_has_no_second_step_to_set_up(client: Client, claimant: User) -> None:
    sign_in(client, claimant.email)
    assert client.get("/account/second-step/").status_code == 404


def test_an_open_session_cannot_pass_a_second_step_set_up_elsewhere(client: Client, reviewer: User) -> None:
    """Someone who only reads the mailbox signed in first; that session must not add a key of its own."""
    sign_in(client, reviewer.email)
    with_app(reviewer)
    again = "/sign-in/?again=1&next="
    assert client.get("/desk/")["Location"] == f"{again}%2Fdesk%2F"
    assert client.get("/account/passkeys/add/")["Location"] == f"{again}%2Faccount%2Fpasskeys%2Fadd%2F"
    assert client.get("/account/second-step/")["Location"] == f"{again}%2Faccount%2Fsecond-step%2F"


def test_the_second_step_holds_half_a_day(client: Client, reviewer: User, clock: time_machine.Traveller) -> None:
    _through_both_steps(client, with_app(reviewer))
    clock.shift(12 * 3600 - 60)
    assert _at_the_desk(client)
    clock.shift(120)
    assert client.get("/desk/")["Location"] == "/sign-in/?again=1&next=%2Fdesk%2F"
    client.post("/sign-in/", {"email": reviewer.email, "again": "1", "next": "/desk/"})
    assert client.post("/sign-in/code/", {"code": newest_code()})["Location"] == "/sign-in/second-step/"
    assert client.post("/sign-in/second-step/", {"code": app_code()})["Location"] == "/desk/"
    assert _at_the_desk(client)


def test_someone_who_stops_being_staff_loses_the_desk_at_once(client: Client, reviewer: User) -> None:
    _through_both_steps(client, with_app(reviewer))
    reviewer.is_staff = False
    reviewer.save()
    assert client.get("/desk/").status_code == 403


def test_a_code_of_the_app_works_once(reviewer: User, clock: time_machine.Traveller) -> None:
    _through_both_steps(Client(), with_app(reviewer))
    clock.shift(31)
    late = Client()
    sign_in(late, reviewer.email)
    page = late.post("/sign-in/second-step/", {"code": app_code(seconds_from_now=-31)}).content.decode()
    assert "was used before" in page
    assert not is_signed_in(late)


@pytest.mark.parametrize("typed", ["", "0", "\x00", "x" * 5000, "123456 "])
def test_a_wrong_code_of_the_app_gives_a_sentence(client: Client, reviewer: User, typed: str) -> None:
    sign_in(client, with_app(reviewer).email)
    response = client.post("/sign-in/second-step/", {"code": typed})
    assert response.status_code == 200
    assert "Something needs your attention" in response.content.decode()


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "0", '{"id": 1}', '{"response": []}', "x" * 5000])
def test_a_broken_passkey_gives_a_sentence(client: Client, reviewer: User, credential: str) -> None:
    sign_in(client, with_app(reviewer).email)
    response = client.post("/sign-in/second-step/", {"credential": credential})
    assert (response.status_code, is_signed_in(client)) == (200, False)


def test_the_app_cannot_be_guessed_at_without_end(client: Client, reviewer: User) -> None:
    sign_in(client, with_app(reviewer).email)
    for _ in range(6):
        client.post("/sign-in/second-step/", {"code": "0"})
    page = client.post("/sign-in/second-step/", {"code": app_code()}).content.decode()
    assert "Too many tries. Wait 5 minutes and try again." in page
    assert not is_signed_in(client)


def test_an_administrator_removes_the_second_step_of_a_lost_phone(
    client: Client, reviewer: User, administrator: User
) -> None:
    _through_both_steps(client, with_app(reviewer))
    with pytest.raises(Refused):
        remove_second_factors(user=reviewer, by=administrator)
    administrator.is_superuser = True
    assert remove_second_factors(user=reviewer, by=administrator) == 1
    assert not is_signed_in(client)


def test_nobody_removes_their_own_second_step(administrator: User) -> None:
    administrator.is_superuser = True
    with pytest.raises(Refused):
        remove_second_factors(user=administrator, by=administrator)


def test_only_an_administrator_sets_a_colleagues_second_step(reviewer: User, supervisor: User) -> None:
    with pytest.raises(Refused):
        set_second_factor(user=reviewer, secret=SECRET, by=supervisor)


def test_the_secret_of_an_app_is_not_in_the_database_in_the_clear(reviewer: User) -> None:
    with_app(reviewer)
    assert SECRET not in str(Authenticator.objects.get().data)
    assert unseal(seal("räksmörgås")) == "räksmörgås"
