"""Everyone is judged by another version: first as a what-if, then in fact, and it can be proved afterwards."""

import pytest
from django.db import connection

from claimants.common import frozen
from claimants.common.exceptions import Refused
from claimants.matters.models import DefinitionStatus, Matter
from claimants.people.models import User
from intake.assessments import actions, leases
from intake.assessments.models import Assessment, AssessmentChange, Outcome, Reassessment
from intake.assessments.proof import verify_runs
from intake.assessments.report import as_json
from intake.assessments.results import explanation_of
from intake.filing.erasure import erase
from intake.filing.models import Claim, Erasure
from intake.filing.states import State
from tests.assessments.versions import (
    LATER_PREMIUM,
    NARROWER,
    REPHRASED,
    administrators,
    applied,
    approve,
    previewed,
    proposed,
)
from tests.fixtures.filings import file_claim, new_claimant

pytestmark = pytest.mark.django_db(transaction=True)

GUAM = {"rows": [{"from": "2015", "to": "open", "country": "GU"}], "complete": "yes"}


@pytest.fixture
def filed(seed: Matter) -> list[Claim]:
    """Four people: two whom the narrower version leaves out, one whom it does not, one who is not in anyway."""
    return [
        file_claim(seed, new_claimant("stays")),
        file_claim(seed, new_claimant("later"), premium=LATER_PREMIUM),
        file_claim(seed, new_claimant("guam"), residence=GUAM),
        file_claim(seed, new_claimant("never"), inmail="none", inmail_first=None),
    ]


def cells(run: Reassessment) -> dict[tuple[str, str], int]:
    return {(row["old"], row["new"]): row["claims"] for row in as_json(run)["matrix"] if row["claims"]}


def outcomes() -> list[str]:
    return list(Assessment.objects.order_by("claim_id").values_list("outcome", flat=True))


def test_a_what_if_counts_who_would_move_and_writes_nothing_about_anyone(seed: Matter, filed: list[Claim]) -> None:
    first, _ = administrators(seed)
    before, changes = list(Assessment.objects.order_by("pk").values()), AssessmentChange.objects.count()
    run = previewed(proposed(seed, first), first)
    assert run.state == Reassessment.State.DONE
    assert cells(run) == {
        ("eligible", "eligible"): 1, ("eligible", "ineligible"): 2, ("ineligible", "ineligible"): 1
    }  # fmt: skip
    found = as_json(run)
    assert found["claims"] == 4
    assert found["notices_owed"] == 2
    assert found["moved"][0]["by_state"] == {"submitted": 2}
    assert sorted(found["moved"][0]["samples"]) == sorted(claim.reference for claim in filed[1:3])
    by_id = {row["criterion"]: row for row in found["funnel"]}
    assert by_id["premium_before"] == {"criterion": "premium_before", "met": 3, "not_met": 1, "unknown": 0}
    assert list(Assessment.objects.order_by("pk").values()) == before
    assert AssessmentChange.objects.count() == changes


def test_an_apply_comes_to_what_was_shown_and_writes_changed_rows_only(seed: Matter, filed: list[Claim]) -> None:
    untouched = Assessment.objects.get(claim=filed[0])
    run = applied(seed)
    assert run.note == "The recount equals the what-if."
    assert cells(run) == cells(Reassessment.objects.get(kind="preview"))
    assert outcomes() == ["eligible", "ineligible", "ineligible", "ineligible"]
    again = Assessment.objects.get(claim=filed[0])
    assert (again.since, again.definition_id) == (untouched.since, untouched.definition_id)
    changes = AssessmentChange.objects.filter(chunk__run=run).order_by("claim_id")
    assert [change.claim_id for change in changes] == [claim.pk for claim in filed[1:3]]
    assert [(change.old_outcome, change.outcome) for change in changes][0] == ("eligible", "ineligible")
    assert list(verify_runs()) == []


def test_the_new_version_counts_for_new_submissions_at_once(seed: Matter, filed: list[Claim]) -> None:
    first, second = administrators(seed)
    definition = proposed(seed, first)
    previewed(definition, first)
    approve(definition, first, second)
    run = actions.apply(definition=definition, by=second)
    late = file_claim(seed, new_claimant("late"), premium=LATER_PREMIUM)
    assert late.assessment.definition.version == 2
    assert late.assessment.outcome == Outcome.INELIGIBLE
    assert outcomes() == ["eligible", "eligible", "eligible", "ineligible", "ineligible"]
    run = actions.lead(run)
    assert outcomes() == ["eligible", "ineligible", "ineligible", "ineligible", "ineligible"]
    assert "equals" in run.note


def test_what_was_filed_after_the_what_if_is_named_where_the_numbers_differ(seed: Matter, filed: list[Claim]) -> None:
    first, second = administrators(seed)
    definition = proposed(seed, first)
    previewed(definition, first)
    file_claim(seed, new_claimant("between"))
    approve(definition, first, second)
    run = actions.lead(actions.apply(definition=definition, by=first))
    assert run.note.startswith("The recount differs from the what-if by what came in between: 1 submissions")


def test_a_decided_claim_is_left_as_it_was_decided_and_comes_to_the_desk(seed: Matter, filed: list[Claim]) -> None:
    Claim.objects.filter(pk=filed[1].pk).update(state=State.ACCEPTED)
    run = applied(seed)
    assert run.counts["left_behind"] == 1
    kept = Assessment.objects.get(claim=filed[1])
    assert (kept.outcome, kept.left_behind, kept.definition.version) == ("eligible", True, 1)
    assert not AssessmentChange.objects.filter(chunk__run=run, claim=filed[1]).exists()


