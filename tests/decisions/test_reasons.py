"""The reasons of a decline stay in the words they were given in, whatever becomes of the matter's file."""

import pytest
from django.utils import timezone

from claimants.matters.actions import load
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.decisions import actions
from intake.decisions.models import Decision, DecisionProposal
from intake.decisions.reasons import given_reasons
from intake.filing.models import Claim
from intake.notices.models import NoticePayload
from intake.review import actions as review
from tests.fixtures.filings import MATTERS, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(registration: Claim, seed: Matter) -> DecisionProposal:
    anna = staff_of(seed, "anna")
    review.take(claim=registration, by=anna)
    review.clear_conflict(claim=registration, by=anna)
    return actions.propose_decline(claim=registration, reasons=["no_premium"], note="", by=anna)


@pytest.fixture
def bert(seed: Matter) -> User:
    return staff_of(seed, "bert")


def test_a_proposal_keeps_the_code_the_label_and_the_text(proposal: DecisionProposal, seed: Matter) -> None:
    reason = seed.file.reason("no_premium")
    assert reason
    assert proposal.reasons == [{"code": "no_premium", "label": reason.label, "text": reason.text}]


@pytest.mark.parametrize("change", ["reworded", "renamed"])
def test_a_later_matter_file_neither_changes_nor_hides_what_was_given(
    proposal: DecisionProposal, bert: User, seed: Matter, change: str
) -> None:
    given = proposal.reasons
    _edit_the_file(seed, change)
    decision = actions.second(proposal=proposal, by=bert)
    assert Decision.objects.get(pk=decision.pk).reasons == given
    sent = NoticePayload.objects.get(notice__kind="declined").context["reasons"]
    assert [reason["text"] for reason in sent] == [given[0]["text"]]


def test_a_code_the_matter_does_not_know_gives_no_words(registration: Claim) -> None:
    assert given_reasons(registration, ["no_such_reason"]) == []


def _edit_the_file(matter: Matter, change: str) -> None:
    written = (MATTERS / "de-la-torre-v-linkedin.yaml").read_text()
    reason = matter.file.reason("no_premium")
    assert reason
    if change == "renamed":
        written = written.replace("code: no_premium", "code: never_premium")
    else:
        written = written.replace("From your answers, you did not have", "REWORDED: you did not have")
    load(written, at=timezone.now())
    now = Matter.objects.get(pk=matter.pk).file.reason("no_premium")
    assert now is None or now.text != reason.text
