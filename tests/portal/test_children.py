"""Of a child nothing is kept, in any matter and in any table."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import MailboxChange, Person, User
from intake.filing import actions
from intake.filing.log import verify
from intake.filing.models import Claim, Erasure
from intake.notices.actions import owe
from tests.fixtures.filings import REGISTRATION, file_claim, staff_of
from tests.portal.answers import GATE
from tests.portal.reading import sent_by, text_of

CHILD = {**GATE, "birth_year": str(timezone.now().year - 10)}
TOLD = ["claimant@example.org", "before@example.org", "Núñez", "Okonkwo", "my own words", "Ana's phone"]


def holding(words: list[str]) -> dict[str, list[str]]:
    """Every table with a row that holds one of the words, sessions opened."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        rows = str([list(row.values()) for row in model._default_manager.values()])
        if model is Session:
            rows = str([session.get_decoded() for session in Session.objects.all()])
        for word in words:
            if word in rows:
                found.setdefault(model._meta.label, []).append(word)
    return found


IS_RIGHT = {"year_is_right": CHILD["birth_year"]}


def _stop(browser: Client, seed: Matter, **more: str) -> str:
    """What a child reads who says that the year is right."""
    return text_of(browser.post(f"/matters/{seed.slug}/start/self/", {**CHILD, **IS_RIGHT, **more}))


def test_a_childs_drafts_in_every_matter_go_and_so_does_the_account(
    own: Client, another_device: Client, seed: Matter, settlement: Matter, claimant: User
) -> None:
    for matter, capacity in ((settlement, "self"), (settlement, "parent"), (seed, "parent")):
        draft = actions.start(matter=matter, by=claimant, capacity=capacity)
        actions.save_answers(claim=draft, answers={"narrative": "my own words"}, by=claimant)
    Authenticator.objects.create(user=claimant, type=Authenticator.Type.WEBAUTHN, data={"name": "Ana's phone"})
    page = _stop(own, seed)
    assert "We have deleted what you entered, and your e-mail address too." in page
    assert "We still have" not in page
    assert not Claim.objects.exists()
    assert not User.objects.filter(pk=claimant.pk).exists()
    assert not Person.objects.exists()
    assert not Session.objects.exists()
    assert holding(TOLD) == {}


def test_what_a_child_filed_before_is_erased_and_the_page_says_what_stays(
    own: Client, seed: Matter, settlement: Matter, claimant: User
) -> None:
    filed = [file_claim(settlement, claimant), file_claim(seed, claimant, narrative="my own words")]
    anna, ben = staff_of(seed, "anna"), staff_of(seed, "ben")
    MailboxChange.objects.create(
        user=claimant, old_email="before@example.org", new_email=claimant.email, reason="my own words",
        proposed_by=anna, confirmed_by=ben, confirmed_at=timezone.now(),
    )  # fmt: skip
    assert set(holding(TOLD)) >= {"people.User", "people.MailboxChange", "filing.SubmissionPayload"}
    page = _stop(own, seed)
    assert "We still have a list of what was done here before" in page
    assert holding(TOLD) == {}
    assert {erasure.claim for erasure in Erasure.objects.all()} == set(filed)
    claimant.refresh_from_db()
    assert not claimant.is_active
    assert not list(verify())
    assert own.get("/account/").status_code == 302


def test_a_draft_that_a_child_was_warned_of_leaves_an_empty_row(own: Client, seed: Matter, claimant: User) -> None:
    draft = actions.start(matter=seed, by=claimant)
    actions.save_answers(claim=draft, answers=REGISTRATION, by=claimant)
    owe(kind="draft_expiring", cause="due:test", claim=draft)
    assert "We still have a list" in _stop(own, seed)
    assert Claim.objects.get().draft == {}
    assert holding(TOLD) == {}


def test_a_member_of_staff_who_tries_the_page_keeps_their_account(
    signed_in: Callable[..., Client], seed: Matter
) -> None:
    anna = staff_of(seed, "anna")
    actions.start(matter=seed, by=anna)
    page = _stop(signed_in(anna), seed)
    assert "your account stays as it is" in page
    assert "your e-mail address too" not in page
    assert User.objects.filter(pk=anna.pk, is_active=True).exists()
    assert not Claim.objects.exists()


def test_a_mistyped_year_deletes_nothing_and_stores_nothing_until_somebody_says_it_is_right(
    own: Client, submitted: Claim, settlement: Matter, claimant: User
) -> None:
    filed, draft = (
        file_claim(settlement, claimant),
        actions.start(matter=submitted.matter, by=claimant, capacity="parent"),
    )
    at = f"/matters/{submitted.matter.slug}/start/self/"
    for more in ({}, {"year_is_right": "1980"}, {"year_is_right": ""}):
        response = own.post(at, {**CHILD, **more})
        page = text_of(response)
        assert f"You wrote {CHILD['birth_year']}. Is that right?" in page
        assert "So far nothing is deleted, and what you just entered is not saved." in page
        assert all(reference in page for reference in (submitted.reference, filed.reference, draft.reference))
    assert not Erasure.objects.exists()
    assert Claim.objects.count() == 3
    assert "birth_year" not in Claim.objects.get(pk=draft.pk).draft.get("answers", {})
    assert own.get("/account/").status_code == 200


def test_whoever_mistyped_the_year_corrects_it_and_has_typed_the_rest_once(own: Client, submitted: Claim) -> None:
    at = f"/matters/{submitted.matter.slug}/start/self/"
    asked = own.post(at, {**CHILD, "conflict_names": "Smith & Sons"})
    carried = sent_by(asked.content.decode())
    again = own.post(at, {**carried.dict(), "edit": "yes"})
    assert sent_by(again.content.decode())["conflict_names"] == "Smith & Sons"
    assert "Something needs your attention" not in text_of(again)
    assert not Erasure.objects.exists()


def test_the_first_page_of_a_draft_asks_too_before_it_deletes(own: Client, draft: Claim, claimant: User) -> None:
    at = f"/registrations/{draft.reference}/before-we-begin/"
    assert "Is that right?" in text_of(own.post(at, CHILD))
    draft.refresh_from_db()
    assert draft.draft["answers"]["birth_year"] == 1980
    assert f'value="{CHILD["birth_year"]}"' in own.post(at, {**CHILD, "edit": "yes"}).content.decode()
    assert "We have kept nothing" in text_of(own.post(at, {**CHILD, **IS_RIGHT}))
    assert not User.objects.filter(pk=claimant.pk).exists()


def test_another_childs_page_takes_nothing_of_anybody_else(
    own: Client, seed: Matter, claimant: User, stranger: User
) -> None:
    theirs = file_claim(seed, stranger)
    _stop(own, seed)
    assert Claim.objects.get() == theirs
    assert "stranger@example.org" in str(User.objects.values_list("email"))


def test_an_erasure_of_the_last_claim_takes_passkeys_sessions_and_former_addresses_too(
    own: Client, another_device: Client, submitted: Claim, claimant: User
) -> None:
    anna = staff_of(submitted.matter, "anna")
    Authenticator.objects.create(user=claimant, type=Authenticator.Type.WEBAUTHN, data={"name": "Ana's phone"})
    MailboxChange.objects.create(
        user=claimant, old_email="before@example.org", new_email="later@example.org", reason="my own words",
        proposed_by=anna,
    )  # fmt: skip
    own.post("/account/erase/", {"reference": submitted.reference, "sure": "yes"})
    assert holding([*TOLD, "later@example.org"]) == {}
    assert another_device.get("/account/").status_code == 302
