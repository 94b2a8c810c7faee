"""What a test of the claimants' pages stands on: a browser past the door, and drafts made by filling in pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions
from intake.filing.models import Claim
from tests.fixtures.filings import CLAIM, staff_of
from tests.portal.answers import GATE, PAGES
from tests.portal.reading import token_on


@pytest.fixture
def own(signed_in: Callable[..., Client], claimant: User) -> Client:
    """The claimant's browser."""
    return signed_in(claimant)


@pytest.fixture
def draft(own: Client, seed: Matter, claimant: User) -> Claim:
    """A registration just begun: the first page is passed and nothing else answered."""
    own.post(f"/matters/{seed.slug}/start/self/", GATE)
    return Claim.objects.get(filed_by=claimant)


@pytest.fixture
def answered(own: Client, draft: Claim) -> Claim:
    """A draft with every page answered."""
    for page, answers in PAGES.items():
        own.post(f"/registrations/{draft.reference}/{page}/", answers)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def submitted(own: Client, answered: Claim) -> Claim:
    """The same, signed and submitted."""
    at = f"/registrations/{answered.reference}"
    token = token_on(own.get(f"{at}/check-answers/"))
    own.post(f"{at}/sign/", {"token": token, "typed_name": "Ana López"})
    return Claim.objects.with_matter().get(pk=answered.pk)


@pytest.fixture
def another_device(signed_in: Callable[..., Client], claimant: User) -> Client:
    """The claimant's other browser."""
    return signed_in(claimant)


@pytest.fixture
def browser_of_stranger(signed_in: Callable[..., Client], stranger: User) -> Client:
    return signed_in(stranger)


@pytest.fixture
def draft_of_stranger(browser_of_stranger: Client, seed: Matter, stranger: User) -> Claim:
    browser_of_stranger.post(f"/matters/{seed.slug}/start/self/", GATE)
    return Claim.objects.get(filed_by=stranger)


@pytest.fixture
def court_claim_answered(own: Client, settlement: Matter, claimant: User) -> Claim:
    """A draft of a claim in the settlement, every question answered."""
    claim = actions.start(matter=settlement, by=claimant)
    actions.save_answers(claim=claim, answers=CLAIM, by=claimant)
    return claim


@pytest.fixture
def reviewer_of_seed(signed_in: Callable[..., Client], seed: Matter) -> Client:
    """The browser of somebody who reviews what is registered in the matter."""
    return signed_in(staff_of(seed, "reviewer-of-seed"))