def test_results_that_did_not_change_are_said_in_the_words_of_the_new_version(seed: Matter, filed: list[Claim]) -> None:
    run = applied(seed, REPHRASED)
    assert not AssessmentChange.objects.filter(chunk__run=run).exists()
    explanation = explanation_of(Claim.objects.with_matter().get(pk=filed[0].pk))
    assert explanation
    assert {one.id: one.sentence for one in explanation.criteria}["account_before"] == "You had an account in time."


def test_an_erased_claim_keeps_its_result_and_is_counted_apart(seed: Matter, filed: list[Claim]) -> None:
    erase(claim=filed[1], ground=Erasure.Ground.REQUEST, by=None)
    run = applied(seed)
    assert run.counts["left_as_erased"] == 1
    assert Assessment.objects.get(claim=filed[1]).outcome == Outcome.ELIGIBLE


def test_a_criterion_that_was_removed_gives_its_bit_back_to_nobody(seed: Matter, filed: list[Claim]) -> None:
    applied(seed, {"criteria": {"inmail_before": None, "later": LATER_CRITERION}})
    assert outcomes() == ["eligible"] * 3 + ["needs_information"]
    assert list(Assessment.objects.order_by("pk").values_list("fail_mask", "unknown_mask"))[3] == (0, 1 << 6)


LATER_CRITERION = {
    "bit": 6, "kind": "include", "test": {"op": "before", "fact": "inmail_first", "date": "2030-01-01"},
    "cite": "Order", "quote": "InMail", "met": "Yes.", "not_met": "No.", "ask": "When?",
}  # fmt: skip


def test_facts_that_the_new_version_reads_otherwise_are_drawn_from_what_was_filed(
    seed: Matter, filed: list[Claim]
) -> None:
    stored = Assessment.objects.get(claim=filed[0])
    stripped = {key: value for key, value in stored.facts.items() if key != "released"}
    Assessment.objects.filter(claim=filed[0]).update(facts=stripped)
    applied(seed, {"facts": {"released": {"label": "the claim was given up"}, "product": {"values": None}}})
    assert Assessment.objects.get(claim=filed[0]).facts == stored.facts


def test_many_chunks_come_to_the_same(seed: Matter, filed: list[Claim], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases.divide, "__defaults__", (1,))
    run = applied(seed)
    assert run.chunks_done == run.chunks.count() >= 4
    assert cells(run)["eligible", "ineligible"] == 2
    assert list(verify_runs(seed)) == []


def test_a_change_that_is_altered_afterwards_is_found(seed: Matter, filed: list[Claim]) -> None:
    run = applied(seed)
    change = AssessmentChange.objects.filter(chunk__run=run).first()
    assert change
    frozen.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_assessmentchange SET outcome = 'eligible' WHERE id = %s", [change.pk])
    frozen.install(connection)
    assert "altered, added or removed" in str(next(iter(verify_runs())))


def test_an_apply_that_was_stopped_goes_on_where_it_was(
    seed: Matter, filed: list[Claim], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases.divide, "__defaults__", (1,))
    first, second = administrators(seed)
    definition = proposed(seed, first)
    previewed(definition, first)
    approve(definition, first, second)
    run = actions.apply(definition=definition, by=first)
    run = actions.lead(run, watch=lambda run: actions.stop(run=run, by=first))
    assert (run.state, run.chunks_done) == (Reassessment.State.STOPPED, 1)
    run = actions.lead(actions.resume(run=run, by=second))
    assert run.note == "The recount equals the what-if."
    assert AssessmentChange.objects.filter(chunk__run=run).count() == 2


def test_what_may_not_be_done_is_refused_with_a_sentence(seed: Matter, filed: list[Claim], claimant: User) -> None:
    first, second = administrators(seed)
    definition = proposed(seed, first)
    with pytest.raises(Refused, match="Your role"):
        actions.preview(definition=definition, by=claimant)
    with pytest.raises(Refused, match="Run the what-if first"):
        actions.apply(definition=definition, by=first)
    previewed(definition, first)
    with pytest.raises(Refused, match="Two different people"):
        actions.apply(definition=definition, by=first)
    approve(definition, first)
    with pytest.raises(Refused, match="You approved this version already"):
        approve(definition, first)
    approve(definition, second)
    run = actions.lead(actions.apply(definition=definition, by=first))
    with pytest.raises(Refused, match="not running"):
        actions.stop(run=run, by=first)
    with pytest.raises(Refused, match="stopped, or that failed"):
        actions.resume(run=run, by=first)
    definition.refresh_from_db()
    assert definition.status == DefinitionStatus.IN_FORCE
    with pytest.raises(Refused, match="is in force"):
        actions.preview(definition=definition, by=first)


def test_a_patch_over_the_new_version_starts_from_it(seed: Matter, filed: list[Claim]) -> None:
    applied(seed, NARROWER)
    run = applied_again(seed)
    assert cells(run)["ineligible", "eligible"] == 2
    assert outcomes() == ["eligible", "eligible", "eligible", "ineligible"]


def applied_again(matter: Matter) -> Reassessment:
    first, second = User.objects.filter(is_staff=True).order_by("pk")
    wider = {"lists": {"united_states": ["US", "GU"]}, "periods": {"before_change": {"to": "2024-09-17"}}}
    definition = proposed(matter, first, wider)
    previewed(definition, first)
    approve(definition, first, second)
    return actions.lead(actions.apply(definition=definition, by=first))
