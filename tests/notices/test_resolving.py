"""What a named person may do with a notice, and what nobody may."""

from collections.abc import Callable

import pytest

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.matters.stages import Stage
from claimants.people.models import User
from claimants.people.roles import Role
from intake.desk.forms.notices import settlements
from intake.filing.erasure import erase
from intake.filing.models import Claim
from intake.notices.actions import cancel, deem_sent, owe, reap, release, send_again, send_due
from intake.notices.models import Bucket, Notice, NoticeState
from intake.review.models import InformationRequest
from tests.factories import UserFactory
from tests.fixtures.filings import staff_of
from tests.notices.relay import DROP, Relay
from tests.notices.situations import add_request, let_all_be_due

pytestmark = pytest.mark.django_db
ADDRESS = "claimant@example.org"


@pytest.fixture
def clerk(db: None) -> User:
    return UserFactory.create(staff=True)


@pytest.fixture
def held(claim_in: Callable[..., Claim]) -> Notice:
    return owe(kind="definition_changed", cause="change:1", claim=claim_in(Stage.DISMISSED))


@pytest.fixture
def chief(held: Notice) -> User:
    return staff_of(held.matter, "chief", Role.ADMINISTRATOR)


@pytest.fixture
def unknown(owed: Notice, relay: Relay) -> Notice:
    relay.at["message"][ADDRESS] = [DROP]
    send_due()
    owed.refresh_from_db()
    return owed


def test_word_of_a_new_definition_is_released_by_nobody_but_who_may_define(held: Notice) -> None:
    with pytest.raises(Refused, match="Your role in this matter does not let you"):
        release(notice=held, by=staff_of(held.matter, "reviewer"))
    held.refresh_from_db()
    assert held.state == NoticeState.HELD


def test_a_held_notice_goes_out_once_it_is_released(held: Notice, relay: Relay, chief: User) -> None:
    assert release(notice=held, by=chief).state == NoticeState.QUEUED
    assert send_due() == {"accepted": 1}
    decided = held.attempts.get(phase="resolved")
    assert (decided.by, decided.reply) == (chief, "released")


def test_a_held_notice_that_time_has_overtaken_is_not_released(held: Notice, chief: User) -> None:
    Matter.objects.update(stage=Stage.PRELIMINARY_APPROVAL)
    with pytest.raises(Refused, match="The matter has moved to another stage"):
        release(notice=held, by=chief)
    assert cancel(notice=held, reason="overtaken", by=chief).state == NoticeState.CANCELLED


def test_only_a_held_notice_can_be_released(owed: Notice, clerk: User) -> None:
    with pytest.raises(Refused, match="Only a notice that is held"):
        release(notice=owed, by=clerk)


def test_a_waiting_notice_can_be_cancelled_and_is_not_sent(owed: Notice, relay: Relay, clerk: User) -> None:
    cancel(notice=owed, reason="sent by post instead", by=clerk)
    assert send_due() == {}
    owed.refresh_from_db()
    assert (owed.state, owed.last_reply) == (NoticeState.CANCELLED, "sent by post instead")


def test_a_notice_that_may_have_been_sent_cannot_be_cancelled(unknown: Notice, clerk: User) -> None:
    with pytest.raises(Refused, match="it may have been sent"):
        cancel(notice=unknown, reason="too late", by=clerk)


def test_an_unknown_notice_is_sent_again_as_the_next_in_sequence(unknown: Notice, relay: Relay, clerk: User) -> None:
    again = send_again(notice=unknown, reason="the relay has no trace of it", by=clerk)
    unknown.refresh_from_db()
    assert (unknown.state, again.sequence) == (NoticeState.RESOLVED, 1)
    assert again.code != unknown.code
    assert send_due() == {"accepted": 1}
    assert again.code in relay.messages[0].get_body(("plain",)).get_content()


def test_a_failed_notice_is_sent_again_to_the_person_s_new_address(owed: Notice, relay: Relay, clerk: User) -> None:
    relay.at["rcpt"][ADDRESS] = "550 5.1.1 no such user"
    send_due()
    User.objects.filter(pk=owed.recipient_id).update(email="new@example.org")
    send_again(notice=owed, reason="a new mailbox", by=clerk)
    assert send_due() == {"accepted": 1}
    assert relay.messages[0]["To"] == "new@example.org"
    owed.refresh_from_db()
    assert owed.state == NoticeState.FAILED


