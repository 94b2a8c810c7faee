"""What a test of the claimants' pages stands on: a browser past the door, and drafts made by filling in pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing.models import Claim
from tests.portal.answers import GATE, PAGES


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
