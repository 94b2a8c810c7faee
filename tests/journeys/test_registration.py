"""The whole way of a registration: from a stranger on a telephone to a decision, its notice, and its reversal."""

import pytest

from claimants.matters.models import Matter
from intake.filing.models import Claim, Submission
from tests.journeys import registering
from tests.journeys.conftest import MakeClaimant

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_stranger_begins_on_a_telephone_and_signs_in_a_library(seed: Matter, sit_down: MakeClaimant) -> None:
    phone = sit_down("ana@example.org")
    registering.begin(phone)
    registering.say_when_premium(phone)
    registering.say_where_lived(phone)
    phone.sees("Your account and your InMail")
    phone.press("Save and leave")

    library = sit_down("ana@example.org", width=1280)
    library.go("/registrations/")
    library.sign_in()
    library.sees("Your registrations")
    library.follow(registering.CASE)
    library.follow("Continue")
    registering.say_what_messages(library)
    registering.say_what_was_known(library)
    registering.say_who(library, "Ana María Núñez")
    library.sees("Check your answers and sign")
    library.sign("Ana María Núñez")
    library.stands("Received, waiting to be read")
    assert Submission.objects.get().claim == Claim.objects.get()
