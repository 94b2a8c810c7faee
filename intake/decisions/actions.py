"""Deciding. Accepting and keeping on file take one person; a decline takes two different ones."""

from collections.abc import Sequence

from django.db import transaction

from claimants.common.exceptions import Refused
from claimants.matters.definitions import definition_in_force
from claimants.people.models import User
from claimants.people.roles import Power
from intake.decisions.models import Decision, DecisionNote, DecisionOutcome, DecisionProposal, ProposalWithdrawal
from intake.decisions.policies import (
    check_can_become,
    check_can_decide,
    check_can_propose,
    check_can_reverse,
    check_can_second,
    check_is_open,
    check_reasons,
    standing,
)
from intake.decisions.reasons import given_reasons
from intake.filing.actions import move
from intake.filing.events import record
from intake.filing.models import Claim, EventKind
from intake.filing.states import State
from intake.review.policies import check_power

_STATE = {
    DecisionOutcome.ACCEPTED: State.ACCEPTED,
    DecisionOutcome.ON_FILE: State.ON_FILE,
    DecisionOutcome.DECLINED: State.DECLINED,
}


def accept(*, claim: Claim, note: str, by: User) -> Decision:
    """Accepts a registration, or approves a claim."""
    return _decide(claim, DecisionOutcome.ACCEPTED, EventKind.ACCEPTED, note, by)


def keep_on_file(*, claim: Claim, note: str, by: User) -> Decision:
    """Nothing to decide yet; the usual rest in a matter that is dismissed or under investigation."""
    return _decide(claim, DecisionOutcome.ON_FILE, EventKind.KEPT_ON_FILE, note, by)


@transaction.atomic
def propose_decline(*, claim: Claim, reasons: Sequence[str], note: str, by: User) -> DecisionProposal:
    """Proposes to decline, for the matter's reasons of these codes, frozen with it in words.

    Nothing is sent until a different person confirms.
    """
    claim = _lock(claim)
    check_can_propose(by, claim)
    check_reasons(claim, reasons)
    proposal = DecisionProposal.objects.create(
        claim=claim, outcome=DecisionOutcome.DECLINED, reasons=given_reasons(claim, reasons), made_by=by
    )
    if note.strip():
        DecisionNote.objects.create(claim=claim, proposal=proposal, text=note.strip())
    record(claim, EventKind.PROPOSED, by=by, about=f"proposal:{proposal.pk}")
    return proposal


@transaction.atomic
def second(*, proposal: DecisionProposal, by: User) -> Decision:
    """A different person confirms the proposal, which makes it the decision."""
    claim = _lock(proposal.claim)
    proposal = DecisionProposal.objects.get(pk=proposal.pk)
    check_can_second(by, proposal)
    decision = Decision.objects.create(
        claim=claim, outcome=proposal.outcome, reasons=proposal.reasons, proposal=proposal,
        decided_by=proposal.made_by, seconded_by=by, reverses=standing(claim),
        definition_version=definition_in_force(claim.matter).version,
    )  # fmt: skip
    move(claim, _STATE[DecisionOutcome(proposal.outcome)])
    record(claim, EventKind.DECLINED, by=by, about=f"decision:{decision.pk}")
    return decision


@transaction.atomic
def withdraw_proposal(*, proposal: DecisionProposal, by: User) -> ProposalWithdrawal:
    """The proposer takes it back, or the second person sends it back: the claim is in review again."""
    claim = _lock(proposal.claim)
    proposal = DecisionProposal.objects.get(pk=proposal.pk)
    check_is_open(proposal)
    if proposal.made_by_id != by.pk:
        check_power(by, claim, Power.SECOND)
    withdrawal = ProposalWithdrawal.objects.create(proposal=proposal, by=by)
    record(claim, EventKind.PROPOSAL_WITHDRAWN, by=by, about=f"proposal:{proposal.pk}")
    return withdrawal


@transaction.atomic
def reverse(*, decision: Decision, outcome: str, note: str, by: User) -> Decision:
    """Puts another decision in the place of one that stands. Never a decline: that starts with a proposal."""
    claim = _lock(decision.claim)
    decision = Decision.objects.get(pk=decision.pk)
    check_can_reverse(by, decision)
    check_can_become(decision, outcome)
    made = Decision.objects.create(
        claim=claim, outcome=outcome, decided_by=by, reverses=decision,
        definition_version=definition_in_force(claim.matter).version,
    )  # fmt: skip
    _write_note(made, note)
    move(claim, State.IN_REVIEW)
    move(claim, _STATE[DecisionOutcome(outcome)])
    record(claim, EventKind.REVERSED, by=by, about=f"decision:{made.pk}")
    return made


@transaction.atomic
def dispute(*, claim: Claim, by: User) -> None:
    """The claimant asks for a decline to be looked at again, by a person who did not decide it."""
    claim = _lock(claim)
    if claim.state != State.DECLINED:
        raise Refused(f"Only a {claim.words.thing} that was {claim.words.declined} can be disputed.")
    move(claim, State.DISPUTED)
    record(claim, EventKind.DISPUTED, by=by)


@transaction.atomic
def _decide(claim: Claim, outcome: DecisionOutcome, kind: EventKind, note: str, by: User) -> Decision:
    claim = _lock(claim)
    check_can_decide(by, claim)
    decision = Decision.objects.create(
        claim=claim, outcome=outcome, decided_by=by, reverses=standing(claim),
        definition_version=definition_in_force(claim.matter).version,
    )  # fmt: skip
    _write_note(decision, note)
    move(claim, _STATE[outcome])
    record(claim, kind, by=by, about=f"decision:{decision.pk}")
    return decision


def _lock(claim: Claim) -> Claim:
    """The claim as it stands now, held until the transaction ends."""
    return Claim.objects.with_matter().select_for_update(of=("self",)).get(pk=claim.pk)


def _write_note(decision: Decision, note: str) -> None:
    if note.strip():
        DecisionNote.objects.create(claim=decision.claim, decision=decision, text=note.strip())
