"""Where a claim stands, in words: what that means, what happens next, and who acts."""

from dataclasses import dataclass

from claimants.matters.stages import Mode
from intake.filing.models import Claim
from intake.filing.states import CORRECTABLE, HOLDER, TRANSITIONS, Holder, State


@dataclass(frozen=True)
class Standing:
    """`{thing}`, `{firm}` and the outcome words are filled in by the claim's mode and its matter."""

    headline: str
    next: str


_STANDINGS = {
    State.DRAFT: Standing(
        "Not submitted yet",
        "Nobody but you sees a draft. Finish the questions, check your answers and sign.",
    ),
    State.SUBMITTED: Standing(
        "Received, waiting to be read",
        "A person at {firm} will read your {thing}. We write to you when something is decided or if we need to "
        "know more. You do not have to do anything now.",
    ),
    State.IN_REVIEW: Standing(
        "Being read",
        "A person at {firm} is reading your {thing}. You do not have to do anything now.",
    ),
    State.INFORMATION_REQUESTED: Standing(
        "We need to know more",
        "Please answer what we ask below. If you do not answer in time, your {thing} goes back to {firm} as it "
        "is. It is never {declined} just because you did not answer.",
    ),
    State.ON_FILE: Standing(
        "Kept on file",
        "There is nothing to decide now. {firm} keeps your {thing} and writes to you if the case changes. "
        "You do not have to do anything.",
    ),
    State.ACCEPTED: Standing(
        "{accepted}",
        "Your {thing} was {accepted}. We write to you when there is something new.",
    ),
    State.DECLINED: Standing(
        "{declined}",
        "Two people confirmed this. Below you can read why, and ask for a different person to look at your {thing} "
        "again. Your time to act may be running out: you may want to ask another "
        "lawyer soon.",
    ),
    State.DISPUTED: Standing(
        "Being looked at again",
        "A person who did not take part in the first decision will look at your {thing} again.",
    ),
    State.WITHDRAWN: Standing(
        "Withdrawn",
        "Nobody works on this {thing} any more. You can start again while the case takes new ones.",
    ),
}

_NEXT_IF_ACCEPTED = {
    Mode.REGISTRATION: " It does not mean that {firm} is your lawyer, or that there is anything to pay out.",
    Mode.CLAIM: " What you may receive, if anything, is for the court to decide.",
}


def standing_of(claim: Claim) -> Standing:
    """The words for a claim as it stands now."""
    words, firm = claim.words, claim.matter.file.sponsor.firm
    plain = _STANDINGS[State(claim.state)]
    follows = plain.next
    if claim.state == State.ACCEPTED:
        follows += _NEXT_IF_ACCEPTED[Mode(claim.mode)]
    said = {"thing": words.thing, "firm": firm, "accepted": words.accepted, "declined": words.declined}
    headline = plain.headline.format(**said)
    return Standing(headline[0].upper() + headline[1:], follows.format(**said))


def who_acts(claim: Claim) -> str:
    """Who must do something next."""
    holder = HOLDER[State(claim.state)]
    if holder is Holder.CLAIMANT:
        return "You"
    return claim.matter.file.sponsor.firm if holder is Holder.STAFF else "Nobody. Nothing is waiting."


def may_become(claim: Claim, state: State) -> bool:
    return state in TRANSITIONS[State(claim.state)]


def may_correct(claim: Claim) -> bool:
    """While nothing is decided and nobody is asking; in review the reader would lose the thread."""
    return claim.state in CORRECTABLE
