"""The whole way of a claim in a settlement, with the keyboard alone: from the page of the case to its approval."""

import pytest
from playwright.sync_api import expect

from claimants.matters.models import Matter
from intake.filing.models import Claim
from intake.filing.states import State
from tests.fixtures.browsers import DESKTOP
from tests.fixtures.filings import staff_of
from tests.fixtures.workers import Worker
from tests.journeys import claiming, reviewing
from tests.journeys.claimant import Claimant
from tests.journeys.conftest import MakeClaimant, MakeReviewer
from tests.journeys.hands import Keyboard
from tests.journeys.mailpage import as_previewed, link_in
from tests.journeys.papers import words_of_tagged_pdf

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME = "Zoë Okonkwo"
OUTSIDE_US = (
    "I declare under penalty of perjury under the laws of the United States of America that the foregoing is true "
    "and correct."
)


def test_a_claim_is_declared_under_penalty_of_perjury_by_keyboard_alone_and_approved(
    settlement: Matter, worker: Worker, sit_down: MakeClaimant, at_the_desk: MakeReviewer
) -> None:
    zoe, anna = sit_down("zoe@example.org", width=DESKTOP, hands=Keyboard), at_the_desk(staff_of(settlement, "anna"))
    claiming.open_the_case(zoe)
    claiming.begin(zoe)
    claiming.say_when_charged(zoe)
    claiming.say_who(zoe, NAME)
    reference = _declares(zoe)
    message = zoe.mail.open(f"We received your claim {reference}")
    assert OUTSIDE_US in words_of_tagged_pdf(zoe.mail.attachment())
    assert "There is no settlement" not in message

    anna.sign_in()
    reviewing.take(anna, reference, thing="claim")
    expect(anna.page.get_by_role("heading", name="Answers")).to_be_visible()
    shown = reviewing.accept(anna, "approved")
    message = zoe.mail.open(f"Your claim {reference}: a decision was made")
    assert as_previewed(message) == shown
    zoe.page.goto(link_in(message, zoe.site))
    zoe.stands("Approved")
    assert Claim.objects.get().state == State.ACCEPTED


def _declares(who: Claimant) -> str:
    """Signs the variant of someone abroad; without saying where, the page asks."""
    who.sees("Check your answers and sign")
    who.sign(NAME)
    expect(who.page.get_by_role("alert")).to_contain_text("Say where you are as you sign.")
    who.look()
    who.pick("Where are you as you sign?", "Anywhere else")
    who.sign(NAME)
    who.stands("Received, waiting to be read")
    signed = who.page.locator(".signed-text")
    expect(signed).to_contain_text(OUTSIDE_US)
    expect(signed).to_contain_text(NAME)
    return Claim.objects.get().reference
