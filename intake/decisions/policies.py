"""Who may decide what: `check_x` refuses with a sentence."""

from collections.abc import Sequence

from claimants.common.exceptions import Refused
from claimants.matters.stages import DECLINE, Mode
from claimants.people.models import User
from claimants.people.roles import Power
from intake.decisions.models import Decision, DecisionOutcome, DecisionProposal
from intake.filing.models import Claim, ClaimEvent
from intake.filing.states import State
from intake.review.policies import (
    check_holds,
    check_may_judge,
    check_power,
    has_conflict,
    may_read_narrative,
)

_DECIDED = frozenset({State.ACCEPTED, State.DECLINED, State.ON_FILE})


def check_can_decide(user: User, claim: Claim) -> None:
    check_power(user, claim, Power.DECIDE)
    check_may_judge(user, claim)
    check_nothing_proposed(claim)
    _check_is_new_to_it(user, claim)


def check_can_propose(user: User, claim: Claim) -> None:
    """As to decide; but where the firm found a conflict, it declines without ever reading the answers."""
    if not has_conflict(claim):
        check_can_decide(user, claim)
        return
    check_power(user, claim, Power.DECIDE)
    check_holds(user, claim)
    check_nothing_proposed(claim)
    _check_is_new_to_it(user, claim)


def check_nothing_proposed(claim: Claim) -> None:
    if open_proposal(claim):
        act = DECLINE[Mode(claim.mode)]
        raise Refused(f"A {act} is already proposed. A second person must confirm it or send it back first.")


def refuse_while_proposed(claim: Claim, event: ClaimEvent) -> None:
    """For the pipeline: undoes an act that would take a claim out of the hands of whoever proposed its decline."""
    check_nothing_proposed(claim)


def check_can_second(user: User, proposal: DecisionProposal) -> None:
    check_power(user, proposal.claim, Power.SECOND)
    check_is_open(proposal)
    if proposal.made_by_id == user.pk:
        raise Refused("You proposed this, so a different person must confirm it.")
    _check_is_new_to_it(user, proposal.claim)
    if not has_conflict(proposal.claim) and not may_read_narrative(proposal.claim):
        raise Refused("The names changed since they were compared. Send this back, so that they are compared again.")


def check_can_reverse(user: User, decision: Decision) -> None:
    """Only what is decided and rests; what is looked at again is decided by whoever holds it."""
    claim = decision.claim
    check_power(user, claim, Power.SECOND)
    if hasattr(decision, "reversed_by"):
        raise Refused("This decision was already reversed; only the latest decision can be.")
    if claim.state not in _DECIDED:
        raise Refused(f"This {claim.words.thing} is being looked at again. Whoever takes it decides it there.")
    _check_took_no_part(user, decision)
    if claim.erasures.exists():
        raise Refused(f"The personal data of this {claim.words.thing} was erased, so nothing more is decided.")


def check_can_become(decision: Decision, outcome: str) -> None:
    """What may stand in a decision's place: never a decline, and unread only “on file”."""
    if is_adverse(outcome):
        act = DECLINE[Mode(decision.claim.mode)]
        raise Refused(f"A reversal cannot end in a {act}. Reopen the review and propose the {act} there.")
    if outcome == decision.outcome:
        raise Refused("That is what was decided already.")
    if outcome != DecisionOutcome.ON_FILE and not may_read_narrative(decision.claim):
        sponsor = decision.claim.matter.sponsor_word
        raise Refused(
            f"Compare the names with the conflicts of the {sponsor} first; until then it can only be kept on file."
        )


def check_is_open(proposal: DecisionProposal) -> None:
    if hasattr(proposal, "withdrawal"):
        raise Refused("This proposal was taken back.")
    if hasattr(proposal, "decision"):
        raise Refused("This proposal was already confirmed.")


def check_reasons(claim: Claim, reasons: Sequence[str]) -> None:
    """A decline names at least one of the matter's own reason codes, each once."""
    known = {reason.code for reason in claim.matter.file.reasons}
    if not reasons or not set(reasons) <= known or len(set(reasons)) != len(reasons):
        raise Refused("Choose at least one of this matter's reasons.")


def _check_is_new_to_it(user: User, claim: Claim) -> None:
    if stands := standing(claim):
        _check_took_no_part(user, stands)


def _check_took_no_part(user: User, decision: Decision) -> None:
    """Whoever made or confirmed a decline never looks at it again, whatever their role."""
    if is_adverse(decision.outcome) and user.pk in {decision.decided_by_id, decision.seconded_by_id}:
        raise Refused("You took part in the decision now looked at again, so a different person must decide.")


def open_proposal(claim: Claim) -> DecisionProposal | None:
    return DecisionProposal.objects.filter(claim=claim, withdrawal__isnull=True, decision__isnull=True).first()


def standing(claim: Claim) -> Decision | None:
    """The decision that stands: the latest one nothing has reversed."""
    return Decision.objects.filter(claim=claim, reversed_by__isnull=True).order_by("-pk").first()


def is_adverse(outcome: str) -> bool:
    return outcome == DecisionOutcome.DECLINED
