"""Judging a claim by the definition in force, and writing down every change of the result."""

from django.db import transaction

from claimants.matters.definitions import compiled, definition_that_judges, flat_facts
from claimants.matters.models import ClassDefinition
from intake.assessments.models import Assessment, AssessmentChange
from intake.filing.models import Claim, ClaimEvent, FactSet, Submission

_MASKS = ("outcome", "fail_mask", "unknown_mask", "flag_mask")


@transaction.atomic(savepoint=False)
def assess(
    *, claim: Claim, fact_set: FactSet, definition: ClassDefinition | None = None, is_first: bool = False
) -> Assessment:
    """Judges the facts and stores the result; a change of it adds a row.

    By `definition`, if the caller holds the one in force. `is_first` says that the claim was never judged before.
    """
    definition = definition or definition_that_judges(claim.matter)
    law = compiled(definition)
    facts = flat_facts(law, fact_set.facts)
    masks = law.judge(facts)._asdict()
    before = None if is_first else Assessment.objects.select_for_update().filter(claim=claim).first()
    assessment = Assessment(claim=claim, definition=definition, facts=facts, fact_version=fact_set.version, **masks)
    if before is None or any(getattr(before, name) != masks[name] for name in _MASKS):
        AssessmentChange.objects.create(
            claim=claim, definition=definition, fact_version=fact_set.version,
            old_outcome=before.outcome if before else "",
            old_fail_mask=before.fail_mask if before else None,
            old_unknown_mask=before.unknown_mask if before else None,
            old_flag_mask=before.flag_mask if before else None,
            **masks,
        )  # fmt: skip
    elif before.definition_id == definition.pk:
        assessment.since = before.since
    assessment.save(force_insert=before is None, force_update=before is not None)
    return assessment


def assess_event(claim: Claim, event: ClaimEvent) -> None:
    """Judges the facts of the submission the event is about."""
    if signed := event.signed:
        is_first = signed.submission.kind == Submission.Kind.FIRST
        assess(claim=claim, fact_set=signed.fact_set, definition=signed.definition, is_first=is_first)
    else:
        assess(claim=claim, fact_set=FactSet.objects.filter(claim=claim).order_by("-version")[0])


def assess_again(claim: Claim, event: ClaimEvent) -> None:
    """Judges a claim that was decided under an earlier definition by the one in force, now that it is looked at again.

    Until then its result was left as it was when it was decided.
    """
    if Assessment.objects.filter(claim=claim, left_behind=True).exists():
        assess_event(claim, event)


def forget(claim: Claim, event: ClaimEvent) -> None:
    """Takes the facts off the current result when the claim's personal data is erased."""
    Assessment.objects.filter(claim=claim).update(facts={})
