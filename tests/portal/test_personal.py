"""What we hold on a person: a copy for them, and its erasure."""

import json

from django.test import Client

from claimants.people.models import User
from intake.filing.log import verify
from intake.filing.models import Claim, Erasure, SubmissionPayload
from intake.filing.states import State
from tests.portal.reading import text_of


def test_the_copy_holds_everything_of_the_person_and_nothing_of_anybody_else(
    own: Client, submitted: Claim, draft_of_stranger: Claim
) -> None:
    answer = own.get("/account/copy/")
    assert 'filename="everything-we-hold.json"' in answer["Content-Disposition"]
    copy = json.loads(answer.content)
    assert copy["account"]["email"] == "claimant@example.org"
    (filed,) = copy["filed"]
    assert filed["reference"] == submitted.reference
    assert filed["signed"][0]["answers"]["full_name"] == {"full": "Ana López"}
    assert filed["result"]["outcome"] == "eligible"
    assert filed["messages"]
    assert filed["history"]
    assert draft_of_stranger.reference not in answer.content.decode()


def test_the_copy_of_somebody_who_filed_nothing_is_short(own: Client, db: None) -> None:
    assert json.loads(own.get("/account/copy/").content)["filed"] == []


def test_there_may_be_nothing_to_erase(own: Client, db: None) -> None:
    assert "There is nothing of yours to erase." in text_of(own.get("/account/erase/"))


def test_nothing_is_erased_unless_it_is_chosen_and_sure(own: Client, submitted: Claim) -> None:
    assert "What stays" in text_of(own.get("/account/erase/"))
    assert "Tick what we should erase." in text_of(own.post("/account/erase/", {"sure": "yes"}))
    unsure = own.post("/account/erase/", {"reference": submitted.reference})
    assert "Tick the box that says you are sure." in text_of(unsure)
    assert SubmissionPayload.objects.exists()


def test_what_is_erased_is_gone_and_the_log_still_holds(
    own: Client, submitted: Claim, claimant: User, draft_of_stranger: Claim
) -> None:
    page = own.post("/account/erase/", {"reference": submitted.reference, "sure": "yes"})
    assert "It is erased" in text_of(page)
    assert not SubmissionPayload.objects.exists()
    assert Erasure.objects.get().by == claimant
    assert Claim.objects.get(pk=submitted.pk).state == State.WITHDRAWN
    assert not list(verify())
    claimant.refresh_from_db()
    assert claimant.email != "claimant@example.org"
    assert own.get("/registrations/").status_code == 302
    assert Claim.objects.filter(pk=draft_of_stranger.pk).exists()


def test_erasing_a_draft_deletes_it_and_keeps_the_account(own: Client, draft: Claim) -> None:
    page = own.post("/account/erase/", {"reference": draft.reference, "sure": "yes"}, follow=True)
    assert "What you chose is erased." in text_of(page)
    assert not Claim.objects.exists()
    assert not Erasure.objects.exists()


def test_nobody_erases_what_is_another_persons(browser_of_stranger: Client, submitted: Claim) -> None:
    browser_of_stranger.post("/account/erase/", {"reference": submitted.reference, "sure": "yes"})
    assert SubmissionPayload.objects.exists()
