"""A notice that asks goes out while somebody waits for the answer, and the wait never outlives the notice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions as filing
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.actions import cancel, owe_due, send_again, send_due
from intake.notices.intents import give_back
from intake.notices.models import Notice, NoticeState
from intake.notices.queue import claim_due
from intake.review import actions as review
from intake.review.models import InformationRequest
from tests.fixtures.filings import staff_of
from tests.notices.relay import Relay

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(seed: Matter) -> User:
    return staff_of(seed, "anna")


@pytest.fixture
def asked(registration: Claim, anna: User) -> InformationRequest:
    review.take(claim=registration, by=anna)
    review.clear_conflict(claim=registration, by=anna)
    return review.ask(claim=registration, questions=["inmail"], message="Which year?", days=30, by=anna)


@pytest.fixture
def asking(asked: InformationRequest) -> Notice:
    """The notice of the request, waiting to be sent."""
    return Notice.objects.get(kind="information_requested")


@pytest.fixture
def reminder(asked: InformationRequest) -> Notice:
    """Five days before the last one."""
    review.start_clock(asked, timezone.now() - timedelta(days=25))
    owe_due()
    return Notice.objects.get(kind="information_reminder")


def _answer(request: InformationRequest, by: User) -> None:
    claim = Claim.objects.with_matter().get(pk=request.claim_id)
    answers = {"inmail": "none"}
    token = filing.check_token(claim, review.merged(request, answers))
    review.answer(request=request, answers=answers, token=token, typed_name="Ana", inside_us=True, by=by)


def test_a_notice_that_a_clock_waits_for_is_not_cancelled_alone(asking: Notice, anna: User) -> None:
    with pytest.raises(Refused, match="Take the registration for review"):
        cancel(notice=asking, reason="a slip", by=anna)
    asking.refresh_from_db()
    assert asking.state == NoticeState.QUEUED
    assert Claim.objects.get().state == State.INFORMATION_REQUESTED


def test_a_request_taken_back_takes_its_notice_with_it_and_can_be_made_anew(asking: Notice, anna: User) -> None:
    claim = Claim.objects.with_matter().get()
    review.take(claim=claim, by=anna)
    asking.refresh_from_db()
    assert (asking.state, asking.last_reply[:22]) == (NoticeState.CANCELLED, "What this asks for was")
    review.ask(claim=claim, questions=["inmail_first"], message="", days=30, by=anna)
    assert Notice.objects.filter(kind="information_requested", state=NoticeState.QUEUED).count() == 1


def test_an_answer_given_before_the_question_was_sent_stops_it(
    asking: Notice, asked: InformationRequest, claimant: User
) -> None:
    _answer(asked, claimant)
    assert Notice.objects.get(pk=asking.pk).state == NoticeState.CANCELLED
    assert Notice.objects.filter(kind="claim_received", state=NoticeState.QUEUED).count() == 2


def test_an_answer_given_while_a_worker_held_the_question_stops_it_too(
    asking: Notice, asked: InformationRequest, claimant: User, relay: Relay
) -> None:
    Notice.objects.exclude(pk=asking.pk).update(state=NoticeState.CANCELLED)
    lease = claim_due()
    assert lease.notices == [asking]
    _answer(asked, claimant)
    give_back(lease, timedelta())
    assert send_due() == {"accepted": 1, "cancelled": 1}
    asking.refresh_from_db()
    assert (asking.state, asking.last_reply[:28], asking.lease_token) == (
        NoticeState.CANCELLED, "What this asks for was answe", ""
    )  # fmt: skip
    assert not [subject for subject in relay.subjects if "We need an answer" in subject]


def test_a_withdrawn_registration_is_asked_nothing_more(asking: Notice, claimant: User) -> None:
    filing.withdraw(claim=Claim.objects.with_matter().get(), by=claimant)
    assert Notice.objects.get(pk=asking.pk).state == NoticeState.CANCELLED
    assert Notice.objects.filter(kind="withdrawn", state=NoticeState.QUEUED).exists()


def test_a_reminder_is_not_sent_after_the_last_day(reminder: Notice) -> None:
    assert review.lapse_due(now=timezone.now() + timedelta(days=6)) == 1
    assert Notice.objects.get(pk=reminder.pk).state == NoticeState.CANCELLED


def test_a_reminder_can_be_cancelled_by_hand_for_no_clock_waits_for_it(reminder: Notice, anna: User) -> None:
    assert cancel(notice=reminder, reason="they called", by=anna).state == NoticeState.CANCELLED


def test_what_was_sent_or_is_being_sent_stays_as_it_is(asking: Notice, anna: User) -> None:
    Notice.objects.filter(pk=asking.pk).update(
        state=NoticeState.LEASED, lease_token="x", lease_until=timezone.now() + timedelta(minutes=5)
    )
    review.take(claim=Claim.objects.with_matter().get(), by=anna)
    assert Notice.objects.get(pk=asking.pk).state == NoticeState.LEASED


def test_a_question_that_failed_is_not_sent_again_once_nobody_asks_it(asking: Notice, relay: Relay, anna: User) -> None:
    relay.at["rcpt"]["claimant@example.org"] = "550 5.1.1 no such user"
    send_due()
    review.take(claim=Claim.objects.with_matter().get(), by=anna)
    with pytest.raises(Refused, match="answered or taken back since"):
        send_again(notice=asking, reason="a new mailbox", by=anna)
