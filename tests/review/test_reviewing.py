"""Staff work a claim: one person at a time, conflicts first, and what is asked has its clock."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.dates import end_of_day
from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.filing import actions as filing
from intake.filing.models import Claim, EventKind
from intake.filing.states import State
from intake.notices.dates import moment_written_out
from intake.notices.models import Notice
from intake.review import actions, policies
from intake.review.models import Assignment, InformationRequest
from tests.factories import PersonFactory
from tests.fixtures.filings import file_claim, new_claimant, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(seed: Matter) -> User:
    return staff_of(seed, "anna")


@pytest.fixture
def bert(seed: Matter) -> User:
    return staff_of(seed, "bert")


@pytest.fixture
def asked(registration: Claim, anna: User) -> InformationRequest:
    actions.take(claim=registration, by=anna)
    actions.clear_conflict(claim=registration, by=anna)
    return actions.ask(claim=registration, questions=["inmail_first"], message="Which year?", days=30, by=anna)


def test_a_claim_is_with_one_person_at_a_time(registration: Claim, anna: User, bert: User) -> None:
    actions.take(claim=registration, by=anna)
    with pytest.raises(Refused, match="anna@"):
        actions.take(claim=registration, by=bert)
    actions.release(claim=registration, by=anna)
    actions.take(claim=registration, by=bert)
    assert Assignment.objects.get().reviewer == bert


def test_taking_ones_own_claim_again_changes_nothing(registration: Claim, anna: User) -> None:
    actions.take(claim=registration, by=anna)
    actions.take(claim=registration, by=anna)
    assert registration.events.filter(kind=EventKind.TAKEN).count() == 1


def test_the_next_claim_is_the_one_that_waited_longest(seed: Matter, anna: User) -> None:
    first = file_claim(seed, new_claimant("first"))
    second = file_claim(seed, new_claimant("second"))
    Claim.objects.filter(pk=second.pk).update(submitted_at=timezone.now() - timedelta(days=3))
    assert actions.take_next(by=anna) == second
    assert actions.take_next(by=anna) == first
    assert actions.take_next(by=anna) is None


def test_the_queue_of_another_matter_stays_closed(registration: Claim, settlement: Matter) -> None:
    outsider = staff_of(settlement, "outsider")
    assert actions.take_next(by=outsider) is None
    with pytest.raises(Refused, match="Your role"):
        actions.take(claim=registration, by=outsider)


@pytest.mark.parametrize("role", [Role.AUDITOR])
def test_an_auditor_takes_nothing_and_notes_nothing(registration: Claim, seed: Matter, role: Role) -> None:
    reader = staff_of(seed, "reader", role)
    with pytest.raises(Refused):
        actions.take(claim=registration, by=reader)
    with pytest.raises(Refused):
        actions.add_note(claim=registration, text="I was here", by=reader)


def test_the_narrative_opens_when_the_conflict_is_cleared_and_closes_when_one_is_found(
    registration: Claim, anna: User
) -> None:
    actions.take(claim=registration, by=anna)
    assert not policies.may_read_narrative(registration)
    actions.clear_conflict(claim=registration, by=anna)
    assert policies.may_read_narrative(registration)
    actions.find_conflict(claim=registration, by=anna)
    assert not policies.may_read_narrative(registration)


def test_nothing_is_asked_or_decided_before_the_conflict_is_cleared(registration: Claim, anna: User) -> None:
    actions.take(claim=registration, by=anna)
    with pytest.raises(Refused, match="conflicts of the law firm first"):
        actions.ask(claim=registration, questions=["inmail"], message="", days=30, by=anna)


def test_nothing_is_noted_about_answers_that_are_not_open(registration: Claim, anna: User) -> None:
    actions.take(claim=registration, by=anna)
    with pytest.raises(Refused, match="conflicts of the law firm first"):
        actions.add_note(claim=registration, text="I know her.", by=anna)
    actions.clear_conflict(claim=registration, by=anna)
    assert actions.add_note(claim=registration, text="Compared.", by=anna).text == "Compared."


def test_a_court_authorised_claim_needs_no_conflict_check(court_claim: Claim) -> None:
    assert policies.may_read_narrative(court_claim)


def test_the_clock_of_a_request_starts_when_the_relay_accepted_its_notice(asked: InformationRequest) -> None:
    assert asked.due_at is None
    assert Notice.objects.filter(claim=asked.claim, kind="information_requested").count() == 1
    accepted = timezone.now()
    actions.start_clock(asked, accepted)
    assert InformationRequest.objects.get().due_at == last_moment(accepted + timedelta(days=30))


@pytest.mark.parametrize("questions", [[], ["no_such_question"], ["inmail", "no_such_question"]])
def test_only_questions_of_the_matter_can_be_asked(registration: Claim, anna: User, questions: list[str]) -> None:
    actions.take(claim=registration, by=anna)
    actions.clear_conflict(claim=registration, by=anna)
    with pytest.raises(Refused, match="Choose at least one question"):
        actions.ask(claim=registration, questions=questions, message="", days=30, by=anna)


@pytest.mark.parametrize(
    ("accepted", "day"),
    [("2026-03-01T05:30+00:00", "March 30, 2026"), ("2026-03-01T09:30+00:00", "March 31, 2026")],
)
def test_thirty_days_to_answer_are_thirty_whole_days_where_the_court_sits(
    asked: InformationRequest, accepted: str, day: str
) -> None:
    actions.start_clock(asked, datetime.fromisoformat(accepted))
    due = InformationRequest.objects.get().due_at
    assert due
    assert moment_written_out(due, "America/Los_Angeles") == f"{day} at 11:59 p.m. PDT"
    actions.lapse_due(now=due)
    assert InformationRequest.objects.get().lapsed_at is None


def last_moment(of: datetime) -> datetime:
    return end_of_day(of, "America/Los_Angeles")


def answer(request: InformationRequest, by: User, **answers: object) -> object:
    merged = actions.merged(request, answers)
    claim = Claim.objects.with_matter().get(pk=request.claim_id)
    return actions.answer(
        request=request, answers=answers, token=filing.check_token(claim, merged),
        typed_name="Ana María Núñez", inside_us=True, by=by,
    )  # fmt: skip


def test_an_answer_is_a_new_signed_submission_with_only_that_changed(asked: InformationRequest, claimant: User) -> None:
    submission = answer(asked, claimant, inmail_first="2021-01")
    assert submission.version == 2
    assert submission.kind == "cure"
    assert submission.payload.answers["inmail_first"] == "2021-01"
    assert submission.payload.answers["premium_paid_by"] == "self"
    assert Claim.objects.get().state == State.SUBMITTED


def test_the_same_answer_twice_makes_one_submission(asked: InformationRequest, claimant: User) -> None:
    merged = actions.merged(asked, {"inmail_first": "2021"})
    claim = Claim.objects.with_matter().get(pk=asked.claim_id)
    token = filing.check_token(claim, merged)
    same = {
        actions.answer(request=asked, answers={"inmail_first": "2021"}, token=token, typed_name="A", inside_us=True,
                       by=claimant).pk
        for _ in range(2)
    }  # fmt: skip
    assert len(same) == 1


def test_a_lapsed_request_returns_the_claim_to_the_queue_and_declines_nothing(asked: InformationRequest) -> None:
    actions.start_clock(asked, timezone.now() - timedelta(days=31))
    assert actions.lapse_due(now=timezone.now()) == 1
    assert actions.lapse_due(now=timezone.now()) == 0
    claim = Claim.objects.get()
    assert claim.state == State.SUBMITTED
    assert claim.events.last().kind == EventKind.REQUEST_LAPSED
    assert not claim.decisions.exists()


def test_a_request_whose_notice_was_not_yet_accepted_never_lapses(asked: InformationRequest) -> None:
    assert actions.lapse_due(now=timezone.now() + timedelta(days=1000)) == 0


def test_an_answer_after_the_lapse_is_refused_with_a_sentence(asked: InformationRequest, claimant: User) -> None:
    actions.start_clock(asked, timezone.now() - timedelta(days=31))
    actions.lapse_due(now=timezone.now())
    with pytest.raises(Refused, match="no longer open"):
        answer(asked, claimant, inmail_first="2021")


def test_a_question_asked_and_not_answered_anew_stays_as_it_was_signed(
    registration: Claim, anna: User, claimant: User
) -> None:
    actions.take(claim=registration, by=anna)
    actions.clear_conflict(claim=registration, by=anna)
    asked = actions.ask(claim=registration, questions=["inmail", "inmail_first"], message="", days=30, by=anna)
    submission = answer(asked, claimant, inmail="none")
    assert submission.payload.answers["inmail"] == "none"
    assert "inmail_first" not in submission.payload.answers


def test_taking_a_claim_that_waits_for_its_claimant_takes_the_request_back(
    asked: InformationRequest, anna: User, claimant: User
) -> None:
    claim = Claim.objects.with_matter().get()
    actions.take(claim=claim, by=anna)
    assert Claim.objects.get().state == State.IN_REVIEW
    with pytest.raises(Refused, match="no longer open"):
        answer(asked, claimant, inmail_first="2021")


def test_a_claim_on_paper_has_its_clock_from_the_day_it_is_asked(registration: Claim, anna: User) -> None:
    Claim.objects.update(filed_by=None, person=PersonFactory.create(on_paper=True))
    claim = Claim.objects.with_matter().get()
    actions.take(claim=claim, by=anna)
    actions.clear_conflict(claim=claim, by=anna)
    asked = actions.ask(claim=claim, questions=["inmail"], message="", days=10, by=anna)
    assert asked.due_at == last_moment(asked.asked_at + timedelta(days=10))


@pytest.mark.parametrize("state", [State.ON_FILE, State.ACCEPTED, State.DECLINED, State.DISPUTED, State.SUBMITTED])
def test_a_claim_given_back_undecided_stands_as_it_stood(registration: Claim, anna: User, state: State) -> None:
    Claim.objects.update(state=state)
    claim = Claim.objects.with_matter().get()
    actions.take(claim=claim, by=anna)
    actions.release(claim=claim, by=anna)
    assert Claim.objects.get().state == state
