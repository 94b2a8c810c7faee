"""Deciding: each act shows first what the claimant will be sent."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from claimants.common.exceptions import Refused
from intake.decisions import actions
from intake.decisions.models import Decision, DecisionOutcome, DecisionProposal
from intake.decisions.policies import (
    check_can_become,
    check_can_decide,
    check_can_propose,
    check_can_reverse,
    check_can_second,
    open_proposal,
    standing,
)
from intake.decisions.reasons import given_reasons
from intake.desk.forms.deciding import ConfirmForm, DecideForm, DeclineForm, ReverseForm
from intake.desk.reach import reader
from intake.desk.views.acting import Step, step
from intake.desk.views.claims import claim_at
from intake.filing.models import Claim
from intake.review.policies import has_conflict

_acts = require_http_methods(["GET", "POST"])


@_acts
def accept(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    check_can_decide(reader(request), claim)
    words = claim.words
    return step(request, claim, Step(
        heading=f"Decide {claim.reference}: {words.accepted}",
        explains=f"This {words.thing} becomes {words.accepted}. The decision stays on record as it is.",
        button=f"Decide: {words.accepted}, and send this",
        form=DecideForm(_posted(request)),
        kind="accepted",
        perform=lambda values: actions.accept(claim=claim, by=reader(request), **values),
        done=f"Decided: {words.accepted}. The notice is on its way.",
    ))  # fmt: skip


@_acts
def keep_on_file(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    check_can_decide(reader(request), claim)
    return step(request, claim, Step(
        heading=f"Keep {claim.reference} on file",
        explains="Nothing is decided for or against the claimant. It can be taken up again at any time.",
        button="Keep on file, and send this",
        form=DecideForm(_posted(request)),
        kind="kept_on_file",
        perform=lambda values: actions.keep_on_file(claim=claim, by=reader(request), **values),
        done="Kept on file. The notice is on its way.",
    ))  # fmt: skip


@_acts
def decline(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    check_can_propose(reader(request), claim)
    words = claim.words
    return step(request, claim, Step(
        heading=f"Propose that {claim.reference} be {words.declined}",
        explains="A different person must confirm. Nothing is sent before that.",
        button=f"Propose: {words.declined}",
        form=DeclineForm(_posted(request), matter=claim.matter, is_conflict=has_conflict(claim)),
        kind="declined",
        given=lambda values: {"reasons": given_reasons(claim, values["reasons"])},
        perform=lambda values: actions.propose_decline(claim=claim, by=reader(request), **values),
        done="The proposal waits for a different person. Nothing was sent.",
        sent="This will be sent once a different person confirms",
        is_shaped_by_form=True,
    ))  # fmt: skip


@_acts
def second(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    proposal = _proposal(claim)
    check_can_second(reader(request), proposal)
    words = claim.words
    return step(request, claim, Step(
        heading=f"Confirm that {claim.reference} is {words.declined}",
        explains=f"{proposal.made_by.email} proposed this. {_why(proposal)}",
        button=f"Confirm: {words.declined}, and send this",
        form=ConfirmForm(_posted(request)),
        kind="declined",
        given=lambda values: {"reasons": proposal.reasons},
        perform=lambda values: actions.second(proposal=proposal, by=reader(request)),
        done=f"Decided: {words.declined}. The notice is on its way.",
    ))  # fmt: skip


@_acts
def send_back(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    proposal = _proposal(claim)
    is_own = proposal.made_by == reader(request)
    return step(request, claim, Step(
        heading=f"Take the proposal on {claim.reference} back" if is_own else f"Send {claim.reference} back",
        explains="The proposal ends, and the review goes on with whoever holds it. Nothing is sent to the claimant.",
        button="Take it back" if is_own else "Send it back",
        form=ConfirmForm(_posted(request)),
        perform=lambda values: actions.withdraw_proposal(proposal=proposal, by=reader(request)),
        done="The proposal has ended. The review goes on.",
    ))  # fmt: skip


@_acts
def reverse(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    stands = _standing(claim)
    check_can_reverse(reader(request), stands)
    return step(request, claim, Step(
        heading=f"Put another decision in place for {claim.reference}",
        explains="The earlier decision stays on record; the new one points back to it.",
        button="Decide this instead, and send this",
        form=ReverseForm(_posted(request), words=claim.words, outcomes=_in_place_of(stands)),
        kind="reversed",
        given=lambda values: {"outcome": values["outcome"]},
        perform=lambda values: actions.reverse(decision=stands, by=reader(request), **values),
        done="The new decision is on record. The notice is on its way.",
        is_shaped_by_form=True,
    ))  # fmt: skip


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _proposal(claim: Claim) -> DecisionProposal:
    proposal = open_proposal(claim)
    if proposal is None:
        raise Refused("There is no proposal to confirm any more: it was confirmed, or taken back.")
    return proposal


def _standing(claim: Claim) -> Decision:
    decision = standing(claim)
    if decision is None:
        raise Refused(f"Nothing is decided about this {claim.words.thing} yet.")
    return decision


def _in_place_of(decision: Decision) -> list[DecisionOutcome]:
    """What may be put in its place now; refused, with the last sentence, when nothing may."""
    possible, refusal = [], ""
    for outcome in (DecisionOutcome.ACCEPTED, DecisionOutcome.ON_FILE):
        try:
            check_can_become(decision, outcome)
            possible.append(outcome)
        except Refused as error:
            refusal = str(error)
    if not possible:
        raise Refused(refusal)
    return possible


def _why(proposal: DecisionProposal) -> str:
    note = getattr(proposal, "note", None)
    return f"Their note: {note.text}" if note else "They left no note."
