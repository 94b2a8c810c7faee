"""Checking and signing: what was shown is what is signed, once, whatever happens on the way."""

import pytest
from django.test import Client

from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import User
from intake.filing import actions
from intake.filing.models import Claim, Submission
from intake.filing.states import State
from intake.notices.models import Notice
from tests.portal.answers import PAGES
from tests.portal.questions import with_question
from tests.portal.reading import text_of, token_on


def _at(claim: Claim, page: str = "") -> str:
    return f"/{claim.words.path}/{claim.reference}/{page}/" if page else f"/{claim.words.path}/{claim.reference}/"


def _sign(client: Client, claim: Claim, token: str, name: str = "Ana López", **more: str) -> str:
    answer = client.post(_at(claim, "sign"), {"token": token, "typed_name": name, **more}, follow=True)
    return text_of(answer)


def test_the_check_page_reads_every_answer_back_and_says_what_each_criterion_makes_of_it(
    own: Client, answered: Claim, seed: Matter
) -> None:
    response = own.get(_at(answered, "check-answers"))
    page = text_of(response)
    for words in ("Premium Career, from September 2021 until today", "1. United States, from 1980", "Ana López"):
        assert words in page
    for criterion in seed.file.definition.criteria:
        assert f"Met. {criterion.met}" in page
    assert f'href="{_at(answered, "your-premium")}?then=check"' in response.content.decode()
    assert seed.file.attestation.text in page
    assert "questions version 1, definition version 1" in page


def test_a_criterion_that_is_not_met_stops_nobody(own: Client, answered: Claim) -> None:
    own.post(_at(answered, "your-premium"), {**PAGES["your-premium"], "premium.0.from.year": "2025"})
    response = own.get(_at(answered, "check-answers"))
    assert "Not met. You did not have Premium before September 18, 2024." in text_of(response)
    assert "We have it." in _sign(own, answered, token_on(response))


def test_nobody_signs_while_a_question_waits(own: Client, draft: Claim) -> None:
    response = own.get(_at(draft, "check-answers"))
    assert "questions still need an answer before you can sign." in text_of(response)
    assert "Sign and submit" not in text_of(response)
    _sign(own, draft, actions.check_token(draft))
    assert not Submission.objects.exists()


def test_a_double_click_makes_one_submission_one_receipt_one_message(own: Client, answered: Claim) -> None:
    token = token_on(own.get(_at(answered, "check-answers")))
    for _ in range(2):
        assert "We have it." in _sign(own, answered, token)
    assert Submission.objects.count() == 1
    assert Notice.objects.filter(kind="claim_received").count() == 1


def test_two_tabs_make_one_submission(own: Client, another_device: Client, answered: Claim) -> None:
    first = token_on(own.get(_at(answered, "check-answers")))
    second = token_on(another_device.get(_at(answered, "check-answers")))
    _sign(own, answered, first)
    assert "We have it." in _sign(another_device, answered, second)
    assert Submission.objects.count() == 1


def test_a_tab_from_before_a_change_is_shown_the_change_first(
    own: Client, another_device: Client, answered: Claim
) -> None:
    stale = token_on(own.get(_at(answered, "check-answers")))
    another_device.post(_at(answered, "your-premium"), {**PAGES["your-premium"], "premium_paid_by": "gift"})
    page = _sign(own, answered, stale)
    assert "changed after you opened this page. Nothing is lost." in page
    assert "Someone gave it to me" in page
    assert not Submission.objects.exists()


def test_a_question_added_after_the_check_page_was_opened_is_asked_before_signing(
    own: Client, answered: Claim, seed: Matter
) -> None:
    stale = token_on(own.get(_at(answered, "check-answers")))
    with_question(
        seed, page="about-you", id="nickname", kind="text", label="Other names?", required=False, feeds="conflict:names"
    )
    page = _sign(own, answered, stale)
    assert "changed after you opened this page" in page
    assert "questions version 2" in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize("token", ["", "nonsense", "eyJhIjoxfQ:1abcde:xyz"])
def test_a_token_that_is_not_ours_leads_back_to_the_check_page(own: Client, answered: Claim, token: str) -> None:
    page = _sign(own, answered, token)
    assert "Please look through them once more and sign again." in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Type your full name to sign."),
        ("   ", "Type your full name to sign."),
        ("x" * 201, "Keep the name under 200 characters."),
        ("1234", "Type your name in letters, in any script."),
        ("Ana\x00López", "Null characters are not allowed."),
        ("Ana\x07López", "a character that cannot be shown"),
        ("Ana\u202eLópez", "turns the order of letters around"),
    ],
)
def test_a_name_that_cannot_be_signed_with_gets_a_sentence(
    own: Client, answered: Claim, name: str, sentence: str
) -> None:
    assert sentence in _sign(own, answered, token_on(own.get(_at(answered, "check-answers"))), name)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("name", ["李 小龙", "أنا لوبيز", "O’Connor-Núñez, Zoë", "Ніна"])
