"""A filed claim has one current result; every change of it is a row, and nothing about it decides."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.assessments.models import Assessment, AssessmentChange, Outcome
from intake.assessments.results import explain_answers, explanation_of
from intake.filing import actions
from intake.filing.erasure import erase
from intake.filing.models import Claim, Erasure
from intake.filing.states import State
from tests.fixtures.filings import REGISTRATION, file_claim

PARIS = {"rows": [{"from": "2015", "to": "open", "country": "FR"}], "complete": "yes"}
PARIS_AND_MORE = {"rows": [{"from": "2015", "to": "open", "country": "FR"}], "complete": "no"}


def correct(claim: Claim, by: User, **answers: Any) -> None:
    claim = Claim.objects.with_matter().get(pk=claim.pk)
    token = actions.check_token(claim, {**actions.latest_answers(claim), **answers})
    actions.correct(claim=claim, answers=answers, token=token, typed_name="Ana", inside_us=True, by=by)


def results(claim: Claim) -> dict[str, str]:
    explanation = explanation_of(claim)
    assert explanation
    return {criterion.id: criterion.result for criterion in explanation.criteria}


def test_a_claim_is_judged_in_the_transaction_that_files_it(registration: Claim) -> None:
    assessment = registration.assessment
    assert assessment.outcome == Outcome.ELIGIBLE
    assert assessment.definition.version == 1
    change = AssessmentChange.objects.get()
    assert (change.old_outcome, change.outcome, change.fact_version) == ("", Outcome.ELIGIBLE, 1)


@pytest.mark.parametrize(
    "changes, outcome, criterion, result",
    [
        ({"residence": PARIS}, Outcome.INELIGIBLE, "in_the_united_states", "not_met"),
        ({"residence": PARIS_AND_MORE}, Outcome.NEEDS_INFORMATION, "in_the_united_states", "unknown"),
        ({"inmail": "none", "inmail_first": None}, Outcome.INELIGIBLE, "inmail_before", "not_met"),
        ({"inmail_first": "unsure"}, Outcome.NEEDS_INFORMATION, "inmail_before", "unknown"),
        ({"released": "yes"}, Outcome.INELIGIBLE, "claim_not_released", "not_met"),
    ],
)
def test_no_result_stops_anyone_from_filing(
    seed: Matter, claimant: User, changes: dict[str, Any], outcome: str, criterion: str, result: str
) -> None:
    claim = file_claim(seed, claimant, **changes)
    assert claim.state == State.SUBMITTED
    assert claim.assessment.outcome == outcome
    assert results(claim) == {**dict.fromkeys(results(claim), "met"), criterion: result}


def test_a_flag_informs_and_never_decides(seed: Matter, claimant: User) -> None:
    claim = file_claim(seed, claimant, premium_paid_by="employer")
    explanation = explanation_of(claim)
    assert claim.assessment.outcome == Outcome.ELIGIBLE
    assert explanation
    assert "someone_else_paid" in {flag.id for flag in explanation.flags if flag.result == "met"}


def test_a_correction_that_changes_the_result_adds_a_row_that_says_from_what(
    registration: Claim, claimant: User
) -> None:
    correct(registration, claimant, residence=PARIS)
    changes = AssessmentChange.objects.order_by("pk")
    assert [(change.old_outcome, change.outcome) for change in changes] == [
        ("", Outcome.ELIGIBLE),
        (Outcome.ELIGIBLE, Outcome.INELIGIBLE),
    ]
    assert Assessment.objects.get().fact_version == 2


def test_a_correction_that_changes_nothing_keeps_since_when_it_holds(registration: Claim, claimant: User) -> None:
    since = registration.assessment.since
    correct(registration, claimant, first_learned_on="2025-01-23")
    assessment = Assessment.objects.get()
    assert AssessmentChange.objects.count() == 1
    assert (assessment.since, assessment.fact_version) == (since, 2)


def test_what_was_shown_before_signing_is_what_is_stored_after(seed: Matter, claimant: User) -> None:
    answers = {**REGISTRATION, "inmail_first": "2024-09"}
    shown = explain_answers(seed, answers, on=timezone.localdate())
    stored = explanation_of(file_claim(seed, claimant, inmail_first="2024-09"))
    assert stored == shown
    assert shown.outcome == Outcome.NEEDS_INFORMATION


def test_a_draft_has_no_result_yet(seed: Matter, claimant: User) -> None:
    assert explanation_of(actions.start(matter=seed, by=claimant)) is None


def test_an_erasure_takes_the_facts_and_leaves_the_result(registration: Claim, claimant: User) -> None:
    erase(claim=registration, ground=Erasure.Ground.REQUEST, by=claimant)
    assessment = Assessment.objects.get()
    assert assessment.facts == {}
    assert assessment.outcome == Outcome.ELIGIBLE
    assert set(results(registration).values()) == {"met"}


def test_that_a_result_changed_cannot_be_edited_away(registration: Claim) -> None:
    with pytest.raises(DatabaseError, match="frozen"):
        AssessmentChange.objects.update(outcome=Outcome.INELIGIBLE)
