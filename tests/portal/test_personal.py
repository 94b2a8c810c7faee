"""What we hold on a person: a copy for them, and its erasure."""

import json
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import MailboxChange, Person, User
from intake.filing import actions
from intake.filing.log import verify
from intake.filing.models import Claim, Erasure, SubmissionPayload
from intake.filing.states import State
from intake.review import actions as review
from tests.fixtures.filings import staff_of
from tests.portal.reading import text_of, token_on


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


def test_the_copy_tells_of_passkeys_of_new_mailboxes_and_of_who_read_and_is_open_about_notes(
    own: Client, submitted: Claim, claimant: User
) -> None:
    anna, ben = staff_of(submitted.matter, "anna"), staff_of(submitted.matter, "ben")
    Authenticator.objects.create(user=claimant, type=Authenticator.Type.WEBAUTHN, data={"name": "Ana's phone"})
    MailboxChange.objects.create(
        user=claimant, old_email="before@example.org", new_email=claimant.email, reason="Ana knew the day.",
        proposed_by=anna, confirmed_by=ben, confirmed_at=timezone.now(),
    )  # fmt: skip
    review.take(claim=submitted, by=anna)
    review.clear_conflict(claim=submitted, by=anna)
    review.log_read(claim=submitted, by=anna, narrative=False)
    review.log_read(claim=submitted, by=anna, narrative=True)
    review.add_note(claim=submitted, text="a note among lawyers", by=anna)
    answer = own.get("/account/copy/").content.decode()
    copy = json.loads(answer)
    assert [one["name"] for one in copy["account"]["passkeys"]] == ["Ana's phone"]
    (change,) = copy["account"]["mailbox_changes"]
    assert (change["old_email"], change["reason"]) == ("before@example.org", "Ana knew the day.")
    (filed,) = copy["filed"]
    assert filed["read_by_staff"]["times"] == len(filed["read_by_staff"]["at"]) == 2
    assert filed["confidential_notes"] == 1
    assert "kept confidential, as lawyers' notes" in copy["not_in_this_copy"][0]
    for hidden in ("a note among lawyers", anna.email, ben.email):
        assert hidden not in answer


def test_the_copy_holds_what_was_never_signed(own: Client, answered: Claim) -> None:
    draft = {"answers": {**answered.draft["answers"], "a_removed_question": "what I wrote"}}
    Claim.objects.filter(pk=answered.pk).update(draft=draft)
    at = f"/registrations/{answered.reference}"
    own.post(f"{at}/sign/", {"token": token_on(own.get(f"{at}/check-answers/")), "typed_name": "Ana López"})
    (filed,) = json.loads(own.get("/account/copy/").content)["filed"]
    assert filed["answers_never_signed"] == {"a_removed_question": "what I wrote"}


def test_the_privacy_notice_names_every_cookie_there_is(client: Client, seed: Matter, settlement: Matter) -> None:
    for matter in (seed, settlement):
        page = text_of(client.get(f"/privacy/{matter.slug}/"))
        assert "one cookie" not in page
        for what_for in ("keep you signed in", "protect its forms", "show a message once", "remember your language"):
            assert what_for in page


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


def test_erasing_the_last_draft_takes_the_account_too(own: Client, draft: Claim, claimant: User) -> None:
    assert "If you erase everything, your account and your e-mail address go too." in text_of(
        own.get("/account/erase/")
    )
    page = own.post("/account/erase/", {"reference": draft.reference, "sure": "yes"})
    assert "What you gave is gone, and so is your account." in text_of(page)
    assert not Claim.objects.exists()
    assert not Erasure.objects.exists()
    assert not User.objects.filter(pk=claimant.pk).exists()
    assert own.get("/account/").status_code == 302


def test_erasing_one_of_two_keeps_the_account_until_the_other_goes(
    own: Client, submitted: Claim, settlement: Matter, claimant: User
) -> None:
    other = actions.start(matter=settlement, by=claimant)
    page = own.post("/account/erase/", {"reference": submitted.reference, "sure": "yes"}, follow=True)
    assert "What you chose is erased." in text_of(page)
    assert User.objects.filter(email="claimant@example.org", is_active=True).exists()
    own.post("/account/erase/", {"reference": other.reference, "sure": "yes"})
    assert not User.objects.filter(email="claimant@example.org").exists()


def test_an_account_with_nothing_in_it_is_closed_by_whoever_is_sure(own: Client, claimant: User) -> None:
    page = own.post("/account/erase/", {"close": "yes"})
    assert "Tick the box that says you are sure." in text_of(page)
    assert 'aria-describedby="sure-error"' in page.content.decode()
    own.post("/account/erase/", {"sure": "yes", "reference": "0000-0000"})
    assert User.objects.filter(pk=claimant.pk).exists()
    page = own.post("/account/erase/", {"close": "yes", "sure": "yes"})
    assert "so is your account" in text_of(page)
    assert not User.objects.filter(pk=claimant.pk).exists()
    assert not Person.objects.exists()


def test_an_account_that_still_holds_something_is_not_closed(own: Client, draft: Claim, claimant: User) -> None:
    page = own.post("/account/erase/", {"close": "yes", "sure": "yes"})
    assert "Tick what we should erase." in text_of(page)
    assert User.objects.filter(pk=claimant.pk, is_active=True).exists()


def test_a_draft_that_is_only_thrown_away_leaves_the_account_to_its_owner(own: Client, draft: Claim) -> None:
    own.post(f"/registrations/{draft.reference}/withdraw/")
    assert "Close your account" in text_of(own.get("/account/erase/"))


def test_staff_do_not_close_their_account_here(signed_in: Callable[..., Client], seed: Matter) -> None:
    anna = staff_of(seed, "anna")
    browser = signed_in(anna)
    assert "an administrator closes your account" in text_of(browser.get("/account/erase/"))
    browser.post("/account/erase/", {"close": "yes", "sure": "yes"})
    assert User.objects.filter(pk=anna.pk, is_active=True).exists()


def test_nobody_erases_what_is_another_persons(browser_of_stranger: Client, submitted: Claim) -> None:
    browser_of_stranger.post("/account/erase/", {"reference": submitted.reference, "sure": "yes"})
    assert SubmissionPayload.objects.exists()
