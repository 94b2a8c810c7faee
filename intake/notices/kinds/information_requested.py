"""Counsel or the administrator needs an answer. The time to answer runs from the relay's acceptance of this.

When it comes back, the time stands still until the next one is accepted.
"""

from datetime import datetime

from intake.filing.models import Claim, EventKind
from intake.notices.causes import asked_about, is_still_asked, request_about
from intake.notices.vocabulary import UNTIL_CLOSED, Context, Given, Kind
from intake.notices.words import lines
from intake.review.actions import start_clock, stop_clock
from intake.review.models import InformationRequest


def build(claim: Claim, given: Given) -> Context:
    request = request_about(claim, given) if "questions" not in given else None
    return {
        "request": request.pk if request else None,
        "asked": asked_about(claim, list(request.questions if request else given.get("questions", []))),
        "message": lines(request.message if request else str(given.get("message", ""))),
        "days": request.days if request else given.get("days"),
    }


def when_accepted(context: Context, at: datetime) -> None:
    """Starts the clock of the request, unless it was answered or has lapsed."""
    open_ones = InformationRequest.objects.filter(pk=context["request"], answer=None, lapsed_at=None)
    request = open_ones.select_related("claim__matter").defer("claim__matter__document", "claim__draft").first()
    if request is not None:
        start_clock(request, at)


def when_returned(context: Context) -> None:
    """Takes the last day back: who never read the question cannot be late with the answer."""
    request = InformationRequest.objects.filter(pk=context["request"], answer=None, lapsed_at=None).first()
    if request is not None:
        stop_clock(request)


KIND = Kind(
    name="information_requested",
    label="a request for more information",
    subject="We need an answer about your {thing} {reference}",
    build=build,
    requires=frozenset({"asked", "days"}),
    stages=UNTIL_CLOSED,
    events=(EventKind.INFORMATION_REQUESTED,),
    when_accepted=when_accepted,
    when_returned=when_returned,
    still_asks=is_still_asked,
)
