"""The last day to answer a request is near."""

from intake.filing.models import Claim
from intake.notices.causes import asked_about, is_still_asked, request_about
from intake.notices.dates import moment_written_out
from intake.notices.vocabulary import UNTIL_CLOSED, Context, Given, Kind, Lane


def build(claim: Claim, given: Given) -> Context:
    request = request_about(claim, given)
    if request is None or request.due_at is None:
        return {"due": ""}
    return {
        "request": request.pk,
        "asked": asked_about(claim, list(request.questions)),
        "due": moment_written_out(request.due_at, claim.matter.file.court_time_zone),
    }


KIND = Kind(
    name="information_reminder",
    label="a reminder that an answer is due",
    subject="Reminder: your answer about {thing} {reference} is due soon",
    build=build,
    requires=frozenset({"asked", "due"}),
    stages=UNTIL_CLOSED,
    lane=Lane.DATED,
    still_asks=is_still_asked,
)
