"""A decline takes two people, nothing decided is edited, and a reversal points back."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.decisions import actions
from intake.decisions.models import Decision, DecisionProposal
from intake.decisions.policies import standing
from intake.filing.log import verify
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.models import Notice
from intake.review import actions as review
from tests.fixtures.filings import staff_of

pytestmark = pytest.mark.django_db


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
def reviewed(registration: Claim, anna: User) -> Claim:
    review.take(claim=registration, by=anna)
    review.clear_conflict(claim=registration, by=anna)
    return registration


@pytest.fixture
def proposed(reviewed: Claim, anna: User) -> DecisionProposal:
    reason = reviewed.matter.file.reasons[0].code
    return actions.propose_decline(claim=reviewed, reasons=[reason], note="as discussed", by=anna)


def kinds(claim: Claim) -> list[str]:
    return list(Notice.objects.filter(claim=claim).order_by("pk").values_list("kind", flat=True))


def test_what_is_proposed_is_neither_asked_about_nor_given_back_by_any_path(
    proposed: DecisionProposal, anna: User, bert: User
) -> None:
    claim = Claim.objects.with_matter().get()
    with pytest.raises(Refused, match="already proposed"):
        review.ask(claim=claim, questions=["inmail"], message="Which year?", days=30, by=anna)
    for person in (anna, bert):
        with pytest.raises(Refused, match="already proposed"):
            review.release(claim=Claim.objects.with_matter().get(), by=person)
    claim = Claim.objects.with_matter().get()
    assert (claim.state, claim.assignment.reviewer) == (State.IN_REVIEW, anna)
    assert not claim.information_requests.exists()
    assert kinds(claim) == ["claim_received"]
    assert list(verify(claim.matter)) == []


def test_once_a_proposal_is_sent_back_the_claim_can_be_asked_about(proposed: DecisionProposal, bert: User) -> None:
    actions.withdraw_proposal(proposal=proposed, by=bert)
    claim = Claim.objects.with_matter().get()
    review.ask(claim=claim, questions=["inmail"], message="", days=30, by=proposed.made_by)
    assert Claim.objects.get().state == State.INFORMATION_REQUESTED


def test_accepting_takes_one_person_and_owes_one_notice(reviewed: Claim, anna: User) -> None:
    actions.accept(claim=reviewed, note="", by=anna)
    assert Claim.objects.get().state == State.ACCEPTED
    assert kinds(reviewed) == ["claim_received", "accepted"]


def test_keeping_on_file_rests_the_claim_and_it_can_be_taken_again(reviewed: Claim, anna: User, bert: User) -> None:
    actions.keep_on_file(claim=reviewed, note="", by=anna)
    claim = Claim.objects.with_matter().get()
    assert claim.state == State.ON_FILE
    review.take(claim=claim, by=bert)
    actions.accept(claim=claim, note="", by=bert)
    assert standing(claim).reverses.outcome == "on_file"


def test_a_proposal_decides_nothing_and_sends_nothing(proposed: DecisionProposal) -> None:
    assert Claim.objects.get().state == State.IN_REVIEW
    assert not Decision.objects.exists()
    assert kinds(proposed.claim) == ["claim_received"]


def test_a_reviewer_cannot_second_their_own_denial(proposed: DecisionProposal, anna: User) -> None:
    with pytest.raises(Refused, match="different person"):
        actions.second(proposal=proposed, by=anna)


def test_someone_else_seconds_and_the_claimant_is_told(proposed: DecisionProposal, anna: User, bert: User) -> None:
    decision = actions.second(proposal=proposed, by=bert)
    assert (decision.decided_by, decision.seconded_by) == (anna, bert)
    assert Claim.objects.get().state == State.DECLINED
    assert kinds(proposed.claim) == ["claim_received", "declined"]


def test_a_proposal_is_seconded_once(proposed: DecisionProposal, bert: User) -> None:
    actions.second(proposal=proposed, by=bert)
    with pytest.raises(Refused, match="already confirmed"):
        actions.second(proposal=proposed, by=bert)
    assert Decision.objects.count() == 1


def test_the_database_itself_refuses_a_decline_without_a_second_person(proposed: DecisionProposal, anna: User) -> None:
    for seconded_by in (None, anna):
        with pytest.raises(IntegrityError, match="decision_adverse_is_seconded"), transaction.atomic():
            Decision.objects.create(
                claim=proposed.claim, outcome="declined", decided_by=anna, seconded_by=seconded_by,
                proposal=proposed, definition_version=1,
            )  # fmt: skip


def test_a_proposal_sent_back_leaves_the_claim_in_review(proposed: DecisionProposal, bert: User) -> None:
    actions.withdraw_proposal(proposal=proposed, by=bert)
    with pytest.raises(Refused, match="taken back"):
        actions.second(proposal=proposed, by=bert)
    assert Claim.objects.get().state == State.IN_REVIEW


def test_nothing_else_is_decided_while_a_proposal_is_open(proposed: DecisionProposal, anna: User) -> None:
    with pytest.raises(Refused, match="already proposed"):
        actions.accept(claim=proposed.claim, note="", by=anna)


@pytest.mark.parametrize("reasons", [[], ["no_such_reason"], "twice"])
def test_a_decline_names_reasons_of_its_matter(reviewed: Claim, anna: User, reasons: list[str] | str) -> None:
    code = reviewed.matter.file.reasons[0].code
    with pytest.raises(Refused, match="Choose at least one"):
        actions.propose_decline(
            claim=reviewed, reasons=[code, code] if reasons == "twice" else reasons, note="", by=anna
        )


def test_a_reversal_adds_a_row_that_points_back(proposed: DecisionProposal, bert: User, cora: User) -> None:
    declined = actions.second(proposal=proposed, by=bert)
    reversal = actions.reverse(decision=declined, outcome="accepted", note="we were wrong", by=cora)
    assert reversal.reverses == declined
    assert Decision.objects.get(pk=declined.pk).outcome == "declined"
    assert Claim.objects.get().state == State.ACCEPTED
    assert kinds(proposed.claim)[-1] == "reversed"
    with pytest.raises(Refused, match="already reversed"):
        actions.reverse(decision=declined, outcome="on_file", note="", by=cora)
    assert list(verify()) == []


def test_a_reversal_cannot_decline(reviewed: Claim, anna: User, bert: User) -> None:
    accepted = actions.accept(claim=reviewed, note="", by=anna)
    with pytest.raises(Refused, match="cannot end in a decline"):
        actions.reverse(decision=accepted, outcome="declined", note="", by=bert)


def test_a_disputed_decline_is_decided_by_someone_who_took_no_part(
    proposed: DecisionProposal, claimant: User, anna: User, bert: User, seed: Matter
) -> None:
    actions.second(proposal=proposed, by=bert)
    claim = Claim.objects.with_matter().get()
    actions.dispute(claim=claim, by=claimant)
    claim = Claim.objects.with_matter().get()
    review.take(claim=claim, by=anna)
    with pytest.raises(Refused, match="took part"):
        actions.accept(claim=claim, note="", by=anna)
    review.release(claim=claim, by=anna)
    carla = staff_of(seed, "carla")
    review.take(claim=Claim.objects.with_matter().get(), by=carla)
    actions.accept(claim=Claim.objects.with_matter().get(), note="", by=carla)
    assert Claim.objects.get().state == State.ACCEPTED


def test_what_was_decided_cannot_be_edited_or_deleted(reviewed: Claim, anna: User) -> None:
    actions.accept(claim=reviewed, note="", by=anna)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Decision.objects.update(outcome="on_file")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Decision.objects.all()._raw_delete("default")


def test_a_decision_needs_the_claim_in_ones_own_hands(reviewed: Claim, bert: User) -> None:
    with pytest.raises(Refused, match="Take this registration first"):
        actions.accept(claim=reviewed, note="", by=bert)
