"""Who may do what in review: `can_x` answers, `check_x` refuses with a sentence."""

from claimants.common.exceptions import Refused
from claimants.matters.stages import Mode
from claimants.people.models import User
from claimants.people.roles import Power, has_power
from intake.filing.models import Claim
from intake.filing.states import TRANSITIONS, State
from intake.review.models import Assignment, ConflictCheck


def check_power(user: User, claim: Claim, power: Power) -> None:
    """The role must allow it, and nobody works on what they filed themselves or is about them, whatever their role."""
    check_is_not_own(user, claim)
    if not has_power(user, claim.matter, power):
        raise Refused(f"Your role in this matter does not allow you to {power.value}.")


def check_is_not_own(user: User, claim: Claim) -> None:
    if is_own(user, claim):
        raise Refused(f"You filed this {claim.words.thing} yourself, or it is about you. Someone else must work on it.")


def is_own(user: User, claim: Claim) -> bool:
    return user.pk in {claim.filed_by_id, claim.person.user_id}


def check_can_take(user: User, claim: Claim) -> None:
    check_power(user, claim, Power.REVIEW)
    if claim.state in {State.ACCEPTED, State.DECLINED}:
        check_power(user, claim, Power.SECOND)
    elif State.IN_REVIEW not in {claim.state, *TRANSITIONS[State(claim.state)]}:
        raise Refused(f"There is nothing to review: this {claim.words.thing} is “{claim.get_state_display().lower()}”.")
    holder = holder_of(claim)
    if holder and holder != user:
        raise Refused(f"{holder.email} is working on this {claim.words.thing}. Ask them to give it back first.")


def check_holds(user: User, claim: Claim) -> None:
    """Only the person who took a claim works on it, so that two people never answer the same claimant."""
    check_power(user, claim, Power.REVIEW)
    if holder_of(claim) != user:
        raise Refused(f"Take this {claim.words.thing} first, so that nobody else works on it at the same time.")


def check_may_judge(user: User, claim: Claim) -> None:
    """To ask or decide one must hold the claim, and its conflict names must be cleared."""
    check_holds(user, claim)
    check_may_read(claim)


def check_may_read(claim: Claim) -> None:
    if not may_read_narrative(claim):
        sponsor = claim.matter.sponsor_word
        raise Refused(f"Compare the names with the conflicts of the {sponsor} first; then the answers open.")


def may_read_narrative(claim: Claim) -> bool:
    """In a court-authorised claim always; in a registration while its conflict names, as signed last, are cleared."""
    if claim.mode == Mode.CLAIM:
        return True
    return latest_conflict_result(claim) == ConflictCheck.Result.CLEARED


def has_conflict(claim: Claim) -> bool:
    """Whether the firm found that it may not act for this person."""
    return claim.mode == Mode.REGISTRATION and latest_conflict_result(claim) == ConflictCheck.Result.FOUND


def latest_conflict_result(claim: Claim) -> str | None:
    """The result that counts. Names signed later than they were cleared leave a row of their own: changed."""
    return ConflictCheck.objects.filter(claim=claim).order_by("-pk").values_list("result", flat=True).first()


def latest_conflict_check(claim: Claim) -> ConflictCheck | None:
    return ConflictCheck.objects.filter(claim=claim).order_by("-pk").first()


def holder_of(claim: Claim) -> User | None:
    assignment = Assignment.objects.select_related("reviewer").filter(claim=claim).first()
    return assignment.reviewer if assignment else None
