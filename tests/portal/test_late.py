"""What comes too late is never passed over in silence: it is shown, and can often be sent in another way."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing.models import Claim, Submission
from intake.review import actions as review
from intake.review.models import InformationRequest
from tests.fixtures.filings import staff_of
from tests.portal.answers import PAGES
from tests.portal.questions import without
from tests.portal.reading import sent_by, text_of, token_on

NOT_RECEIVED = "Your answers were not received"


@pytest.fixture
def counsel(seed: Matter) -> User:
    return staff_of(seed, "counsel")


@pytest.fixture
def asked(submitted: Claim, counsel: User) -> InformationRequest:
    """Counsel asks about InMail again."""
    review.take(claim=submitted, by=counsel)
    review.clear_conflict(claim=submitted, by=counsel)
    claim = Claim.objects.with_matter().get(pk=submitted.pk)
    return review.ask(claim=claim, questions=["inmail"], message="", days=30, by=counsel)


def _at(claim: Claim, page: str) -> str:
    return f"/registrations/{claim.reference}/{page}/"


def _signature(own: Client, at: str, typed: dict[str, str]) -> dict[str, str]:
    """What signing sends, from the page that asks for it."""
    return {**typed, "token": token_on(own.post(at, typed)), "typed_name": "Ana López", "sign": "yes"}


def _lapse() -> None:
    InformationRequest.objects.update(due_at=timezone.now() - timedelta(days=1))
    review.lapse_due(now=timezone.now())


def test_an_answer_signed_after_the_request_lapsed_is_said_not_to_be_received_and_goes_as_a_correction(
    own: Client, asked: InformationRequest, submitted: Claim
) -> None:
    at = _at(submitted, "answer")
    signature = _signature(own, at, {"inmail": "sent"})
    _lapse()
    late = own.post(at, signature)
    assert late.status_code == 409
    assert NOT_RECEIVED in text_of(late)
    assert "the time to answer was over" in text_of(late)
    assert "I sent some" in text_of(late)
    assert Submission.objects.count() == 1
    filled_in = own.post(
        _at(submitted, "correct/account-and-messages"), sent_by(late.content.decode()) | {"edit": "yes"}
    )
    sent = sent_by(filled_in.content.decode())
    assert (sent["inmail"], sent["inmail_first.year"]) == ("sent", "2019")
    there = _at(submitted, "correct/account-and-messages")
    own.post(there, _signature(own, there, sent.dict()))
    assert Submission.objects.get(kind="correction").payload.answers["inmail"] == "sent"


def test_an_answer_signed_after_counsel_took_it_back_is_shown_with_whom_to_call(
    own: Client, asked: InformationRequest, submitted: Claim, counsel: User, seed: Matter
) -> None:
    at = _at(submitted, "answer")
    signature = _signature(own, at, {"inmail": "sent"})
    review.take(claim=Claim.objects.with_matter().get(pk=submitted.pk), by=counsel)
    for sent in (signature, {"inmail": "sent"}):
        page = own.post(at, sent)
        assert NOT_RECEIVED in text_of(page)
        assert "I sent some" in text_of(page)
        assert f"call {seed.file.sponsor.firm} at {seed.file.sponsor.telephone} and ask" in text_of(page)
        assert 'name="edit"' not in page.content.decode()


def test_an_answer_sent_twice_is_said_to_be_received(own: Client, asked: InformationRequest, submitted: Claim) -> None:
    signature = _signature(own, _at(submitted, "answer"), {"inmail": "sent"})
    own.post(_at(submitted, "answer"), signature, follow=True)
    assert "Your answers are signed and with us." in text_of(own.post(_at(submitted, "answer"), signature, follow=True))
    assert Submission.objects.count() == 2
    forged = own.post(_at(submitted, "answer"), {**signature, "inmail": "none", "token": "nonsense"})
    assert NOT_RECEIVED in text_of(forged)


def test_a_correction_signed_after_somebody_began_to_read_is_shown_and_not_received(
    own: Client, submitted: Claim, counsel: User
) -> None:
    at, typed = _at(submitted, "correct/about-you"), {**PAGES["about-you"], "narrative": "A long story."}
    signature = _signature(own, at, typed)
    review.take(claim=submitted, by=counsel)
    for sent in (signature, typed):
        page = own.post(at, sent)
        assert NOT_RECEIVED in text_of(page)
        assert "Answers cannot be corrected while someone is reading them" in text_of(page)
        assert "A long story." in text_of(page)
    assert Submission.objects.count() == 1


def test_a_correction_sent_twice_is_said_to_be_received_whoever_reads_it_by_then(
    own: Client, submitted: Claim, counsel: User
) -> None:
    at = _at(submitted, "correct/about-you")
    signature = _signature(own, at, {**PAGES["about-you"], "narrative": "A long story."})
    own.post(at, signature, follow=True)
    review.take(claim=Claim.objects.with_matter().get(pk=submitted.pk), by=counsel)
    assert "Your correction is signed and with us." in text_of(own.post(at, signature, follow=True))


def test_a_correction_on_a_page_that_is_gone_shows_what_was_typed(own: Client, submitted: Claim, seed: Matter) -> None:
    without(seed, page="where-you-lived")
    page = own.post(_at(submitted, "correct/where-you-lived"), {**PAGES["about-you"], "narrative": "A long story."})
    assert "The questions have changed since you opened that page." in text_of(page)
    assert "A long story." in text_of(page)
    assert "Correct “How can the firm reach you?”" in text_of(page)
    assert own.post(_at(submitted, "correct/where-you-lived")).status_code == 404


def test_an_answer_to_something_that_is_not_asked_any_more_is_not_passed_over(
    own: Client, asked: InformationRequest, submitted: Claim
) -> None:
    page = own.post(_at(submitted, "answer"), {"inmail": "sent", "narrative": "A long story."})
    assert NOT_RECEIVED in text_of(page)
    assert "A long story." in text_of(page)


def test_what_cannot_be_read_is_shown_as_it_was_typed(own: Client, asked: InformationRequest, submitted: Claim) -> None:
    _lapse()
    typed = {"inmail_first.year": "20x9", "inmail_first.month": "5", "inmail_first.day": "", "ai_setting": "unheard-of"}
    page = text_of(own.post(_at(submitted, "answer"), typed))
    assert "20x9, 5" in page
    assert "unheard-of" in page


def test_a_page_of_a_draft_left_open_shows_what_was_typed_after_signing(own: Client, submitted: Claim) -> None:
    page = own.post(_at(submitted, "your-premium"), {**PAGES["your-premium"], "premium_paid_by": "gift"})
    assert NOT_RECEIVED in text_of(page)
    assert "Someone gave it to me" in text_of(page)
    same = own.post(_at(submitted, "your-premium"), PAGES["your-premium"], follow=True)
    assert "nothing on that page was changed. What you signed is kept below" in text_of(same)
