"""Sending over a real connection: what is recorded before, what after, and what each answer leads to."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from pytest_django import Settings
from structlog.testing import capture_logs

from intake.filing.models import Claim
from intake.notices import queue
from intake.notices.actions import owe, send_due
from intake.notices.mime import sha256_of
from intake.notices.models import Notice, NoticeAttempt, NoticeMessage, NoticeState
from intake.notices.render import wire_of
from intake.notices.replies import Stage
from tests.notices.relay import DROP, Relay
from tests.notices.situations import let_all_be_due

pytestmark = pytest.mark.django_db
ADDRESS = "claimant@example.org"


def _phases(notice: Notice) -> list[str]:
    return [attempt.phase for attempt in notice.attempts.order_by("pk")]


def _owe_many(claim: Claim, count: int) -> list[Notice]:
    return [owe(kind="withdrawn", cause=f"event:{number}", claim=claim) for number in range(count)]


def test_an_accepted_notice_has_an_intent_an_answer_and_its_time(owed: Notice, relay: Relay) -> None:
    assert send_due() == {"accepted": 1}
    owed.refresh_from_db()
    assert owed.state == NoticeState.ACCEPTED
    assert owed.accepted_at is not None
    assert _phases(owed) == ["intent", "accepted"]
    answer = owed.attempts.get(phase="accepted")
    assert (answer.stage, answer.code, answer.reply) == ("message", 250, "OK")


def test_what_was_stored_is_what_the_relay_got(owed: Notice, relay: Relay) -> None:
    send_due()
    got, stored = relay.messages[0], NoticeMessage.objects.get()
    assert got["Subject"] == stored.subject
    assert got["Message-ID"] == stored.message_id
    assert got["To"] == ADDRESS
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_body(("plain",)).get_content().splitlines() == stored.text.splitlines()
    attachment = next(got.iter_attachments())
    assert attachment.get_content() == bytes(stored.attachment)
    assert attachment.get_filename().endswith(".pdf")
    assert NoticeAttempt.objects.get(phase="intent").message_sha256 == stored.sha256
    assert sha256_of(wire_of(stored, ADDRESS)) == stored.sha256


def test_many_go_over_one_connection_the_most_urgent_first(claim: Claim, relay: Relay) -> None:
    for kind, cause in [("matter_changed", "matter:1"), ("draft_expiring", "due:1"), ("withdrawn", "event:1")]:
        owe(kind=kind, cause=cause, claim=claim)
    assert send_due() == {"accepted": 3}
    assert len(relay.peers) == 1
    assert ["withdrawn" in relay.subjects[0], "unfinished" in relay.subjects[1]] == [True, True]


def test_more_than_a_batch_is_sent_in_one_go(claim: Claim, relay: Relay) -> None:
    _owe_many(claim, queue.BATCH + 3)
    assert send_due() == {"accepted": queue.BATCH + 3}
    assert len(relay.peers) == 1


def test_a_notice_is_not_sent_before_its_time(owed: Notice, relay: Relay) -> None:
    Notice.objects.update(not_before=Now() + timedelta(hours=1))
    assert send_due() == {}


@pytest.mark.parametrize("stage", ["rcpt", "message"])
def test_a_temporary_refusal_is_tried_again_later(owed: Notice, relay: Relay, stage: str) -> None:
    relay.at[stage][ADDRESS] = ["450 4.1.1 mailbox busy"]
    assert send_due() == {"deferred": 1}
    owed.refresh_from_db()
    assert (owed.state, owed.last_reply) == (NoticeState.QUEUED, "450 4.1.1 mailbox busy")
    assert send_due() == {}
    let_all_be_due()
    assert send_due() == {"accepted": 1}
    assert _phases(owed) == ["intent", "deferred", "intent", "accepted"]
    assert NoticeMessage.objects.count() == 1


def test_the_same_bytes_are_offered_each_time(owed: Notice, relay: Relay) -> None:
    relay.at["rcpt"][ADDRESS] = ["450 4.1.1 busy"]
    send_due()
    let_all_be_due()
    send_due()
    assert len(set(owed.attempts.filter(phase="intent").values_list("message_sha256", flat=True))) == 1


def test_tries_come_to_an_end(owed: Notice, relay: Relay) -> None:
    relay.at["rcpt"][ADDRESS] = "450 4.1.1 busy"
    for _ in range(6):
        assert send_due() == {"deferred": 1}
        let_all_be_due()
    assert send_due() == {"failed": 1}
    owed.refresh_from_db()
    assert owed.state == NoticeState.FAILED


@pytest.mark.parametrize("stage", ["rcpt", "message"])
def test_a_refusal_for_good_is_not_tried_again(owed: Notice, relay: Relay, stage: str) -> None:
    relay.at[stage][ADDRESS] = "550 5.1.1 no such user"
    assert send_due() == {"failed": 1}
    let_all_be_due()
    assert send_due() == {}
    assert _phases(owed) == ["intent", "failed"]
    assert owed.attempts.get(phase="failed").stage == stage


def test_one_that_is_refused_does_not_keep_the_others(claim: Claim, relay: Relay) -> None:
    _owe_many(claim, 3)
    relay.at["rcpt"][ADDRESS] = ["550 5.1.1 no such user", "450 4.1.1 busy"]
    assert send_due() == {"failed": 1, "deferred": 1, "accepted": 1}
    assert len(relay.peers) == 1


def test_a_line_lost_after_the_message_leaves_it_unknown_and_unsent(owed: Notice, relay: Relay) -> None:
    relay.at["message"][ADDRESS] = DROP
    assert send_due() == {"unknown": 1}
    owed.refresh_from_db()
    assert owed.state == NoticeState.UNKNOWN
    let_all_be_due()
    assert send_due() == {}
    assert _phases(owed) == ["intent", "unknown"]


def test_a_line_lost_before_the_message_is_certainly_unsent(claim: Claim, relay: Relay) -> None:
    _owe_many(claim, 2)
    relay.at["rcpt"][ADDRESS] = [DROP]
    assert send_due() == {"wait": 1, "accepted": 1}
    let_all_be_due()
    assert send_due() == {"accepted": 1}
    assert len(relay.messages) == 2


def test_a_relay_that_ends_a_kept_connection_is_called_again_at_once(claim: Claim, relay: Relay) -> None:
    _owe_many(claim, 3)
    relay.at["mail"][""] = ["250 OK", "421 4.7.0 too many messages on this connection"]
    assert send_due() == {"accepted": 3}
    assert len(relay.peers) == 2


def test_slow_down_does_not_count_against_the_message(owed: Notice, relay: Relay) -> None:
    relay.at["rcpt"][ADDRESS] = "451 4.7.1 greylisted"
    for _ in range(8):
        assert send_due() == {"wait": 1}
        let_all_be_due()
    relay.at["rcpt"][ADDRESS] = "250 OK"
    assert send_due() == {"accepted": 1}


def test_a_relay_that_is_away_costs_no_attempt(owed: Notice, relay: Relay, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    assert send_due() == {"waiting": 1}
    owed.refresh_from_db()
    assert (owed.state, owed.attempts_made, _phases(owed)) == (NoticeState.QUEUED, 0, [])
    assert owed.last_reply.startswith("The mail relay is away: ConnectionRefusedError")
    settings.EMAIL_PORT = relay.port
    let_all_be_due()
    assert send_due() == {"accepted": 1}


def test_a_notice_that_cannot_be_written_is_set_aside_and_keeps_nobody(
    claim: Claim, owed: Notice, relay: Relay
) -> None:
    Notice.objects.filter(pk=owed.pk).update(kind="a_kind_that_was_removed")
    owe(kind="withdrawn", cause="event:2", claim=claim)
    assert send_due() == {"not_written": 1, "accepted": 1}
    for _ in range(2):
        let_all_be_due()
        assert send_due() == {"not_written": 1}
    owed.refresh_from_db()
    assert owed.state == NoticeState.FAILED
    assert owed.last_reply.startswith("Set aside: ")


def test_an_address_with_a_domain_in_another_script_is_sent_to(claim: Claim, relay: Relay) -> None:
    owe(kind="withdrawn", cause="event:1", claim=claim)
    type(claim.filed_by).objects.filter(pk=claim.filed_by_id).update(email="ana@bücher.example")
    claim.filed_by.refresh_from_db()
    owe(kind="withdrawn", cause="event:2", claim=claim)
    assert send_due() == {"accepted": 2}
    assert relay.messages[1]["To"] == "ana@xn--bcher-kva.example"


def test_the_first_refusal_is_told_with_its_stage(owed: Notice, relay: Relay) -> None:
    relay.at["mail"][""] = "550 5.7.1 sender rejected"
    send_due()
    assert owed.attempts.get(phase="failed").stage == Stage.MAIL.value


def test_the_worker_stops_when_its_time_is_up_and_more_is_left(
    claim: Claim, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool] = []
    monkeypatch.setattr("intake.notices.actions.sending.wake", lambda: woken.append(True))
    _owe_many(claim, queue.BATCH + 1)
    assert send_due(seconds=0) == {"accepted": queue.BATCH}
    assert woken == [True]


def test_the_log_tells_where_it_went_wrong_and_nothing_that_was_written(
    claim: Claim, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(notice: Notice) -> NoticeMessage:
        raise ValueError("Ana López said something")

    monkeypatch.setattr("intake.notices.actions.writing.render", break_down)
    owe(kind="withdrawn", cause="event:1", claim=claim)
    with capture_logs() as logged:
        send_due()
    assert "ValueError at " in logged[0]["error"]
    assert "Ana" not in str(logged)
