"""The class definition changed, and with it how these answers read. Held until a person releases it."""

from claimants.matters.definitions import definition_in_force
from intake.assessments.models import Assessment, Outcome
from intake.filing.models import Claim
from intake.notices.vocabulary import UNTIL_CLOSED, Context, Given, Kind, Lane

_READS = {
    Outcome.ELIGIBLE: "Under the new wording your answers meet every point of the definition.",
    Outcome.NEEDS_INFORMATION: "Under the new wording something we would need to know is not in your answers.",
    Outcome.INELIGIBLE: "Under the new wording your answers do not meet at least one point of the definition.",
}


def build(claim: Claim, given: Given) -> Context:
    definition, assessment = definition_in_force(claim.matter), Assessment.objects.filter(claim=claim).first()
    return {
        "version": definition.version,
        "order": definition.order,
        "reads": _READS[Outcome(assessment.outcome)] if assessment else "",
    }


KIND = Kind(
    name="definition_changed",
    label="word that the class definition changed",
    subject="The class definition changed: your {thing} {reference}",
    build=build,
    requires=frozenset({"version", "reads"}),
    stages=UNTIL_CLOSED,
    lane=Lane.MANY,
    held=True,
)
