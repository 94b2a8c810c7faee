"""The lease: who may send what for how long, and what comes of a lease that ran out."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from intake.filing.erasure import erase
from intake.filing.models import Claim
from intake.notices import queue
from intake.notices.actions import owe, reap, send_due
from intake.notices.delivery import Envelope
from intake.notices.models import Notice, NoticeState
from intake.notices.queue import LEASES_BEFORE_QUARANTINE, begin, claim_due, give_back, settle
from intake.notices.render import render
from intake.notices.replies import Fate, Reply, Stage
from tests.notices.relay import Relay
from tests.notices.situations import let_leases_expire

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
        assert claim_due().notices == [owed]
        let_leases_expire()
        assert reap() == {"returned": 1, "unknown": 0}
        owed.refresh_from_db()
        assert owed.leases_lost == lost
    assert owed.state == NoticeState.FAILED
    assert owed.last_reply.startswith("Set aside: the worker that held this notice was lost three times.")
    assert claim_due().notices == []


@pytest.mark.django_db
def test_a_lease_that_ran_out_can_begin_nothing(owed: Notice) -> None:
    late = claim_due()
    let_leases_expire()
    reap()
    assert begin(late, [render(owed)]) == set()
    assert not owed.attempts.exists()


@pytest.mark.django_db
def test_an_answer_that_comes_after_the_reaper_gave_up_still_counts(owed: Notice) -> None:
    lease = claim_due()
    begin(lease, [render(owed)])
    let_leases_expire()
    reap()
    verdict = settle(lease, owed.pk, OK)
    owed.refresh_from_db()
    assert verdict is not None
    assert (verdict.fate, owed.state) == (Fate.ACCEPTED, NoticeState.ACCEPTED)
    assert [attempt.phase for attempt in owed.attempts.order_by("pk")] == ["intent", "unknown", "accepted"]


@pytest.mark.django_db
def test_nobody_settles_a_notice_that_another_worker_holds(owed: Notice) -> None:
    lease = claim_due()
    begin(lease, [render(owed)])
    assert settle(queue.Lease("another", []), owed.pk, OK) is None
    owed.refresh_from_db()
    assert owed.state == NoticeState.ATTEMPTING


@pytest.mark.django_db
def test_a_lease_is_renewed_while_a_slow_relay_takes_its_time(claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        def open(self) -> None: ...

        def send(self, envelope: Envelope) -> Reply:
            let_leases_expire()
            return OK

        def close(self) -> None: ...

    monkeypatch.setattr("intake.notices.actions.sending.RENEWS_AFTER", -1.0)
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
    message = render(Notice.objects.get(pk=owed.pk))
    erase(claim=claim, ground="request", by=None)
    assert begin(lease, [message]) == set()
    owed.refresh_from_db()
    assert (owed.state, owed.last_reply) == (NoticeState.CANCELLED, queue.ERASED)
    assert send_due() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [NoticeState.HELD, NoticeState.QUEUED])
def test_a_waiting_notice_of_someone_erased_is_cancelled(owed: Notice, claim: Claim, state: NoticeState) -> None:
    Notice.objects.update(state=state)
    erase(claim=claim, ground="request", by=None)
    owed.refresh_from_db()
    assert (owed.state, owed.last_reply) == (NoticeState.CANCELLED, queue.ERASED)


@pytest.mark.django_db
def test_a_notice_that_comes_back_after_an_erasure_is_not_sent(owed: Notice, claim: Claim, relay: Relay) -> None:
    lease = claim_due()
    erase(claim=claim, ground="request", by=None)
    assert give_back(lease, -timedelta(seconds=1)) == 1
    assert send_due() == {"cancelled": 1}
    assert relay.messages == []
