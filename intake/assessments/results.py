"""How a claim stands under the class definition, criterion by criterion, with the sentence of each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from claimants.eligibility.evaluator import Explanation
from claimants.matters.definitions import Rules, compiled, definition_in_force, flat_facts, rules_now
from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter
from intake.assessments.models import Assessment, Reassessment, ReassessmentChunk
from intake.filing.models import Claim


def explanation_of(claim: Claim) -> Explanation | None:
    """The stored result of a filed claim in sentences; None before the first submission."""
    masks = Assessment.objects.only(
        "fail_mask", "unknown_mask", "flag_mask", "left_behind", "definition__sha256", "definition__status"
    )
    assessment = masks.select_related("definition").filter(claim=claim).first()
    if assessment is None:
        return None
    law = compiled(definition_of(assessment, claim.matter))
    return law.explain_masks(assessment.fail_mask, assessment.unknown_mask, assessment.flag_mask)


def definition_of(assessment: Assessment, matter: Matter) -> ClassDefinition:
    """The version whose words say the stored result: the one in force, once it has judged this claim too.

    A result that a later version did not change keeps the number of the earlier one, and holds under both.
    """
    if assessment.left_behind or assessment.definition.status == DefinitionStatus.IN_FORCE:
        return assessment.definition
    judged = ReassessmentChunk.objects.filter(
        run__matter=matter, run__kind=Reassessment.Kind.APPLY, run__definition__status=DefinitionStatus.IN_FORCE,
        first__lte=assessment.claim_id, last__gte=assessment.claim_id, state=ReassessmentChunk.State.DONE,
    )  # fmt: skip
    return definition_in_force(matter) if judged.exists() else assessment.definition


def explain_answers(matter: Matter, answers: Mapping[str, Any], *, on: date, rules: Rules | None = None) -> Explanation:
    """The result that these answers would have on a day, by the rules that count now. Nothing is stored."""
    rules = rules or rules_now(matter)
    facts = rules.questions.questionnaire.facts_from(answers)
    facts["signed_on"] = on.isoformat()
    law = compiled(rules.definition)
    return law.explain(flat_facts(law, facts))
