"""What a rule, or a person, decides of notices of a campaign that nobody can know about. Each is put on record so."""

from collections.abc import Sequence

from django.db.models import Count, Q
from django.db.models.functions import Now

from claimants.people.models import User
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from intake.notices.tallies import moved, record_moves
from intake.notices.wakeup import wake_after_commit

_Phase = NoticeAttempt.Phase


BY_RULE = "by the rule of the campaign"


def send_same_again(notices: Sequence[Notice], *, said: str = BY_RULE, by: User | None = None) -> int:
    """Offers the same bytes once more; how many. One that became unknown again waits for its owner.

    Call it with the notices locked. The same Message-ID lets a mailbox that has the first one drop the second.
    """
    keys = [notice.pk for notice in notices if notice.state == NoticeState.UNKNOWN]
    if by is None:
        times = Count("attempts", filter=Q(attempts__phase=_Phase.UNKNOWN))
        first_time = Notice.objects.filter(pk__in=keys).annotate(times=times).filter(times=1)
        keys = list(first_time.values_list("pk", flat=True))
    wanted = set(keys)
    chosen = [notice for notice in notices if notice.pk in wanted]
    _note(chosen, f"sent once more, {said}", by)
    Notice.objects.filter(pk__in=keys).update(
        state=NoticeState.QUEUED, lease_token="", lease_until=None, not_before=Now(), owner=None
    )
    record_moves(moved(chosen, NoticeState.QUEUED))
    wake_after_commit()
    return len(chosen)


def count_as_sent(notices: Sequence[Notice], *, said: str = BY_RULE, by: User | None = None) -> int:
    """Settles notices as sent; how many. Call it with the notices locked."""
    chosen = [notice for notice in notices if notice.state == NoticeState.UNKNOWN]
    _note(chosen, f"counted as sent, {said}", by)
    Notice.objects.filter(pk__in=[notice.pk for notice in chosen]).update(state=NoticeState.RESOLVED, lease_token="")
    record_moves(moved(chosen, NoticeState.RESOLVED))
    return len(chosen)


def _note(notices: Sequence[Notice], said: str, by: User | None) -> None:
    NoticeAttempt.objects.bulk_create(
        NoticeAttempt(notice=notice, number=notice.attempts_made, phase=_Phase.RESOLVED, reply=said[:500], by=by)
        for notice in notices
    )
