"""Addresses that mail is held back from: how one is found, and who gives it back."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.notices.actions import hold_by_choice
from intake.notices.addresses import digest_of
from intake.notices.models import AddressStatus, NoticeAttempt
from tests.campaigns.listed import notices_of, running
from tests.desk.steps import said
from tests.desk.versions import words_of
from tests.factories import UserFactory
from tests.fixtures.filings import staff_of

SignedIn = Callable[[User], Client]
SENT = {"reason": "The person wrote to us."}


@pytest.fixture
def administrator(seed: Matter, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(seed, "robin", Role.ADMINISTRATOR))


@pytest.fixture
def gone(db: None) -> AddressStatus:
    """Held on evidence from a matter of its own."""
    campaign = running(UserFactory.create(staff=True), [["ana@example.org"]])
    attempt = NoticeAttempt.objects.create(notice=notices_of(campaign)[0], number=1, phase="failed")
    return AddressStatus.objects.create(digest=digest_of("ana@example.org"), reason="gone", attempt=attempt)


def test_an_address_is_found_by_its_whole_and_given_back_by_name(administrator: Client) -> None:
    status = AddressStatus.objects.create(digest=digest_of("ana@example.org"), reason="no_updates")
    AddressStatus.objects.create(digest=digest_of("wei@example.org"), reason="no_updates")
    assert len(administrator.get("/desk/addresses/").context["held"]) == 2
    found = administrator.post("/desk/addresses/find/", {"email": "Ana@example.org"})
    assert list(found.context["held"]) == [status]
    page = words_of(administrator.post("/desk/addresses/find/", {"email": "bo@example.org"}))
    assert "Nothing is held against this address." in page
    assert "already" in said(_lift(administrator, status, then=2))
    status.refresh_from_db()
    assert (status.lifted_why, status.lifted_by.email) == (SENT["reason"], "robin@counsel.example.org")


def test_the_page_says_what_is_held_and_where_the_reason_goes(administrator: Client) -> None:
    status = AddressStatus.objects.create(digest="0" * 64, reason="no_updates")
    page = words_of(administrator.get(f"/desk/addresses/{status.pk}/lift/"))
    assert "Updates do not go there; what a court orders does." in page
    assert "The person asked for this." in page
    assert "It stays on record with your name." in page
    assert "court word for word" not in page
    typed = "x" * 301
    page = words_of(administrator.post(f"/desk/addresses/{status.pk}/lift/", {"reason": typed}))
    assert typed in page
    assert "Say it in fewer words: 300 characters at most." in page
    assert "Say why mail may go there again" in words_of(
        administrator.post(f"/desk/addresses/{status.pk}/lift/", {"reason": ""})
    )


@pytest.mark.parametrize("reason", ["no_updates", "prefers_post"])
def test_what_a_person_asked_for_is_taken_back_by_an_administrator_alone(
    seed: Matter, signed_in: SignedIn, administrator: Client, reason: str
) -> None:
    status = AddressStatus.objects.create(digest=digest_of("ana@example.org"), reason=reason)
    reviewer = signed_in(staff_of(seed, "anna"))
    found = words_of(reviewer.post("/desk/addresses/find/", {"email": "ana@example.org"}))
    assert "asked for by the person" in found
    assert "Let mail go there again" not in found
    refused = _lift(reviewer, status)
    assert refused.status_code == 403
    assert "only an administrator may take it back" in words_of(refused)
    assert "Let mail go there again" in words_of(administrator.get("/desk/addresses/"))
    assert "may go to this address again" in said(_lift(administrator, status))


def test_what_a_person_asked_for_belongs_to_the_matter_of_the_message_in_which_they_asked(
    signed_in: SignedIn, administrator: Client
) -> None:
    """So an administrator of another neither finds it in the list nor takes it back."""
    campaign = running(UserFactory.create(staff=True), [["ana@example.org"]])
    [notice] = notices_of(campaign)
    NoticeAttempt.objects.create(notice=notice, number=1, phase="accepted", reply="250 taken")
    status = hold_by_choice(notice=notice, reason=AddressStatus.Reason.NO_UPDATES)
    assert "No address is held back by anything in your matters." in words_of(administrator.get("/desk/addresses/"))
    assert _lift(administrator, status).status_code == 403
    found = words_of(administrator.post("/desk/addresses/find/", {"email": "ana@example.org"}))
    assert "asked for by the person in another matter" in found
    assert notice.code not in found
    theirs = signed_in(staff_of(campaign.matter, "mia", Role.ADMINISTRATOR))
    assert f"asked for by the person {notice.code}" in words_of(theirs.get("/desk/addresses/"))
    assert "may go to this address again" in said(_lift(theirs, status))


def test_who_can_take_a_hold_back_is_named_to_those_who_cannot(seed: Matter, signed_in: SignedIn) -> None:
    robin = staff_of(seed, "robin", Role.ADMINISTRATOR)
    AddressStatus.objects.create(digest=digest_of("ana@example.org"), reason="no_updates")
    reviewer = signed_in(staff_of(seed, "anna"))
    assert "No address is held back by anything" in words_of(reviewer.get("/desk/addresses/"))
    found = words_of(reviewer.post("/desk/addresses/find/", {"email": "ana@example.org"}))
    assert f"nothing by you . Ask {robin.email}." in found.replace("you.", "you .")


def test_what_was_found_in_a_matter_is_taken_back_by_those_who_work_on_its_claims(
    seed: Matter, signed_in: SignedIn, administrator: Client, gone: AddressStatus
) -> None:
    """Not by an administrator of another."""
    assert "Let mail go there again" not in words_of(administrator.get("/desk/addresses/"))
    assert _lift(administrator, gone).status_code == 403
    matter = gone.attempt.notice.matter
    auditor = signed_in(staff_of(matter, "alex", Role.AUDITOR))
    assert _lift(auditor, gone).status_code == 403
    reviewer = signed_in(staff_of(matter, "ben"))
    assert "Let mail go there again" in words_of(reviewer.get("/desk/addresses/"))
    assert "may go to this address again" in said(_lift(reviewer, gone))


def test_one_that_a_reader_may_not_take_back_says_so_beside_one_that_they_may(
    signed_in: SignedIn, gone: AddressStatus
) -> None:
    AddressStatus.objects.create(digest="0" * 64, reason="no_updates", attempt=gone.attempt)
    page = words_of(signed_in(staff_of(gone.attempt.notice.matter, "ben")).get("/desk/addresses/"))
    assert page.count("Let mail go there again") == page.count("nothing by you") == 1


def _lift(client: Client, status: AddressStatus, then: int = 1) -> HttpResponse:
    for _ in range(then):
        answer = client.post(f"/desk/addresses/{status.pk}/lift/", SENT)
    return answer
