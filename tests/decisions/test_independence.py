"""Who took part in a decline never looks at it again, and nobody works on what they filed themselves."""

import pytest

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.decisions import actions
from intake.decisions.models import Decision, DecisionProposal
from intake.filing import erasure
from intake.filing.models import Claim
from intake.filing.states import State
from intake.review import actions as review
from tests.fixtures.filings import file_claim, staff_of

pytestmark = pytest.mark.django_db
TOOK_PART = "You took part in the decision"


@pytest.fixture
def anna(seed: Matter) -> User:
    return staff_of(seed, "anna", Role.SUPERVISOR)


@pytest.fixture
def bert(seed: Matter) -> User:
    return staff_of(seed, "bert", Role.SUPERVISOR)


@pytest.fixture
def cora(seed: Matter) -> User:
    return staff_of(seed, "cora", Role.SUPERVISOR)


@pytest.fixture
def declined(registration: Claim, anna: User, bert: User) -> Decision:
    return actions.second(proposal=_proposed(registration, anna), by=bert)


@pytest.fixture
def conflicted(registration: Claim, anna: User, bert: User) -> Decision:
    """Declined because the firm found a conflict, its answers never read."""
    review.take(claim=registration, by=anna)
    review.find_conflict(claim=registration, by=anna)
    proposal = actions.propose_decline(claim=registration, reasons=["conflict"], note="", by=anna)
    return actions.second(proposal=proposal, by=bert)


def test_neither_of_the_two_who_declined_puts_another_decision_in_its_place(
    declined: Decision, anna: User, bert: User
) -> None:
    for by in (anna, bert):
        with pytest.raises(Refused, match=TOOK_PART):
            actions.reverse(decision=declined, outcome="accepted", note="", by=by)
    assert Decision.objects.get() == declined


def test_not_even_an_administrator_of_everything_reverses_their_own_decline(declined: Decision, anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(is_superuser=True)
    anna.refresh_from_db()
    with pytest.raises(Refused, match=TOOK_PART):
        actions.reverse(decision=declined, outcome="on_file", note="", by=anna)


def test_what_nobody_may_read_is_not_accepted_by_a_reversal_but_can_be_kept_on_file(
    conflicted: Decision, cora: User
) -> None:
    with pytest.raises(Refused, match="can only be kept on file"):
        actions.reverse(decision=conflicted, outcome="accepted", note="", by=cora)
    actions.reverse(decision=conflicted, outcome="on_file", note="", by=cora)
    assert Claim.objects.get().state == State.ON_FILE


def test_a_dispute_is_not_ended_by_a_reversal(declined: Decision, claimant: User, anna: User, cora: User) -> None:
    actions.dispute(claim=_fresh(declined.claim), by=claimant)
    for by in (anna, cora):
        with pytest.raises(Refused, match="being looked at again"):
            actions.reverse(decision=declined, outcome="on_file", note="", by=by)
    assert Claim.objects.get().state == State.DISPUTED


def test_what_is_under_review_again_is_decided_by_whoever_holds_it(declined: Decision, bert: User, cora: User) -> None:
    review.take(claim=_fresh(declined.claim), by=bert)
    with pytest.raises(Refused, match="being looked at again"):
        actions.reverse(decision=declined, outcome="accepted", note="", by=cora)


def test_neither_of_the_two_who_declined_confirms_it_again_after_a_dispute(
    declined: Decision, claimant: User, anna: User, bert: User, cora: User, seed: Matter
) -> None:
    actions.dispute(claim=_fresh(declined.claim), by=claimant)
    again = _proposed(_fresh(declined.claim), cora)
    for by in (anna, bert):
        with pytest.raises(Refused, match=TOOK_PART):
            actions.second(proposal=again, by=by)
    decision = actions.second(proposal=again, by=staff_of(seed, "dora"))
    assert decision.reverses == declined


def test_nothing_is_put_in_place_of_a_decision_once_the_personal_data_is_erased(
    declined: Decision, claimant: User, cora: User
) -> None:
    erasure.erase(claim=_fresh(declined.claim), ground="request", by=claimant)
    with pytest.raises(Refused):
        actions.reverse(decision=declined, outcome="accepted", note="", by=cora)


def test_staff_neither_take_nor_confirm_nor_reverse_what_they_filed_themselves(
    seed: Matter, anna: User, bert: User, cora: User
) -> None:
    own = file_claim(seed, anna)
    with pytest.raises(Refused, match="You filed this registration yourself"):
        review.take(claim=own, by=anna)
    assert review.take_next(by=anna) is None
    proposal = _proposed(own, bert)
    with pytest.raises(Refused, match="You filed this registration yourself"):
        actions.second(proposal=proposal, by=anna)
    with pytest.raises(Refused, match="You filed this registration yourself"):
        actions.withdraw_proposal(proposal=proposal, by=anna)
    decision = actions.second(proposal=proposal, by=cora)
    with pytest.raises(Refused, match="You filed this registration yourself"):
        actions.reverse(decision=decision, outcome="accepted", note="", by=anna)


def test_staff_do_not_work_on_what_somebody_else_filed_for_them(registration: Claim, anna: User) -> None:
    registration.person.user = anna
    registration.person.save()
    with pytest.raises(Refused, match="is about you"):
        review.take(claim=_fresh(registration), by=anna)


def _proposed(claim: Claim, by: User) -> DecisionProposal:
    review.take(claim=claim, by=by)
    review.clear_conflict(claim=claim, by=by)
    return actions.propose_decline(claim=_fresh(claim), reasons=["no_premium"], note="", by=by)


def _fresh(claim: Claim) -> Claim:
    return Claim.objects.with_matter().get(pk=claim.pk)
