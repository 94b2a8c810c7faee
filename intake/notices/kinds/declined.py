"""A registration was declined, or a claim denied. Says so plainly, why, and that time may be running out."""

from intake.filing.models import Claim, EventKind
from intake.notices.causes import reasons_about
from intake.notices.vocabulary import Context, Given, Kind


def build(claim: Claim, given: Given) -> Context:
    return {"reasons": reasons_about(claim, given)}


KIND = Kind(
    name="declined",
    label="a decision on a filing",
    subject="Your {thing} {reference}: a decision was made",
    build=build,
    requires=frozenset({"reasons"}),
    events=(EventKind.DECLINED,),
)
