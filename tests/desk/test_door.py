"""Who gets to the desk, and that nothing of the stock admin is left open beside it."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from claimants.people.models import User
from intake.filing.models import Claim
from tests.desk.conftest import AtDesk
from tests.desk.steps import page_of

PLACES = [
    "/desk/",
    "/desk/queue/",
    "/desk/declines/",
    "/desk/notices/",
    "/desk/matters/",
    "/desk/reads/",
    "/desk/roles/",
]
STOCK = [
    "password_change/", "password_change/done/", "autocomplete/", "logout/", "r/1/1/", "search/", "filing/claim/",
    "filing/claim/add/", "filing/claim/1/change/", "decisions/decision/", "decisions/decision/1/change/",
    "decisions/decision/1/delete/", "decisions/decision/1/history/", "notices/notice/1/change/", "matters/matter/add/",
    "people/user/", "auth/", "review/staffread/1/delete/",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_stranger_is_shown_to_the_door(db: None, client: Client, place: str) -> None:
    response = client.get(place)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=%2Fdesk%2F")


@pytest.mark.parametrize("place", PLACES)
def test_a_claimant_reads_one_sentence_and_no_more(claimant: User, client: Client, place: str) -> None:
    client.force_login(claimant)
    response = client.get(place)
    assert response.status_code == 403
    assert "for the people who work on the case" in response.content.decode()
    assert "Take the next" not in response.content.decode()


def test_staff_without_a_second_factor_set_one_up_first(reviewer: User, client: Client) -> None:
    client.force_login(reviewer)
    response = client.get("/desk/queue/")
    assert response.status_code == 302
    assert "next=%2Fdesk%2Fqueue%2F" in response["Location"]
    assert "sign-in" not in response["Location"]


def test_staff_who_did_not_show_the_second_factor_in_this_session_sign_in_again(reviewer: User, client: Client) -> None:
    Authenticator.objects.create(user=reviewer, type=Authenticator.Type.TOTP, data={})
    client.force_login(reviewer)
    assert client.get("/desk/")["Location"].startswith("/sign-in/?again=1")


def test_someone_who_is_no_longer_staff_is_out_at_once(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    client = at_desk(reviewer)
    User.objects.filter(pk=reviewer.pk).update(is_staff=False)
    assert client.get(page_of(registration)).status_code == 403


def test_staff_without_a_role_see_nothing_and_are_told_why(
    at_desk: AtDesk, unassigned_staff: User, registration: Claim
) -> None:
    client = at_desk(unassigned_staff)
    assert "no role in any matter" in client.get("/desk/").content.decode()
    assert registration.reference not in client.get("/desk/queue/?state=all").content.decode()
    assert client.get(page_of(registration)).status_code == 403
    for register in ("notices", "matters", "reads", "roles", "mailboxes", "definitions"):
        assert client.get(f"/desk/{register}/").status_code == 403


@pytest.mark.parametrize("address", STOCK)
def test_no_page_of_the_stock_admin_exists(at_desk: AtDesk, administrator: User, address: str) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    assert at_desk(administrator).get(f"/desk/{address}").status_code == 404


def test_the_stock_sign_in_page_is_the_one_door(db: None, client: Client, at_desk: AtDesk, reviewer: User) -> None:
    assert client.get("/desk/login/")["Location"].startswith("/sign-in/")
    assert at_desk(reviewer).get("/desk/login/")["Location"] == "/desk/"


def test_pages_that_show_what_people_wrote_keep_the_strict_policy(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    client = at_desk(reviewer)
    for page in ("/desk/", "/desk/queue/", page_of(registration)):
        assert "unsafe" not in client.get(page)["Content-Security-Policy"]
    assert "'unsafe-eval'" in client.get("/desk/notices/")["Content-Security-Policy"]


def test_no_cache_keeps_a_page_of_the_desk(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    assert "no-store" in at_desk(reviewer).get(page_of(registration))["Cache-Control"]


def test_acts_need_the_token_of_the_form(reviewer: User, registration: Claim, at_desk: AtDesk) -> None:
    sitting = at_desk(reviewer)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sitting.cookies
    assert strict.post(page_of(registration, "take")).status_code == 403


@pytest.mark.parametrize("act", ["take", "release", "no-conflict", "conflict", "note"])
def test_acts_are_never_done_by_following_a_link(
    at_desk: AtDesk, reviewer: User, registration: Claim, act: str
) -> None:
    assert at_desk(reviewer).get(page_of(registration, act)).status_code == 405
    assert at_desk(reviewer).get("/desk/next/").status_code == 405
