"""How a claim stands under the class definition, criterion by criterion, with the sentence of each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from claimants.eligibility.evaluator import Explanation
from claimants.matters.definitions import Rules, compiled, flat_facts, rules_now
from claimants.matters.models import Matter
from intake.assessments.models import Assessment
from intake.filing.models import Claim


def explanation_of(claim: Claim) -> Explanation | None:
    """The stored result of a filed claim in sentences; None before the first submission."""
    masks = Assessment.objects.only("fail_mask", "unknown_mask", "flag_mask", "definition__sha256")
    assessment = masks.select_related("definition").filter(claim=claim).first()
    if assessment is None:
        return None
    return compiled(assessment.definition).explain_masks(
        assessment.fail_mask, assessment.unknown_mask, assessment.flag_mask
    )


def explain_answers(matter: Matter, answers: Mapping[str, Any], *, on: date, rules: Rules | None = None) -> Explanation:
    """The result that these answers would have on a day, by the rules that count now. Nothing is stored."""
    rules = rules or rules_now(matter)
    facts = rules.questions.questionnaire.facts_from(answers)
    facts["signed_on"] = on.isoformat()
    law = compiled(rules.definition)
    return law.explain(flat_facts(law, facts))
