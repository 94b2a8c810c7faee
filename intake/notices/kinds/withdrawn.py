"""The claimant took the filing back."""

from intake.filing.models import Claim, EventKind
from intake.notices.dates import day_written_out
from intake.notices.vocabulary import Context, Given, Kind


def build(claim: Claim, given: Given) -> Context:
    return {"kept_until": day_written_out(claim.matter.retain_until)}


KIND = Kind(
    name="withdrawn",
    label="a confirmation that a filing was withdrawn",
    subject="Your {thing} {reference} was withdrawn",
    build=build,
    requires=frozenset({"kept_until"}),
    events=(EventKind.WITHDRAWN,),
)
