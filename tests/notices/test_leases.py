"""The lease: who may send what for how long, and what comes of a lease that ran out."""

import fcntl
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from claimants.people.models import User
from intake.filing.erasure import erase
from intake.filing.models import Claim
from intake.notices import intents, journal, reaping
from intake.notices.actions import owe, reap, send_due
from intake.notices.actions.writing import written_by_kind
from intake.notices.delivery import Call, Envelope
from intake.notices.intents import LEASES_BEFORE_QUARANTINE, begin, give_back
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from intake.notices.outcomes import settle
from intake.notices.queue import claim_due
from intake.notices.replies import Fate, Reply, Stage
from tests.notices.dispatches import ADDRESSES, dispatch_to
from tests.notices.relay import Relay
from tests.notices.situations import let_leases_expire, lose_worker

OK = Reply(Stage.MESSAGE, 250, "OK")


@pytest.mark.django_db
def test_a_notice_that_lost_a_worker_is_taken_alone_the_next_time(claim: Claim) -> None:
    poison, *others = [owe(kind="withdrawn", cause=f"event:{number}", claim=claim) for number in range(4)]
    Notice.objects.filter(pk=poison.pk).update(leases_lost=1)
    assert claim_due().notices == [poison]
    assert claim_due().notices == others
    Notice.objects.update(state=NoticeState.QUEUED)
    Notice.objects.filter(pk=poison.pk).update(leases_lost=0)
    Notice.objects.filter(pk=others[-1].pk).update(leases_lost=2)
    assert claim_due().notices == [poison, *others[:-1]]
    assert claim_due().notices == others[-1:]


@pytest.mark.django_db
def test_a_notice_that_loses_three_workers_is_set_aside(owed: Notice) -> None:
    for lost in range(1, LEASES_BEFORE_QUARANTINE + 1):
        lease = claim_due()
        assert lease.notices == [owed]
        lose_worker(lease, writing=[owed.pk])
        assert reap() == {"returned": 1, "settled": 0, "unknown": 0}
        owed.refresh_from_db()
        assert owed.leases_lost == lost
    assert owed.state == NoticeState.FAILED
    assert owed.last_reply.startswith("Set aside: the worker that held this notice was lost three times.")
    assert claim_due().notices == []
    assert owed.attempts.get().phase == "failed"
    assert owed.attempts.get().reply == owed.last_reply


@pytest.mark.django_db
def test_what_is_set_aside_is_in_the_hands_of_its_owner(claim: Claim, reviewer: User, relay: Relay) -> None:
    dispatch = dispatch_to(["a@example.org"], matter=claim.matter, owner=reviewer)
    Notice.objects.update(leases_lost=LEASES_BEFORE_QUARANTINE - 1)
    ADDRESSES.clear()
    assert send_due() == {"not_written": 1}
    notice = dispatch.notices.get()
    assert (notice.state, notice.owner_id) == (NoticeState.FAILED, reviewer.pk)
    assert [attempt.phase for attempt in notice.attempts.all()] == ["failed"]


def test_notes_are_seen_by_nobody_before_they_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    hold = fcntl.flock

    def look_first(file: int, how: int) -> None:
        seen.append(journal.tokens())
        hold(file, how)

    before = journal.tokens()
    monkeypatch.setattr("intake.notices.journal.fcntl.flock", look_first)
    notes = journal.Journal()
    assert seen == [before]
    assert notes.token in journal.tokens()
    with journal.taken_over(notes.token) as found:
        assert found is None
    notes.close(is_settled=True)
    assert notes.token not in journal.tokens()


def test_notes_that_end_while_somebody_looks_are_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = journal.Journal()
    hold = fcntl.flock

    def end_first(file: int, how: int) -> None:
        monkeypatch.undo()
        notes.close(is_settled=True)
        hold(file, how)

    monkeypatch.setattr("intake.notices.journal.fcntl.flock", end_first)
    with journal.taken_over(notes.token) as found:
        assert found is None


@pytest.mark.django_db
def test_a_lease_that_ran_out_can_begin_nothing(owed: Notice) -> None:
    late = claim_due()
    let_leases_expire()
    reap()
    assert begin(late, [written_by_kind(owed)]) == set()
    assert not owed.attempts.exists()


@pytest.mark.django_db
def test_an_answer_that_comes_after_the_reaper_gave_up_still_counts(owed: Notice) -> None:
    lease = claim_due()
    begin(lease, [written_by_kind(owed)])
    elsewhere = "else" + lease.token[4:]
    Notice.objects.update(lease_token=elsewhere, lease_until=Now() - reaping.ELSEWHERE + timedelta(seconds=5))
    assert reap() == {"returned": 0, "settled": 0, "unknown": 0}
    Notice.objects.update(lease_until=Now() - reaping.ELSEWHERE)
    assert reap() == {"returned": 0, "settled": 0, "unknown": 1}
    verdict = settle(elsewhere, [(owed.pk, OK)])[owed.pk]
    owed.refresh_from_db()
    assert (verdict.fate, owed.state) == (Fate.ACCEPTED, NoticeState.ACCEPTED)
    assert [attempt.phase for attempt in owed.attempts.order_by("pk")] == ["intent", "unknown", "accepted"]


