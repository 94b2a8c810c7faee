"""The status page in every state, and what can be done from it."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.decisions import actions as decisions
from intake.filing.models import Claim, Submission
from intake.filing.states import State
from intake.notices import actions as notices
from intake.notices.models import Arrival, Notice, NoticeState
from intake.portal.standing import standing_of
from intake.review import actions as review
from intake.review.models import InformationRequest
from tests.fixtures.filings import staff_of
from tests.portal.reading import asked_on, text_of, token_on


def _at(claim: Claim, page: str = "") -> str:
    return f"/registrations/{claim.reference}/{page}/" if page else f"/registrations/{claim.reference}/"


@pytest.fixture
def counsel(seed: Matter) -> User:
    return staff_of(seed, "counsel")


@pytest.fixture
def in_review(submitted: Claim, counsel: User) -> Claim:
    review.take(claim=submitted, by=counsel)
    review.clear_conflict(claim=submitted, by=counsel)
    return Claim.objects.with_matter().get(pk=submitted.pk)


@pytest.fixture
def asked(in_review: Claim, counsel: User) -> InformationRequest:
    """Counsel asks about InMail again."""
    return review.ask(claim=in_review, questions=["inmail"], message="When was it?", days=30, by=counsel)


@pytest.fixture
def declined(in_review: Claim, counsel: User, seed: Matter) -> Claim:
    proposal = decisions.propose_decline(claim=in_review, reasons=["no_inmail"], note="private note", by=counsel)
    decisions.second(proposal=proposal, by=staff_of(seed, "second"))
    return Claim.objects.with_matter().get(pk=in_review.pk)


@pytest.mark.parametrize("state", State)
def test_every_state_says_where_it_stands_and_what_happens_next(submitted: Claim, state: State) -> None:
    submitted.state = state
    standing = standing_of(submitted)
    assert standing.headline
    assert standing.next
    assert "{" not in standing.headline + standing.next


def test_a_submitted_registration_says_who_acts_who_decides_and_shows_what_was_signed(
    own: Client, submitted: Claim, seed: Matter
) -> None:
    page = text_of(own.get(_at(submitted)))
    sponsor = seed.file.sponsor
    for words in (
        submitted.reference, "Received, waiting to be read", sponsor.firm, sponsor.telephone,
        "Who decides", "never a computer", "claimant@example.org", "Signed by typing the name: Ana López",
        "It decides nothing by itself.",
    ):  # fmt: skip
        assert words in page


def test_the_messages_sent_are_listed_with_their_state_and_code(own: Client, submitted: Claim) -> None:
    notice = submitted.notices.get()
    page = text_of(own.get(_at(submitted)))
    assert "waiting to be sent" in page
    assert notice.code in page


def test_a_message_that_came_back_is_not_called_sent(own: Client, submitted: Claim) -> None:
    Notice.objects.update(state=NoticeState.ACCEPTED, accepted_at=timezone.now(), arrival=Arrival.BOUNCED)
    page = text_of(own.get(_at(submitted)))
    assert "not delivered; it came back to us" in page
    assert ": sent" not in page


@pytest.mark.parametrize("settle", [notices.deem_sent, notices.send_again])
def test_a_message_nobody_could_know_about_has_its_words_once_a_person_settled_it(
    own: Client, submitted: Claim, counsel: User, settle: Callable[..., object]
) -> None:
    Notice.objects.update(state=NoticeState.UNKNOWN)
    assert "perhaps not sent; we are looking into it" in text_of(own.get(_at(submitted)))
    settle(notice=submitted.notices.get(), reason="The relay's log shows it.", by=counsel)
    assert "perhaps sent; we have looked into it" in text_of(own.get(_at(submitted)))


def test_the_receipt_is_a_pdf_of_what_was_signed(own: Client, submitted: Claim) -> None:
    answer = own.get(f"{_at(submitted)}receipt.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert submitted.reference in text
    assert own.get(f"{_at(submitted)}receipt.pdf?version=7").status_code == 404
    assert own.get(f"{_at(submitted)}receipt.pdf?version=x'").status_code == 200


def test_there_is_no_receipt_of_a_draft(own: Client, draft: Claim) -> None:
    assert own.get(f"{_at(draft)}receipt.pdf").status_code == 404


def test_a_draft_lists_its_steps_and_says_when_it_is_deleted(own: Client, draft: Claim) -> None:
    page = text_of(own.get(_at(draft)))
    assert "Not submitted yet." in page
    assert "not finished" in page
    assert "We delete this draft on" in page


def test_a_draft_is_deleted_after_asking_once(own: Client, draft: Claim) -> None:
    assert "Delete this draft?" in text_of(own.get(_at(draft, "withdraw")))
    assert Claim.objects.exists()
    page = own.post(_at(draft, "withdraw"), follow=True)
    assert "Nothing of it is kept." in text_of(page)
    assert not Claim.objects.exists()


def test_a_registration_is_withdrawn_after_asking_once_and_a_second_time_changes_nothing(
    own: Client, submitted: Claim
) -> None:
    assert "Withdraw your registration?" in text_of(own.get(_at(submitted, "withdraw")))
    assert "is withdrawn" in text_of(own.post(_at(submitted, "withdraw"), follow=True))
    assert "cannot be withdrawn" in text_of(own.post(_at(submitted, "withdraw"), follow=True))
    assert Claim.objects.get().state == State.WITHDRAWN


def test_a_request_shows_only_the_questions_asked_and_takes_signed_answers(
    own: Client, asked: InformationRequest, submitted: Claim
) -> None:
    assert "When was it?" in text_of(own.get(_at(submitted)))
    page = own.get(_at(submitted, "answer"))
    assert asked_on(page) == ["inmail"]
    to_sign = own.post(_at(submitted, "answer"), {"inmail": "sent"})
    assert "I sent some" in text_of(to_sign)
    assert Submission.objects.count() == 1
    signature = {"inmail": "sent", "token": token_on(to_sign), "typed_name": "Ana López", "sign": "yes"}
    for _ in range(2):
        own.post(_at(submitted, "answer"), signature)
    cure = Submission.objects.get(kind="cure")
    assert cure.payload.answers["inmail"] == "sent"
    assert cure.payload.answers["premium_paid_by"] == "self"
    assert Claim.objects.get().state == State.SUBMITTED


def test_a_question_that_the_new_answer_brings_up_is_asked_too(
    own: Client, seed: Matter, answered: Claim, counsel: User
) -> None:
    own.post(
        _at(answered, "account-and-messages"), {"inmail": "none", "account.from.year": "2010", "account.to.open": "y"}
    )
    answered.refresh_from_db()
    answered.draft["answers"].pop("inmail_first")
    answered.save()
    own.post(_at(answered, "sign"), {"token": token_on(own.get(_at(answered, "check-answers"))), "typed_name": "Ana"})
    claim = Claim.objects.with_matter().get()
    review.take(claim=claim, by=counsel)
    review.clear_conflict(claim=claim, by=counsel)
    review.ask(claim=claim, questions=["inmail"], message="", days=30, by=counsel)
    opened = own.post(_at(claim, "answer"), {"inmail": "sent"})
    assert asked_on(opened) == ["inmail", "inmail_first"]
    typed = {"inmail": "sent", "inmail_first.year": "2019", "inmail_first.month": "", "inmail_first.day": ""}
    token = token_on(own.post(_at(claim, "answer"), typed))
    own.post(_at(claim, "answer"), {**typed, "token": token, "typed_name": "Ana", "sign": "yes"})
    assert Submission.objects.get(kind="cure").payload.answers["inmail_first"] == "2019"


def test_answers_changed_behind_the_signature_are_not_signed(
    own: Client, asked: InformationRequest, submitted: Claim
) -> None:
    token = token_on(own.post(_at(submitted, "answer"), {"inmail": "sent"}))
    forged = {"inmail": "none", "token": token, "typed_name": "Ana", "sign": "yes"}
    page = own.post(_at(submitted, "answer"), forged)
    assert "changed after you opened this page" in text_of(page)
    assert not Submission.objects.filter(kind="cure").exists()


def test_going_back_from_signing_keeps_what_was_typed(own: Client, asked: InformationRequest, submitted: Claim) -> None:
    page = own.post(_at(submitted, "answer"), {"inmail": "received", "edit": "yes", "typed_name": ""})
    assert page.context["form"].initial["inmail"] == "received"


def test_a_request_that_has_lapsed_asks_nothing(own: Client, asked: InformationRequest, submitted: Claim) -> None:
    InformationRequest.objects.update(due_at=timezone.now() - timedelta(days=1))
    review.lapse_due(now=timezone.now())
    for page in (own.get(_at(submitted, "answer"), follow=True), own.post(_at(submitted, "answer"), follow=True)):
        assert "No question is waiting for you." in text_of(page)


def test_a_decline_says_why_shows_no_note_and_can_be_looked_at_again(
    own: Client, declined: Claim, seed: Matter
) -> None:
    reason = seed.file.reason("no_inmail")
    assert reason
    page = text_of(own.get(_at(declined)))
    assert reason.text in page
    assert "Your time to act may be running out" in page
    assert "private note" not in page
    assert "Ask for another look?" in text_of(own.get(_at(declined, "dispute")))
    assert "Being looked at again" in text_of(own.post(_at(declined, "dispute"), follow=True))
    assert "can be disputed" in text_of(own.post(_at(declined, "dispute"), follow=True))


def test_only_a_decline_is_disputed(own: Client, submitted: Claim) -> None:
    assert own.get(_at(submitted, "dispute"))["Location"] == _at(submitted)
    assert "can be disputed" in text_of(own.post(_at(submitted, "dispute"), follow=True))


def test_a_correction_is_signed_anew_beside_what_was_signed_before(own: Client, submitted: Claim) -> None:
    assert "I did" in text_of(own.get(_at(submitted, "correct")))
    typed = {"ai_setting": "on", "first_learned_on.unsure": "yes", "released": "unsure"}
    to_sign = own.post(_at(submitted, "correct/the-setting"), typed)
    assert "All your other answers stay as you signed them." in text_of(to_sign)
    signature = {**typed, "token": token_on(to_sign), "typed_name": "Ana López", "sign": "yes"}
    for _ in range(2):
        own.post(_at(submitted, "correct/the-setting"), signature)
    assert [one.kind for one in Submission.objects.order_by("version")] == ["first", "correction"]
    page = text_of(own.get(_at(submitted)))
    assert "Latest. Correction, signed" in page
    assert "First submission, signed" in page
    assert own.get(_at(submitted, "correct/nothing")).status_code == 404


def test_nothing_is_corrected_while_somebody_reads_it(own: Client, in_review: Claim) -> None:
    for page in ("correct", "correct/the-setting"):
        assert "cannot be corrected" in text_of(own.get(_at(in_review, page), follow=True))


def test_the_list_holds_ones_own_and_says_in_words_when_it_is_empty(
    own: Client, browser_of_stranger: Client, submitted: Claim
) -> None:
    assert submitted.reference in text_of(own.get("/registrations/"))
    assert "You have no claims here." in text_of(own.get("/claims/"))
    assert "You also have registrations" in text_of(own.get("/claims/"))
    assert "You have no registrations here." in text_of(browser_of_stranger.get("/registrations/"))
