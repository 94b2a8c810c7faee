"""The stops of the first page hold wherever its questions are answered: in a correction, and in what counsel asks."""

import pytest
from django.test import Client
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing.models import Claim, Erasure, Submission
from intake.review import actions as review
from tests.fixtures.filings import staff_of
from tests.portal.answers import GATE
from tests.portal.reading import sent_by, text_of

THIS_YEAR = timezone.now().year
CHILD = {**GATE, "birth_year": str(THIS_YEAR - 9)}

STOPS = [
    ({"already_represented": "yes"}, "Please talk to your own lawyer"),
    ({"excluded_role": "defendant"}, "We cannot take your answers"),
    ({"birth_year": str(THIS_YEAR - 16)}, "Please ask a parent or guardian"),
    ({"already_represented": "yes", "birth_year": ""}, "Please talk to your own lawyer"),
]


def _correcting(claim: Claim) -> str:
    return f"/registrations/{claim.reference}/correct/before-we-begin/"


@pytest.fixture
def asking(submitted: Claim, seed: Matter) -> str:
    """Where the claimant answers counsel, who asks everything of the first page again."""
    anna = staff_of(seed, "anna")
    review.take(claim=submitted, by=anna)
    review.clear_conflict(claim=submitted, by=anna)
    claim = Claim.objects.with_matter().get(pk=submitted.pk)
    review.ask(claim=claim, questions=[*GATE], message="", days=30, by=anna)
    return f"/registrations/{submitted.reference}/answer/"


@pytest.mark.parametrize(("given", "heading"), STOPS)
def test_a_correction_of_the_first_page_stops_and_is_not_signed(
    own: Client, submitted: Claim, given: dict[str, str], heading: str
) -> None:
    _ends_here(own, _correcting(submitted), given, heading, submitted)


@pytest.mark.parametrize(("given", "heading"), STOPS)
def test_an_answer_to_counsel_stops_and_is_not_signed(
    own: Client, submitted: Claim, asking: str, given: dict[str, str], heading: str
) -> None:
    _ends_here(own, asking, given, heading, submitted)


def _ends_here(own: Client, at: str, given: dict[str, str], heading: str, claim: Claim) -> None:
    """With or without a signature; what was signed before stays, and the page says so."""
    for more in ({}, {"token": "x", "typed_name": "Ana", "sign": "yes"}):
        page = own.post(at, {**GATE, **given, **more})
        assert heading in text_of(page)
        assert f"Your registration {claim.reference} stays as you signed it before." in text_of(page)
        assert f'href="/registrations/{claim.reference}/withdraw/"' in page.content.decode()
    assert Submission.objects.get().payload.answers["already_represented"] == "no"
    assert not Erasure.objects.exists()


def test_a_child_who_corrects_the_year_is_asked_once_and_then_forgotten(
    own: Client, submitted: Claim, claimant: User
) -> None:
    asked = own.post(_correcting(submitted), {**CHILD, "sign": "yes", "typed_name": "Ana", "token": "x"})
    assert f"You wrote {CHILD['birth_year']}. Is that right?" in text_of(asked)
    assert not Erasure.objects.exists()
    back = own.post(_correcting(submitted), {**sent_by(asked.content.decode()).dict(), "edit": "yes"})
    assert sent_by(back.content.decode())["birth_year"] == CHILD["birth_year"]
    end = own.post(_correcting(submitted), {**CHILD, "year_is_right": CHILD["birth_year"]})
    assert "We have kept nothing of what you entered" in text_of(end)
    assert Submission.objects.count() == 1
    assert Erasure.objects.get().claim == submitted
    assert not User.objects.filter(email=claimant.email).exists()


def test_a_child_who_tells_counsel_the_year_is_forgotten_too(own: Client, submitted: Claim, asking: str) -> None:
    assert "Is that right?" in text_of(own.post(asking, CHILD))
    own.post(asking, {**CHILD, "year_is_right": CHILD["birth_year"]})
    assert Erasure.objects.get().claim == submitted


def test_a_correction_of_the_first_page_that_stops_nobody_is_signed(own: Client, submitted: Claim) -> None:
    page = own.post(_correcting(submitted), {**GATE, "conflict_names": "Smith & Sons"})
    assert "Check and sign" in text_of(page)