def test_word_to_the_old_mailbox_is_sent_again_to_that_and_never_to_the_new_one(
    claim: Claim, relay: Relay, clerk: User
) -> None:
    old = owe(
        kind="mailbox_changed", cause="mailbox:1:old", claim=claim, context={"is_old": True}, address="old@example.org"
    )
    relay.at["rcpt"]["old@example.org"] = "550 5.7.1 not from you"
    send_due()
    del relay.at["rcpt"]["old@example.org"]
    again = send_again(notice=old, reason="they take our mail again", by=clerk)
    assert again.payload.address == "old@example.org"
    assert [words for what, words in settlements(Notice.objects.get(pk=old.pk)) if "to the same address" in words]
    let_all_be_due()
    Bucket.objects.all().delete()
    assert send_due() == {"accepted": 1}
    assert relay.messages[0]["To"] == "old@example.org"


def test_the_same_notice_is_sent_again_only_once(unknown: Notice, clerk: User) -> None:
    send_again(notice=unknown, reason="no trace", by=clerk)
    with pytest.raises(Refused):
        send_again(notice=unknown, reason="no trace", by=clerk)
    assert Notice.objects.count() == 2


def test_a_failed_notice_too_is_sent_again_only_once(owed: Notice, relay: Relay, clerk: User) -> None:
    relay.at["rcpt"][ADDRESS] = "550 5.1.1 no such user"
    send_due()
    send_again(notice=owed, reason="try", by=clerk)
    with pytest.raises(Refused, match="was sent again already"):
        send_again(notice=owed, reason="try", by=clerk)


def test_a_notice_that_was_accepted_or_waits_is_not_sent_again(owed: Notice, relay: Relay, clerk: User) -> None:
    with pytest.raises(Refused, match="Only a notice that failed"):
        send_again(notice=owed, reason="hurry", by=clerk)
    send_due()
    with pytest.raises(Refused, match="Only a notice that failed"):
        send_again(notice=owed, reason="once more", by=clerk)


@pytest.mark.parametrize("act", [send_again, deem_sent])
def test_settling_an_unknown_needs_a_reason(unknown: Notice, clerk: User, act: Callable[..., object]) -> None:
    with pytest.raises(Refused, match="Say why"):
        act(notice=unknown, reason="  ", by=clerk)
    unknown.refresh_from_db()
    assert unknown.state == NoticeState.UNKNOWN
    assert Notice.objects.count() == 1


def test_who_deemed_a_notice_sent_stands_on_record(unknown: Notice, clerk: User) -> None:
    deem_sent(notice=unknown, reason="the relay's log shows it", by=clerk)
    unknown.refresh_from_db()
    decided = unknown.attempts.get(phase="resolved")
    assert unknown.state == NoticeState.RESOLVED
    assert (decided.by, decided.reply) == (clerk, "deemed sent: the relay's log shows it")
    with pytest.raises(Refused):
        deem_sent(notice=unknown, reason="again", by=clerk)


def test_a_late_answer_does_not_overrule_a_person(unknown: Notice, clerk: User) -> None:
    from intake.notices.outcomes import settle
    from intake.notices.replies import Reply
    from intake.notices.replies import Stage as SmtpStage

    token = unknown.lease_token
    deem_sent(notice=unknown, reason="log", by=clerk)
    assert settle(token, [(unknown.pk, Reply(SmtpStage.MESSAGE, 550, "no"))]) == {}


def test_the_clock_of_a_request_starts_when_the_relay_accepts_its_notice(claim: Claim, relay: Relay) -> None:
    request = add_request(claim, days=14)
    owe(kind="information_requested", cause="event:5", claim=claim)
    assert request.due_at is None
    send_due()
    request.refresh_from_db()
    accepted_at = Notice.objects.get().accepted_at
    assert accepted_at is not None
    assert request.due_at is not None
    assert (request.due_at - accepted_at).days == 14


def test_a_request_whose_notice_was_not_accepted_has_no_clock(claim: Claim, relay: Relay, clerk: User) -> None:
    add_request(claim)
    notice = owe(kind="information_requested", cause="event:5", claim=claim)
    relay.at["message"][ADDRESS] = [DROP]
    send_due()
    assert InformationRequest.objects.get().due_at is None
    deem_sent(notice=notice, reason="they called about it", by=clerk)
    assert InformationRequest.objects.get().due_at is not None


def test_words_that_were_erased_are_neither_released_nor_sent_again(owed: Notice, claim: Claim, clerk: User) -> None:
    erase(claim=claim, ground="request", by=None)
    Notice.objects.update(state=NoticeState.HELD)
    with pytest.raises(Refused, match="was erased"):
        release(notice=owed, by=clerk)
    for state in (NoticeState.FAILED, NoticeState.UNKNOWN):
        Notice.objects.update(state=state)
        with pytest.raises(Refused, match="was erased"):
            send_again(notice=owed, reason="try", by=clerk)
    assert Notice.objects.count() == 1


def test_reaping_when_nothing_is_lost_changes_nothing(owed: Notice) -> None:
    assert reap() == {"returned": 0, "settled": 0, "unknown": 0}
    owed.refresh_from_db()
    assert owed.state == NoticeState.QUEUED
