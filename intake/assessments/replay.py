"""What was so at a moment: the definition in force then, judged over the facts that were filed by then."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from claimants.common.exceptions import Refused
from claimants.eligibility.evaluator import Explanation, Judgement
from claimants.matters.definitions import compiled, flat_facts
from claimants.matters.models import ClassDefinition, DefinitionStatus
from intake.assessments.models import AssessmentChange
from intake.filing.models import Claim, FactSet


@dataclass(frozen=True)
class Replay:
    """The judgement made anew, beside the masks that were on record at that moment.

    `definition` is the version that was in force. `judged_by` is the one that the record was made under, which is an
    earlier one where the newer had not come to this claim yet, or left it as it was decided.
    """

    claim: Claim
    at: datetime
    facts: FactSet
    definition: ClassDefinition
    judged_by: ClassDefinition
    judgement: Judgement
    explanation: Explanation
    recorded: AssessmentChange

    @property
    def agrees(self) -> bool:
        """Whether the same masks come out."""
        on_record = (self.recorded.fail_mask, self.recorded.unknown_mask, self.recorded.flag_mask)
        return on_record == self.judgement[1:]


def replay(claim: Claim, at: datetime) -> Replay:
    """Judges a claim as it stood at a moment. Refused when nothing was filed by then, or the facts were erased."""
    recorded = AssessmentChange.objects.filter(claim=claim, at__lte=at).select_related("definition").last()
    if recorded is None:
        raise Refused(f"{claim.reference} was not judged by then. Give a moment after it was first submitted.")
    facts = FactSet.objects.filter(claim=claim, created_at__lte=at).order_by("-version").first()
    if facts is None:
        raise Refused(f"The facts of {claim.reference} were erased, so nothing can be judged again.")
    definition = in_force_at(claim, at)
    chosen = next(iter(_agreeing(recorded, facts, [definition, recorded.definition])), definition)
    law = compiled(chosen)
    flat = flat_facts(law, facts.facts)
    return Replay(claim, at, facts, definition, chosen, law.judge(flat), law.explain(flat), recorded)


def in_force_at(claim: Claim, at: datetime) -> ClassDefinition:
    """The version that decided at a moment."""
    adopted = Q(status__in=[DefinitionStatus.IN_FORCE, DefinitionStatus.SUPERSEDED], adopted_at__lte=at)
    found = claim.matter.definitions.filter(adopted).order_by("-adopted_at", "-version").first()
    if found is None:
        raise Refused("No class definition was in force then.")
    return found


def _agreeing(recorded: AssessmentChange, facts: FactSet, definitions: list[ClassDefinition]) -> list[ClassDefinition]:
    """Those of the versions that come to what is on record; the one in force is asked first."""
    agreeing = []
    for definition in definitions:
        law = compiled(definition)
        judged = law.judge(flat_facts(law, facts.facts))
        if judged[1:] == (recorded.fail_mask, recorded.unknown_mask, recorded.flag_mask):
            agreeing.append(definition)
    return agreeing
