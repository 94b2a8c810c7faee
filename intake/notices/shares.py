"""How many of the latest messages of a dispatch went wrong, at a cost that does not grow with the dispatch.

What was refused at once is looked for among the latest attempts. What was reported afterwards counts by when its
message was taken, however late the report comes: a complaint of today is set against all that left since that message.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import Max, QuerySet, Sum

from intake.notices.arrivals import Reported, is_about_address
from intake.notices.grounds import Ground
from intake.notices.models import DispatchMove, MailEvent, Notice, NoticeAttempt, NoticeState

LAST = 1000
"""So many of the latest outcomes of a dispatch are looked at, or more where reports are about older ones."""
ENOUGH = 50
"""Fewer outcomes prove nothing."""
_WALKED = 20 * LAST
_REPORTS = 2 * LAST
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)
"""SQLite compares times as texts, and one that it wrote itself has fewer digits."""
_ENDED = (NoticeState.ACCEPTED, NoticeState.FAILED)
_Phase = NoticeAttempt.Phase


class Share(NamedTuple):
    bad: int
    total: int

    def exceeds(self, most: float) -> bool:
        return self.total >= ENOUGH and self.bad / self.total > most


def gone_at_once(dispatch: int) -> Share:
    """Of the latest outcomes: addresses that a relay knew to be of nobody."""
    return _worst(dispatch, _refused(dispatch, Ground.ADDRESS, _Phase.FAILED))


def gone(dispatch: int) -> Share:
    """The same with what was reported later, in whichever stretch up to now it is worst."""
    told = (notice for notice, event in _reports() if is_about_address(event))
    return _worst(dispatch, [*_refused(dispatch, Ground.ADDRESS, _Phase.FAILED), *_taken_at(dispatch, told)])


def complained(dispatch: int) -> Share:
    """People who reported a message as unwanted, in whichever stretch up to now it is worst."""
    told = (notice for notice, event in _reports() if event.kind == MailEvent.Kind.COMPLAINED)
    return _worst(dispatch, _taken_at(dispatch, told))


def refused(dispatch: int, ground: Ground, *, since: datetime) -> Share:
    """Of the latest attempts that ended since then: those refused on this ground."""
    since = max(since, _looked_at_since())
    times = [at for at in _refused(dispatch, ground) if at >= since]
    left = DispatchMove.objects.filter(
        dispatch=dispatch, state=NoticeState.ATTEMPTING, at__gte=since, notices__lt=0
    ).aggregate(total=Sum("notices"))["total"]
    return Share(len(times), -(left or 0))


def refused_in_group(destination: str, ground: Ground) -> Share:
    """Of the latest attempts of all at one group of destinations: those refused on this ground."""
    rows = list(_latest_attempts(2 * LAST).exclude(phase=_Phase.INTENT).values_list("notice", "ground"))
    at_group = Notice.objects.filter(pk__in={pk for pk, _ in rows}, destination=destination)
    there = set(at_group.values_list("pk", flat=True))
    grounds = [said for pk, said in rows if pk in there]
    return Share(grounds.count(ground.value), len(grounds))


def _worst(dispatch: int, times: Sequence[datetime]) -> Share:
    """Of the stretches up to now that hold `LAST` outcomes, or more back to a bad one: where the share is highest."""
    if not times:
        return Share(0, 0)
    since, newest_first = max(_last_began(dispatch), _looked_at_since()), sorted(times, reverse=True)
    stretches, number = {since}, len(newest_first)
    while number:
        stretches.add(min(since, newest_first[number - 1]))
        number //= 2
    shares = [Share(sum(at >= begin for at in times), _ended_since(dispatch, begin)) for begin in stretches]
    return max(shares, key=lambda share: share.bad / share.total if share.total >= ENOUGH else 0.0)


def _refused(dispatch: int, ground: Ground, *phases: str) -> list[datetime]:
    rows = _latest_attempts(_WALKED).filter(ground=ground.value)
    tried = list((rows.filter(phase__in=phases) if phases else rows).values_list("notice", "at"))
    own = set(Notice.objects.filter(pk__in={pk for pk, _ in tried}, dispatch=dispatch).values_list("pk", flat=True))
    return [at for pk, at in tried if pk in own]


def _reports() -> list[tuple[int, Reported]]:
    """The latest that speak of something wrong, whichever dispatch they are about, as they came."""
    bad = MailEvent.objects.filter(kind__in=MailEvent.GONE_WRONG, notice__isnull=False).order_by("-pk")
    rows = bad.values_list("notice", "kind", "status", "ground")[:_REPORTS]
    return [(notice, Reported(*said)) for notice, *said in rows]


def _taken_at(dispatch: int, notices: Iterable[int]) -> list[datetime]:
    own = Notice.objects.filter(pk__in=set(notices), dispatch=dispatch, accepted_at__isnull=False)
    return [at for at in own.values_list("accepted_at", flat=True) if at is not None]


def _latest_attempts(number: int) -> QuerySet[NoticeAttempt]:
    newest = NoticeAttempt.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return NoticeAttempt.objects.filter(pk__gt=newest - number).order_by("-pk")


def _looked_at_since() -> datetime:
    oldest = _latest_attempts(_WALKED).order_by("pk").values_list("at", flat=True).first()
    return oldest or _EVER


def _last_began(dispatch: int) -> datetime:
    """When the first of the last `LAST` outcomes was written down."""
    moves: list[tuple[datetime, int]] = []
    for state in _ENDED:
        rows = DispatchMove.objects.filter(dispatch=dispatch, state=state, notices__gt=0).order_by("-at")
        moves += rows.values_list("at", "notices")[:LAST]
    total, began = 0, _EVER
    for at, number in sorted(moves, reverse=True):
        began, total = at, total + number
        if total >= LAST:
            break
    return began


def _ended_since(dispatch: int, moment: datetime) -> int:
    moves = DispatchMove.objects.filter(dispatch=dispatch, state__in=_ENDED, at__gte=moment - _TICK, notices__gt=0)
    return moves.aggregate(total=Sum("notices"))["total"] or 0
