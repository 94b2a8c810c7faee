"""Somebody began under one version of the class definition and signs under another: they are told what changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions
from intake.filing.models import Claim
from tests.assessments.versions import REPHRASED, applied
from tests.fixtures.filings import REGISTRATION

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(seed: Matter, claimant: User) -> Claim:
    claim = actions.start(matter=seed, by=claimant)
    later = {"rows": [{"from": "2023-02", "to": "2023-11", "plan": "career"}], "complete": "yes"}
    actions.save_answers(claim=claim, answers={**REGISTRATION, "premium": later}, by=claimant)
    return claim


def page(client: Client, draft: Claim) -> str:
    return client.get(f"/registrations/{draft.reference}/check-answers/").content.decode()


def test_nothing_is_said_while_the_same_version_is_in_force(
    draft: Claim, claimant: User, signed_in: Callable[..., Client]
) -> None:
    assert "changed since you began" not in page(signed_in(claimant), draft)


def test_the_points_that_read_otherwise_are_named_with_the_order(
    seed: Matter, draft: Claim, claimant: User, signed_in: Callable[..., Client]
) -> None:
    applied(seed)
    said = page(signed_in(claimant), draft)
    assert "The definition changed since you began" in said
    assert "Dkt. 41, March 2, 2026" in said
    assert "You did not have Premium before September 18, 2024." in said
    assert "Before: You had Premium at some time before September 18, 2024." in said


@pytest.mark.parametrize(
    "patch, sentence",
    [
        ({"criteria": {"claim_not_released": None}}, "This point is no longer part of the definition: You have not"),
        (REPHRASED, "You had an account in time."),
        ({"source": "The order itself"}, "Every point says the same of your answers as before."),
    ],
)
def test_what_is_gone_or_rephrased_is_told_as_such(
    seed: Matter, draft: Claim, claimant: User, signed_in: Callable[..., Client], patch: dict[str, Any], sentence: str
) -> None:
    applied(seed, patch)
    assert sentence in page(signed_in(claimant), draft)


def test_a_page_of_the_old_version_is_not_signed_and_comes_back_with_what_changed(
    seed: Matter, draft: Claim, claimant: User, signed_in: Callable[..., Client]
) -> None:
    token = actions.check_token(draft)
    applied(seed)
    answer = signed_in(claimant).post(
        f"/registrations/{draft.reference}/sign/",
        {"token": token, "typed_name": "Ana María Núñez", "place": "inside", "confirm": "on"},
    )
    assert "The definition changed since you began" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.draft["answers"]["birth_year"]) == ("draft", 1985)