def test_a_name_in_any_script_signs(own: Client, answered: Claim, name: str) -> None:
    own.post(_at(answered, "about-you"), {**PAGES["about-you"], "full_name": name})
    _sign(own, answered, token_on(own.get(_at(answered, "check-answers"))), name)
    assert f"Signed by typing the name: {name}" in Submission.objects.get().payload.signed_text


def test_another_name_is_asked_about_once_and_then_signs(own: Client, answered: Claim) -> None:
    token = token_on(own.get(_at(answered, "check-answers")))
    response = own.post(_at(answered, "sign"), {"token": token, "typed_name": "Wei Chen"})
    page = text_of(response)
    assert "You typed “Wei Chen” here, but you gave your name as “Ana López”." in page
    assert 'value="Wei Chen"' in response.content.decode()
    assert not Submission.objects.exists()
    page = _sign(own, answered, token_on(response), "Mei Chen", doubted_name="Wei Chen")
    assert "You typed “Mei Chen” here" in page
    assert "We have it." in _sign(own, answered, token_on(response), "Wei Chen", doubted_name="Wei Chen")
    payload = Submission.objects.get().payload
    assert (payload.typed_name, payload.answers["full_name"]) == ("Wei Chen", {"full": "Ana López"})
    assert "Signed by typing the name: Wei Chen" in payload.signed_text


def test_a_name_once_confirmed_is_not_asked_about_again_when_something_else_is_missing(
    own: Client, court_claim_answered: Claim
) -> None:
    token = token_on(own.get(_at(court_claim_answered, "check-answers")))
    said = {"doubted_name": "Wei Chen"}
    response = own.post(_at(court_claim_answered, "sign"), {"token": token, "typed_name": "Wei Chen", **said})
    assert "Say where you are as you sign." in text_of(response)
    assert "You typed" not in text_of(response)
    assert 'name="doubted_name" value="Wei Chen"' in response.content.decode()


def test_who_acts_for_another_signs_with_their_own_name(own: Client, answered: Claim, claimant: User) -> None:
    actions.change_capacity(claim=answered, capacity="parent", by=claimant)
    page = own.get(_at(answered, "check-answers"))
    assert "is the name of the person you act for." in _sign(own, answered, token_on(page), "Ana López")
    assert "We have it." in _sign(own, answered, token_on(page), "Wei Chen")


def test_a_declaration_is_signed_in_the_words_of_where_the_signer_is(
    own: Client, court_claim_answered: Claim, settlement: Matter
) -> None:
    response = own.get(_at(court_claim_answered, "check-answers"))
    token, words = token_on(response), settlement.file.attestation
    assert words.inside_us in text_of(response)
    assert words.outside_us in text_of(response)
    assert "Say where you are as you sign." in _sign(own, court_claim_answered, token)
    assert "Choose one of the two places." in _sign(own, court_claim_answered, token, where="moon")
    assert "We have it." in _sign(own, court_claim_answered, token, "Zoë Okonkwo", where="outside")
    text = Submission.objects.get().payload.signed_text
    assert words.outside_us in text
    assert words.inside_us not in text


def test_nothing_is_filed_after_the_matter_closed_between_two_pages(own: Client, answered: Claim, seed: Matter) -> None:
    token = token_on(own.get(_at(answered, "check-answers")))
    seed.document = {**seed.document, "registrations_open": False}
    seed.sha256 = "0" * 64
    seed.save()
    assert "Nothing can be filed in this matter now." in _sign(own, answered, token)
    assert not Submission.objects.exists()


def test_a_matter_without_a_definition_in_force_says_so_and_loses_nothing(
    own: Client, answered: Claim, seed: Matter
) -> None:
    ClassDefinition.objects.filter(matter=seed).update(status="superseded")
    page = own.get(_at(answered, "check-answers"))
    assert page.status_code == 409
    assert "nothing you gave is lost" in text_of(page)


def test_opening_the_signing_address_signs_nothing_and_leads_back_to_what_is_signed(
    own: Client, answered: Claim
) -> None:
    assert own.get(_at(answered, "sign")).headers["Location"] == _at(answered, "check-answers")
    answered.refresh_from_db()
    assert answered.state == State.DRAFT


def test_a_draft_says_by_when_it_must_be_submitted(
    own: Client, court_claim_answered: Claim, settlement: Matter
) -> None:
    deadline = settlement.file.date("claim_deadline")
    assert deadline
    for page in ("", "check-answers"):
        assert f"{deadline.label}: received by" in text_of(own.get(_at(court_claim_answered, page)))


def test_a_draft_in_a_case_that_closed_says_so_and_stays(own: Client, answered: Claim, seed: Matter) -> None:
    seed.document = {**seed.document, "registrations_open": False}
    seed.sha256 = "1" * 64
    seed.save()
    for page in ("", "check-answers"):
        text = text_of(own.get(_at(answered, page)))
        assert "Nothing can be submitted in this case now. Your draft is still here." in text
        assert "Sign and submit" not in text
