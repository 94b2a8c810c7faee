"""What a person reads of what was decided: the decision that stands, and each one before it, as it was made."""

import pytest
from django.test import Client
from django.utils import timezone

from claimants.matters.actions import load
from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.decisions import actions as decisions
from intake.filing.models import Claim
from intake.review import actions as review
from tests.fixtures.filings import MATTERS, staff_of
from tests.portal.reading import text_of


@pytest.fixture
def declined(submitted: Claim, seed: Matter) -> Claim:
    first: User = staff_of(seed, "first")
    review.take(claim=submitted, by=first)
    review.clear_conflict(claim=submitted, by=first)
    held = Claim.objects.with_matter().get(pk=submitted.pk)
    proposal = decisions.propose_decline(claim=held, reasons=["no_inmail"], note="", by=first)
    decisions.second(proposal=proposal, by=staff_of(seed, "second"))
    return Claim.objects.with_matter().get(pk=submitted.pk)


def test_the_reasons_stay_as_they_were_given_when_the_matter_s_file_is_edited(
    own: Client, declined: Claim, seed: Matter
) -> None:
    given = _reason(seed)
    assert given in _page(own, declined)
    written = (MATTERS / "de-la-torre-v-linkedin.yaml").read_text()
    load(written.replace("code: no_inmail", "code: without_inmail"), at=timezone.now())
    assert Matter.objects.get(pk=seed.pk).file.reason("no_inmail") is None
    assert given in _page(own, declined)


def test_a_reversed_decision_is_shown_after_the_one_that_stands(own: Client, declined: Claim, seed: Matter) -> None:
    assert "What was decided before" not in _page(own, declined)
    supervisor = staff_of(seed, "supervisor", Role.SUPERVISOR)
    decisions.reverse(decision=declined.decisions.get(), outcome="accepted", note="private note", by=supervisor)
    page = _page(own, declined)
    stands, before = page.split("What was decided before")
    assert "Accepted," in stands.split("What was decided")[1]
    assert "in place of an earlier decision" in stands
    assert "This no longer stands." in before
    assert "Declined," in before
    assert _reason(seed) in before
    assert "private note" not in page


def _page(own: Client, claim: Claim) -> str:
    return text_of(own.get(f"/registrations/{claim.reference}/"))


def _reason(matter: Matter) -> str:
    reason = matter.file.reason("no_inmail")
    assert reason
    return " ".join(reason.text.split())
