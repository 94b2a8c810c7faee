"""What happened to a claim, in words: who did what, and when by the court's clock."""

from dataclasses import dataclass
from datetime import datetime

from intake.filing.models import Claim, ClaimEvent, EventKind

_WORDS = {
    EventKind.SUBMITTED: "signed and submitted",
    EventKind.CURED: "answered the request for information",
    EventKind.CORRECTED: "corrected the answers",
    EventKind.WITHDRAWN: "withdrew the {thing}",
    EventKind.TAKEN: "took the {thing} for review",
    EventKind.RELEASED: "gave the {thing} back to the queue",
    EventKind.CONFLICT_CLEARED: "compared the names and found no conflict",
    EventKind.CONFLICT_FOUND: "compared the names and found a conflict",
    EventKind.NOTED: "added a note",
    EventKind.INFORMATION_REQUESTED: "asked the claimant for information",
    EventKind.REQUEST_LAPSED: "the request for information lapsed without an answer",
    EventKind.PROPOSED: "proposed that the {thing} be {declined}",
    EventKind.PROPOSAL_WITHDRAWN: "took back or sent back the proposal",
    EventKind.ACCEPTED: "decided: {accepted}",
    EventKind.KEPT_ON_FILE: "decided: {on_file}",
    EventKind.DECLINED: "confirmed the proposal: {declined}",
    EventKind.DISPUTED: "asked for the decision to be looked at again",
    EventKind.REVERSED: "put another decision in place of the earlier one",
    EventKind.ERASED: "erased the personal data",
}


@dataclass(frozen=True)
class Happening:
    """One act on the claim. `who` is the claimant, a member of staff by address, or the system."""

    number: int
    kind: str
    who: str
    what: str
    at: datetime


def history_of(claim: Claim) -> list[Happening]:
    """Newest first."""
    events = ClaimEvent.objects.filter(claim=claim).select_related("actor").order_by("-sequence")
    return [
        Happening(event.sequence, event.kind, _actor(claim, event), words_for(claim, event), event.at)
        for event in events
    ]


def words_for(claim: Claim, event: ClaimEvent) -> str:
    words = claim.words
    return _WORDS[EventKind(event.kind)].format(
        thing=words.thing, accepted=words.accepted, declined=words.declined, on_file=words.on_file
    )


def _actor(claim: Claim, event: ClaimEvent) -> str:
    if event.actor is None:
        return "The system"
    return event.actor.email if event.actor.is_staff else "The claimant"
