"""Judging a claim by the definition in force, and writing down every change of the result."""

from django.db import transaction

from claimants.matters.definitions import compiled, definition_in_force, flat_facts
from intake.assessments.models import Assessment, AssessmentChange
from intake.filing.models import Claim, ClaimEvent, FactSet


@transaction.atomic
def assess(*, claim: Claim, fact_set: FactSet) -> Assessment:
    """Judges the facts and stores the result; a change of it adds a row."""
    definition = definition_in_force(claim.matter)
    law = compiled(definition)
    facts = flat_facts(law, fact_set.facts)
    judgement = law.judge(facts)
    before = Assessment.objects.select_for_update().filter(claim=claim).first()
    masks = {
        "outcome": judgement.outcome,
        "fail_mask": judgement.fail_mask,
        "unknown_mask": judgement.unknown_mask,
    }
    assessment = Assessment(
        claim=claim, definition=definition, facts=facts, fact_version=fact_set.version,
        flag_mask=judgement.flag_mask, **masks,
    )  # fmt: skip
    if before is None or any(getattr(before, name) != value for name, value in masks.items()):
        AssessmentChange.objects.create(
            claim=claim, definition=definition, fact_version=fact_set.version,
            old_outcome=before.outcome if before else "",
            old_fail_mask=before.fail_mask if before else None,
            old_unknown_mask=before.unknown_mask if before else None,
            **masks,
        )  # fmt: skip
    elif before.definition_id == definition.pk:
        assessment.since = before.since
    assessment.save(force_insert=before is None, force_update=before is not None)
    return assessment


def assess_event(claim: Claim, event: ClaimEvent) -> None:
    """Judges the facts of the submission the event is about."""
    assess(claim=claim, fact_set=FactSet.objects.filter(claim=claim).order_by("-version")[0])


def forget(claim: Claim, event: ClaimEvent) -> None:
    """Takes the facts off the current result when the claim's personal data is erased."""
    Assessment.objects.filter(claim=claim).update(facts={})
