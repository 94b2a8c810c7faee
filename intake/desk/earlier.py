"""Claims that were decided under an earlier definition: what the version in force would say of them now."""

from dataclasses import dataclass

from claimants.eligibility.evaluator import CriterionResult, Outcome
from claimants.matters.definitions import compiled, definition_in_force, flat_facts
from claimants.matters.models import ClassDefinition
from intake.assessments.models import Assessment
from intake.filing.models import Claim, FactSet


@dataclass(frozen=True)
class Earlier:
    """`was` is the version of the stored result, `now` the one in force. No outcome when the facts are erased."""

    was: ClassDefinition
    now: ClassDefinition
    outcome: Outcome | None
    criteria: list[CriterionResult]


def earlier_of(claim: Claim, left: Assessment | None) -> Earlier | None:
    """None unless the claim was decided before a version that would read its facts otherwise."""
    if left is None or not left.left_behind:
        return None
    now = definition_in_force(claim.matter)
    fact_set = FactSet.objects.filter(claim=claim).order_by("-version").first()
    if fact_set is None or not fact_set.facts:
        return Earlier(left.definition, now, None, [])
    law = compiled(now)
    said = law.explain(flat_facts(law, fact_set.facts))
    before = compiled(left.definition).explain_masks(left.fail_mask, left.unknown_mask, left.flag_mask)
    results = {one.id: one.result for one in before.criteria}
    return Earlier(
        left.definition, now, said.outcome, [one for one in said.criteria if results.get(one.id) != one.result]
    )