@pytest.mark.django_db
def test_notes_that_are_read_after_another_machine_gave_up_still_count(claim: Claim) -> None:
    notices = [owe(kind="withdrawn", cause=f"event:{number}", claim=claim) for number in range(3)]
    taken, handed_over, waiting = [notice.pk for notice in notices]
    lease = claim_due()
    assert lease.journal is not None
    lease.journal.writes([taken, handed_over, waiting])
    begin(lease, [written_by_kind(notice) for notice in lease.notices])
    for key in (taken, handed_over):
        lease.journal.turns_to(key)
        lease.journal.hands_over(key)
    lease.journal.was_told(taken, OK)
    NoticeAttempt.objects.bulk_create(
        NoticeAttempt(notice=notice, number=1, phase="unknown", lease_token=lease.token) for notice in notices
    )
    Notice.objects.update(state=NoticeState.UNKNOWN, lease_until=None)
    lose_worker(lease)
    assert reap() == {"returned": 1, "settled": 1, "unknown": 1}
    assert dict(Notice.objects.values_list("pk", "state")) == {
        taken: NoticeState.ACCEPTED, handed_over: NoticeState.UNKNOWN, waiting: NoticeState.QUEUED,
    }  # fmt: skip
    assert reap() == {"returned": 0, "settled": 0, "unknown": 0}


@pytest.mark.django_db
def test_notes_change_nothing_of_what_a_person_has_decided(owed: Notice) -> None:
    lease = claim_due()
    assert lease.journal is not None
    lease.journal.writes([owed.pk])
    begin(lease, [written_by_kind(owed)])
    lease.journal.hands_over(owed.pk)
    lease.journal.was_told(owed.pk, OK)
    Notice.objects.update(state=NoticeState.RESOLVED, lease_token="", lease_until=None)
    lose_worker(lease)
    assert reap() == {"returned": 0, "settled": 0, "unknown": 0}
    owed.refresh_from_db()
    assert owed.state == NoticeState.RESOLVED


@pytest.mark.django_db
def test_nobody_settles_a_notice_that_another_worker_holds(owed: Notice) -> None:
    lease = claim_due()
    begin(lease, [written_by_kind(owed)])
    assert settle("another", [(owed.pk, OK)]) == {}
    owed.refresh_from_db()
    assert owed.state == NoticeState.ATTEMPTING


@pytest.mark.django_db
def test_a_lease_is_renewed_while_a_slow_relay_takes_its_time(claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        def open(self) -> None: ...

        def send(self, envelope: Envelope, hands_over: Call) -> Reply:
            let_leases_expire()
            return OK

        def close(self) -> None: ...

    monkeypatch.setattr("intake.notices.actions.offering.RENEWS_AFTER", -1.0)
    for number in range(3):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    assert send_due(delivery=Slow()) == {"accepted": 3}


@pytest.mark.postgres
def test_a_worker_does_not_wait_for_what_another_is_taking(transactional_db: None, claim: Claim) -> None:
    for number in range(4):
        owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    taken: list[list[int]] = []

    def take_two() -> None:
        taken.append([notice.pk for notice in claim_due(limit=2).notices])
        connection.close()

    with transaction.atomic():
        mine = [notice.pk for notice in claim_due(limit=2).notices]
        other = threading.Thread(target=take_two)
        other.start()
        other.join(10)
        assert not other.is_alive()
    assert len(mine) == len(taken[0]) == 2
    assert set(mine).isdisjoint(taken[0])


@pytest.mark.django_db
def test_words_erased_before_they_were_sent_are_not_sent(owed: Notice, claim: Claim, relay: Relay) -> None:
    lease = claim_due()
    message = written_by_kind(Notice.objects.get(pk=owed.pk))
    erase(claim=claim, ground="request", by=None)
    assert begin(lease, [message]) == set()
    owed.refresh_from_db()
    assert (owed.state, owed.last_reply) == (NoticeState.CANCELLED, intents.ERASED)
    assert send_due() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [NoticeState.HELD, NoticeState.QUEUED])
def test_a_waiting_notice_of_someone_erased_is_cancelled(owed: Notice, claim: Claim, state: NoticeState) -> None:
    Notice.objects.update(state=state)
    erase(claim=claim, ground="request", by=None)
    owed.refresh_from_db()
    assert (owed.state, owed.last_reply) == (NoticeState.CANCELLED, intents.ERASED)


@pytest.mark.django_db
def test_a_notice_that_comes_back_after_an_erasure_is_not_sent(owed: Notice, claim: Claim, relay: Relay) -> None:
    lease = claim_due()
    erase(claim=claim, ground="request", by=None)
    assert give_back(lease, -timedelta(seconds=1)) == 1
    assert send_due() == {"cancelled": 1}
    assert relay.messages == []
