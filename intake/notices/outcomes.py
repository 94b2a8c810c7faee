"""What became of what was offered: one row in the log for each answer, and where the notice goes from there."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from random import uniform

from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Now

from intake.notices.books import Books
from intake.notices.consequences import draw_consequences
from intake.notices.intents import enter_intents
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from intake.notices.owners import owner_of
from intake.notices.prepared import KEYS, TOKEN, Prepared, updating
from intake.notices.queue import Lease, database_now
from intake.notices.replies import Fate, Reply, Verdict, judge
from intake.notices.suppression import suppress_from
from intake.notices.tallies import moved, record_moves
from intake.notices.writers import Written

_Phase = NoticeAttempt.Phase
_PHASE = {
    Fate.ACCEPTED: _Phase.ACCEPTED,
    Fate.WAIT: _Phase.WAITED,
    Fate.DEFERRED: _Phase.DEFERRED,
    Fate.FAILED: _Phase.FAILED,
    Fate.UNKNOWN: _Phase.UNKNOWN,
}
_STATE = {
    Fate.ACCEPTED: NoticeState.ACCEPTED,
    Fate.WAIT: NoticeState.QUEUED,
    Fate.DEFERRED: NoticeState.QUEUED,
    Fate.FAILED: NoticeState.FAILED,
    Fate.UNKNOWN: NoticeState.UNKNOWN,
}
_ASKED_OF = ("state", "attempts_made", "destination", "matter_id", "owner_id", "dispatch__owner_id")
"""Of each notice, and of its dispatch: whole rows would be read for nothing when they are accepted."""
Answers = Sequence[tuple[int, Reply]]
Verdicts = Mapping[int, Verdict]


@transaction.atomic
def go_on(lease: Lease, answers: Answers, following: Sequence[Written]) -> tuple[Verdicts, set[int]]:
    """The outcomes of some and the intents of the next, in one commit. The verdicts, and which of the next may go."""
    books = Books(lease.token)
    verdicts = _enter_outcomes(books, lease.token, answers)
    may_go = enter_intents(books, lease, following) if following else set()
    books.write()
    return verdicts, may_go


@transaction.atomic
def settle(token: str, answers: Answers) -> Verdicts:
    """Records what became of attempts. A notice that is no longer under this lease has no verdict.

    An answer that comes after the reaper gave up waiting still counts, as long as no person has decided.
    """
    books = Books(token)
    verdicts = _enter_outcomes(books, token, answers)
    books.write()
    return verdicts


def _enter_outcomes(books: Books, token: str, answers: Answers) -> Verdicts:
    """Those accepted in one statement, as nearly all are; whatever else became of one is looked into.

    What follows from that looks at the books, so they are written before.
    """
    verdicts = _enter_accepted(books, token, {pk: reply for pk, reply in answers if reply.is_acceptance})
    rest = {pk: reply for pk, reply in answers if pk not in verdicts}
    if not rest:
        return verdicts
    books.write()
    return {**verdicts, **_settle_others(token, rest)}


def _enter_accepted(books: Books, token: str, replies: Mapping[int, Reply]) -> Verdicts:
    accepted = _accepts().ask(replies, token) if replies else []
    for pk, number, _ in accepted:
        books.accepts(pk, number, replies[pk])
    books.moves([dispatch for _, _, dispatch in accepted], NoticeState.ATTEMPTING, NoticeState.ACCEPTED)
    return {pk: judge(replies[pk], deferrals=0, age=timedelta()) for pk, _, _ in accepted}


@cache
def _accepts() -> Prepared:
    offered = Notice.objects.filter(pk__among=KEYS, lease_token=TOKEN, state=NoticeState.ATTEMPTING)
    return updating(
        offered, "id", "attempts_made", "dispatch",
        state=NoticeState.ACCEPTED, accepted_at=Now(), lease_until=None, last_reply="",
    )  # fmt: skip


def _settle_others(token: str, replies: Mapping[int, Reply]) -> Verdicts:
    held = Notice.objects.select_for_update(of=("self",)).filter(
        pk__in=replies, lease_token=token, state__in=[NoticeState.ATTEMPTING, NoticeState.UNKNOWN]
    )
    notices = list(held.select_related("dispatch").only(*_ASKED_OF).order_by("pk"))
    verdicts = {notice.pk: _judged(notice, replies[notice.pk]) for notice in notices}
    news = [
        notice for notice in notices
        if verdicts[notice.pk].fate is not Fate.UNKNOWN or notice.state != NoticeState.UNKNOWN
    ]  # fmt: skip
    attempts = NoticeAttempt.objects.bulk_create(
        NoticeAttempt(
            notice=notice, number=notice.attempts_made, phase=_PHASE[verdicts[notice.pk].fate],
            stage=replies[notice.pk].stage.value, code=replies[notice.pk].code, reply=replies[notice.pk].said,
            lease_token=token, ground=verdicts[notice.pk].ground.value, is_flagged=verdicts[notice.pk].is_flagged,
        )
        for notice in news
    )  # fmt: skip
    for fate in Fate:
        _send_to(fate, [notice for notice in news if verdicts[notice.pk].fate is fate], verdicts, replies)
    for attempt in attempts:
        suppress_from(attempt.notice, attempt, verdicts[attempt.notice_id])
    draw_consequences(news, verdicts)
    return verdicts


def _judged(notice: Notice, reply: Reply) -> Verdict:
    """An acceptance asks nothing of the past; everything else depends on what was tried before."""
    if reply.is_acceptance:
        return judge(reply, deferrals=0, age=timedelta())
    first = notice.attempts.filter(phase=_Phase.INTENT).aggregate(first=Min("at"))["first"]
    deferrals = notice.attempts.filter(phase=_Phase.DEFERRED).count()
    return judge(reply, deferrals=deferrals, age=database_now() - first, jitter=uniform(-1, 1))  # noqa: S311 - it spreads, and guards nothing


def _send_to(fate: Fate, notices: list[Notice], verdicts: Verdicts, replies: Mapping[int, Reply]) -> None:
    """Moves the notices of one fate. Of one accepted, what the relay said stands in the log alone."""
    if not notices:
        return
    for notice in notices:
        said = "" if fate is Fate.ACCEPTED else _as_said(replies[notice.pk])
        Notice.objects.filter(pk=notice.pk).update(last_reply=said, **_changes(notice, verdicts[notice.pk]))
    record_moves(moved(notices, _STATE[fate]))


def _changes(notice: Notice, verdict: Verdict) -> dict[str, object]:
    state = _STATE[verdict.fate]
    if state == NoticeState.ACCEPTED:
        return {"state": state, "lease_until": None, "accepted_at": Now()}
    if state == NoticeState.QUEUED:
        return {"state": state, "lease_token": "", "lease_until": None, "not_before": Now() + verdict.wait}
    return {"state": state, "lease_until": None, "owner_id": owner_of(notice)}


def _as_said(reply: Reply) -> str:
    return " ".join(part for part in (str(reply.code or ""), reply.said) if part)[:500]
