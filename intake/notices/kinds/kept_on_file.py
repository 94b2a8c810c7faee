"""There is nothing to decide yet; what was filed is kept."""

from intake.filing.models import Claim, EventKind
from intake.notices.dates import day_written_out
from intake.notices.vocabulary import UNTIL_CLOSED, Context, Given, Kind


def build(claim: Claim, given: Given) -> Context:
    return {"kept_until": day_written_out(claim.matter.retain_until)}


KIND = Kind(
    name="kept_on_file",
    label="word that a filing is kept on file",
    subject="Your {thing} {reference} is kept on file",
    build=build,
    requires=frozenset({"kept_until"}),
    stages=UNTIL_CLOSED,
    events=(EventKind.KEPT_ON_FILE,),
)
