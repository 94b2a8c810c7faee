"""What lost workers left behind: their notes say what was offered, and what the relay said to it."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from intake.notices import journal
from intake.notices.intents import ABANDONED, cancel_leftovers, log_ends, lose, requeue
from intake.notices.journal import Notes
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from intake.notices.outcomes import settle
from intake.notices.owners import owner_of
from intake.notices.tallies import moved, record_moves

HELD = (NoticeState.LEASED, NoticeState.ATTEMPTING)
ELSEWHERE = timedelta(minutes=10)
"""So long another machine has to look into its own notes before nobody can know any more."""
_Phase = NoticeAttempt.Phase
_AT_ONCE = 1000


def reap() -> dict[str, int]:
    """Brings to an end what lost workers held: how many were returned, settled by the notes, and are not known."""
    counts = Counter({"returned": 0, "settled": 0, "unknown": 0})
    for token in journal.tokens():
        with journal.taken_over(token) as notes:
            if notes is not None:
                counts.update(_recover(token, notes))
    counts.update(_expire())
    cancel_leftovers()
    return dict(counts)


@transaction.atomic
def _recover(token: str, notes: Notes) -> Counter[str]:
    """Everything under one lease whose worker is gone, by what its notes say.

    Another machine may have given up waiting for these notes meanwhile: what they say still counts, until a rule or a
    person has decided.
    """
    held = _still_under(token, notes)
    verdicts = settle(token, list(notes.answered.items()))
    silent = [notice for notice in held if notice.state != NoticeState.LEASED and notice.pk not in notes.answered]
    offered = [notice for notice in silent if notice.pk in notes.handed_over]
    unoffered = [notice for notice in silent if notice.pk not in notes.handed_over]
    _not_known([notice for notice in offered if notice.state == NoticeState.ATTEMPTING])
    log_ends(unoffered, _Phase.WAITED, "the worker was lost before it offered this")
    back = [*(notice for notice in held if notice.state == NoticeState.LEASED), *unoffered]
    suspects = notes.writing | notes.turned_to
    for notice in back:
        if notice.pk in suspects:
            lose(notice, ABANDONED, timedelta())
    requeue([notice for notice in back if notice.pk not in suspects])
    known_again = [notice.pk for notice in unoffered if notice.state == NoticeState.UNKNOWN]
    Notice.objects.filter(pk__in=known_again, state=NoticeState.QUEUED).update(owner=None)
    return Counter(returned=len(back), settled=len(verdicts), unknown=len(offered))


def _still_under(token: str, notes: Notes) -> list[Notice]:
    """What this lease still holds, and what became unknown under it: found by the notes, for those can be many."""
    under = Notice.objects.select_for_update().filter(lease_token=token).order_by("pk")
    keys = notes.named | notes.turned_to | notes.answered.keys()
    return [*under.filter(state__in=HELD), *under.filter(state=NoticeState.UNKNOWN, pk__in=keys)]


@transaction.atomic
def _expire() -> Counter[str]:
    """Leases that ran out. What was not begun goes back, for nobody can begin it under a lease that is over.

    What was begun is not known, unless its worker lives here and is only slow, or may still be known elsewhere.
    """
    expired = Notice.objects.select_for_update(skip_locked=True).filter(lease_until__lt=Now(), state__in=HELD)
    notices = list(expired.order_by("pk")[:_AT_ONCE])
    slow = {notice.pk for notice in notices if journal.is_kept(notice.lease_token)}
    leased = [notice for notice in notices if notice.state == NoticeState.LEASED]
    for notice in leased:
        if notice.pk not in slow:
            lose(notice, ABANDONED, timedelta())
    requeue([notice for notice in leased if notice.pk in slow])
    begun = [notice for notice in notices if notice.state == NoticeState.ATTEMPTING and notice.pk not in slow]
    elsewhere = _may_be_known_elsewhere(begun)
    lost = [notice for notice in begun if notice.pk not in elsewhere]
    _not_known(lost)
    return Counter(returned=len(leased), unknown=len(lost))


def _may_be_known_elsewhere(begun: list[Notice]) -> set[int]:
    """Those of another machine's workers, whose notes it has had no time yet to look into."""
    others = [notice.pk for notice in begun if not journal.is_of_this_house(notice.lease_token)]
    recent = Notice.objects.filter(pk__in=others, lease_until__gte=Now() - ELSEWHERE)
    return set(recent.values_list("pk", flat=True))


def _not_known(notices: list[Notice]) -> None:
    log_ends(notices, _Phase.UNKNOWN, "the worker was lost after it wrote down that it would send")
    for notice in notices:
        Notice.objects.filter(pk=notice.pk).update(
            state=NoticeState.UNKNOWN, lease_until=None, owner_id=owner_of(notice),
            last_reply="The worker was lost while it was sending this.",
        )  # fmt: skip
    record_moves(moved(notices, NoticeState.UNKNOWN))
