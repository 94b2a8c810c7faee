"""A registration was accepted, or a claim approved."""

from intake.filing.models import Claim, EventKind
from intake.notices.vocabulary import UNTIL_CLOSED, Context, Given, Kind


def build(claim: Claim, given: Given) -> Context:
    return {}


KIND = Kind(
    name="accepted",
    label="a decision on a filing",
    subject="Your {thing} {reference}: a decision was made",
    build=build,
    stages=UNTIL_CLOSED,
    events=(EventKind.ACCEPTED,),
)
