"""The whole way of a registration: from a stranger on a telephone to a decision, its notice, and its reversal."""

import pytest
from playwright.sync_api import expect

from claimants.matters.models import Matter
from intake.filing.models import Claim, Submission
from tests.fixtures.browsers import DESKTOP
from tests.fixtures.filings import staff_of
from tests.fixtures.workers import Worker
from tests.journeys import checking, registering, reviewing
from tests.journeys.claimant import Claimant
from tests.journeys.conftest import MakeClaimant, MakeReviewer
from tests.journeys.mailpage import as_previewed, code_in, link_in
from tests.journeys.papers import words_of_tagged_pdf

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME = "Ana María Núñez"


def test_a_registration_travels_from_the_first_page_to_a_decision_and_its_reversal(
    seed: Matter,
    worker: Worker,
    sit_down: MakeClaimant,
    at_the_desk: MakeReviewer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    phone, library = sit_down("ana@example.org"), sit_down("ana@example.org", width=DESKTOP)
    anna = at_the_desk(staff_of(seed, "anna"))
    ben, cora = (at_the_desk(staff_of(seed, name), is_in=True) for name in ("ben", "cora"))

    registering.open_the_case(phone)
    checking.check_without_an_account(phone, caplog)
    registering.sign_in_to_register(phone)
    registering.pass_the_gate(phone)
    _answers_two_pages_and_leaves(phone)
    _goes_on_elsewhere(library)
    reference = _signs_more_than_once(library, phone)
    _receives_one_confirmation(library, reference, "We received your registration. You signed it on")

    anna.sign_in()
    reviewing.take(anna, reference)
    _stands(phone, reference, "Being read")
    reviewing.compare_the_names(anna)
    shown = reviewing.ask_for_information(anna, "When did you first hear")
    _answers_the_request(phone, shown)
    words = "We received your answer to our request. You signed it on"
    _receives_one_confirmation(phone, reference, words, answer="September 22, 2024", version=2)

    reviewing.take(anna, reference)
    shown = reviewing.propose_a_decline(anna, "The firm does not take this on")
    _stands(phone, reference, "Being read")
    assert reviewing.confirm_the_decline(ben, reference) == shown
    _reads_the_decline(phone, reference, shown)

    cora.find(reference)
    shown = reviewing.reverse(cora, "Kept on file")
    _reads_the_reversal(library, reference, shown)


def _answers_two_pages_and_leaves(phone: Claimant) -> None:
    registering.say_when_premium(phone)
    registering.say_where_lived(phone)
    phone.sees("Your account and your InMail")
    phone.press("Save and leave")
    phone.sees("Your registration")


def _goes_on_elsewhere(library: Claimant) -> None:
    library.go("/registrations/")
    library.sign_in()
    library.sees("Your registrations")
    library.follow(registering.CASE)
    library.follow("Continue")
    registering.say_what_messages(library)
    registering.say_what_was_known(library)
    registering.say_who(library, NAME)
    library.sees("Check your answers and sign")


def _signs_more_than_once(library: Claimant, phone: Claimant) -> str:
    """In two windows, with a double click, and once more after the Back button; the reference."""
    phone.go("/registrations/")
    phone.follow(registering.CASE)
    phone.follow("Check your answers and sign")
    phone.sees("Check your answers and sign")
    library.write("Type your full name to sign", NAME)
    library.page.get_by_role("button", name="Sign and submit").dblclick()
    library.stands("Received, waiting to be read")
    library.page.go_back()
    library.sees("Your registration")
    phone.sign(NAME)
    phone.stands("Received, waiting to be read")
    submission = Submission.objects.get()
    assert submission.claim == Claim.objects.get()
    return submission.claim.reference


def _receives_one_confirmation(
    who: Claimant, reference: str, words: str, *, answer: str = "", version: int = 1
) -> None:
    """One message a signature: it says what came, carries what was signed this time, and its code is known."""
    message = who.mail.open(f"We received your registration {reference}", count=version)
    assert words in " ".join(message.split())
    attached = words_of_tagged_pdf(who.mail.attachment())
    receipt = who.page.get_by_role("link", name="Receipt to keep (PDF)").first.get_attribute("href")
    kept = words_of_tagged_pdf(who.page.request.get(f"{who.site}{receipt}").body())
    assert attached == kept
    for signed in (NAME, reference, answer):
        assert signed in kept
    who.go("/notices/verify/")
    who.write("Code", code_in(message))
    who.press("Check the code")
    expect(who.page.get_by_role("status")).to_contain_text("Yes, this code is from a message of ours")
    who.look()
    assert who.mail.count("We received your registration") == version


def _stands(who: Claimant, reference: str, headline: str) -> None:
    who.go(f"/registrations/{reference}/")
    who.stands(headline)


def _answers_the_request(who: Claimant, shown: str) -> None:
    """By the link in the notice, which says what the reviewer saw."""
    message = who.mail.open("We need an answer about your registration")
    assert as_previewed(message) == shown
    who.page.goto(link_in(message, who.site))
    who.stands("We need to know more")
    who.follow("Answer now")
    who.sees("We need to know more")
    expect(who.page.get_by_role("blockquote")).to_have_text(reviewing.MESSAGE, use_inner_text=True)
    expect(who.page.locator("form .question")).to_have_count(1)
    who.date(who.group("When did you first hear"), year="2024", month="September")
    who.press("Continue")
    who.sees("Check and sign")
    who.sign(NAME, button="Sign and send")
    who.stands("Received, waiting to be read")


def _reads_the_decline(who: Claimant, reference: str, shown: str) -> None:
    message = who.mail.open(f"Your registration {reference}: a decision was made")
    assert as_previewed(message) == shown
    assert "Your time to act may be running out" in message
    who.page.goto(link_in(message, who.site))
    who.stands("Declined")
    expect(who.page.locator("main")).to_contain_text("The firm has decided not to act for you in this.")


def _reads_the_reversal(who: Claimant, reference: str, shown: str) -> None:
    message = who.mail.open(f"Your registration {reference}: an earlier decision was changed")
    assert as_previewed(message) == shown
    _stands(who, reference, "Kept on file")
    expect(who.page.locator("main")).to_contain_text("in place of an earlier decision")
