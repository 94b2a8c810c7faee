"""An unfinished draft is about to be deleted."""

from datetime import timedelta

from django.utils import timezone

from claimants.matters.stages import ACCEPTS_FILING, Stage
from intake.filing.erasure import DRAFTS_LIVE
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.dates import day_in_zone
from intake.notices.vocabulary import Context, Given, Kind, Lane
from intake.notices.warned import WARNING, deleted_on


def build(claim: Claim, given: Given) -> Context:
    zone = claim.matter.file.court_time_zone
    return {
        "is_draft": claim.state == State.DRAFT,
        "touched_on": day_in_zone(claim.touched_at, zone),
        "deleted_on": day_in_zone(deleted_on(claim, timezone.now()), zone),
        "days": DRAFTS_LIVE // timedelta(days=1),
        "accepts_filing": Stage(claim.matter.stage) in ACCEPTS_FILING,
    }


KIND = Kind(
    name=WARNING,
    label="a warning that unfinished answers are about to be deleted",
    subject="Your unfinished {thing} {reference} will be deleted soon",
    build=build,
    requires=frozenset({"deleted_on"}),
    lane=Lane.DATED,
)
