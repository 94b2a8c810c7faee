"""A clearance holds for the names that were compared, and for no others."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions as filing
from intake.filing.models import Claim
from intake.review import actions, policies
from intake.review.models import ConflictCheck
from tests.fixtures.filings import REGISTRATION, file_claim, staff_of

pytestmark = pytest.mark.django_db
CHANGED = [
    {"conflict_names": "Our Own Client Inc"},
    {"already_represented": "yes"},
    {"excluded_role": "counsel"},
    {"full_name": {"full": "Somebody Else"}},
]


@pytest.fixture
def anna(seed: Matter) -> User:
    return staff_of(seed, "anna")


@pytest.fixture
def named(seed: Matter, claimant: User) -> Claim:
    return file_claim(seed, claimant, conflict_names="Nobody Ltd")


@pytest.fixture
def cleared(named: Claim, anna: User) -> Claim:
    actions.take(claim=named, by=anna)
    actions.clear_conflict(claim=named, by=anna)
    actions.release(claim=_fresh(named), by=anna)
    return _fresh(named)


@pytest.mark.parametrize("change", CHANGED, ids=lambda change: next(iter(change)))
def test_a_changed_name_closes_the_answers_until_it_is_compared(
    cleared: Claim, claimant: User, anna: User, change: dict[str, Any]
) -> None:
    correct(cleared, claimant, **change)
    claim = _fresh(cleared)
    assert not policies.may_read_narrative(claim)
    actions.take(claim=claim, by=anna)
    with pytest.raises(Refused, match="conflicts of the law firm first"):
        policies.check_may_judge(anna, claim)
    actions.clear_conflict(claim=claim, by=anna)
    assert policies.may_read_narrative(claim)


def test_a_correction_signed_with_another_name_closes_them_too(cleared: Claim, claimant: User, anna: User) -> None:
    correct(cleared, claimant, typed_name="Wei Chen", inmail_first="2021-01")
    assert not policies.may_read_narrative(_fresh(cleared))


def test_any_other_correction_leaves_the_answers_open(cleared: Claim, claimant: User) -> None:
    correct(cleared, claimant, inmail_first="2021-01")
    assert policies.may_read_narrative(_fresh(cleared))
    assert ConflictCheck.objects.get().submission.version == 1


def test_names_changed_and_changed_back_are_compared_again(cleared: Claim, claimant: User) -> None:
    correct(cleared, claimant, conflict_names="Our Own Client Inc")
    correct(cleared, claimant, conflict_names="Nobody Ltd")
    assert not policies.may_read_narrative(_fresh(cleared))


def test_an_answer_to_a_request_that_changes_a_name_closes_the_answers_too(
    cleared: Claim, claimant: User, anna: User
) -> None:
    actions.take(claim=cleared, by=anna)
    request = actions.ask(claim=cleared, questions=["full_name"], message="Your whole name?", days=10, by=anna)
    answers = {"full_name": {"full": "Ana María Núñez de Client"}}
    token = filing.check_token(_fresh(cleared), actions.merged(request, answers))
    actions.answer(request=request, answers=answers, token=token, typed_name="Ana", inside_us=True, by=claimant)
    assert not policies.may_read_narrative(_fresh(cleared))


def test_a_conflict_stays_found_whatever_is_signed_later(named: Claim, claimant: User, anna: User) -> None:
    actions.take(claim=named, by=anna)
    actions.find_conflict(claim=named, by=anna)
    actions.release(claim=_fresh(named), by=anna)
    correct(named, claimant, conflict_names="")
    assert policies.has_conflict(_fresh(named))
    assert actions.take_next(by=anna) is None


def test_changed_names_are_somebodys_next(cleared: Claim, claimant: User, anna: User) -> None:
    correct(cleared, claimant, conflict_names="Our Own Client Inc")
    assert actions.take_next(by=anna) == cleared


def test_names_that_changed_while_the_page_was_open_are_not_cleared_unseen(
    named: Claim, claimant: User, anna: User
) -> None:
    correct(named, claimant, conflict_names="Our Own Client Inc")
    claim = _fresh(named)
    actions.take(claim=claim, by=anna)
    for compare in (actions.clear_conflict, actions.find_conflict):
        with pytest.raises(Refused, match="changed after you opened this page"):
            compare(claim=claim, by=anna, version=1)
    assert actions.clear_conflict(claim=claim, by=anna, version=2).submission.version == 2


def test_only_a_person_compares_names(cleared: Claim, anna: User) -> None:
    submission = cleared.submissions.get()
    for result, by in (("cleared", None), ("found", None), ("changed", anna)):
        with pytest.raises(IntegrityError, match="made_by_a_person"), transaction.atomic():
            ConflictCheck.objects.create(claim=cleared, submission=submission, result=result, by=by)


def correct(claim: Claim, by: User, typed_name: str = "Ana", **changes: Any) -> None:
    claim = _fresh(claim)
    signed = claim.submissions.order_by("-version")[0].payload.answers
    answers = {**REGISTRATION, **signed, **changes}
    token = filing.check_token(claim, answers)
    filing.correct(claim=claim, answers=answers, token=token, typed_name=typed_name, inside_us=True, by=by)


def _fresh(claim: Claim) -> Claim:
    return Claim.objects.with_matter().get(pk=claim.pk)
