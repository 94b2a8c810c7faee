"""The matter entered another stage."""

from claimants.matters.models import StageChange
from claimants.matters.stages import Stage
from intake.filing.models import Claim
from intake.notices.dates import day_written_out
from intake.notices.statements import MEANS
from intake.notices.vocabulary import Context, Given, Kind, Lane


def build(claim: Claim, given: Given) -> Context:
    change: StageChange | None = given.get("change") or claim.matter.stage_changes.last()
    if change is None:
        return {"since": ""}
    return {
        "since": day_written_out(change.since),
        "stage_name": change.get_stage_display().lower(),
        "means": MEANS[Stage(change.stage)],
        "source": change.source,
    }


KIND = Kind(
    name="matter_changed",
    label="word that something changed in a case",
    subject="Something changed in the case of your {thing} {reference}",
    build=build,
    requires=frozenset({"since", "means"}),
    lane=Lane.MANY,
)
