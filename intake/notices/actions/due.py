"""What comes due without anyone acting: warnings, reminders, word of a change, a clock that was not started."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat, ExtractDay, ExtractMonth, ExtractYear
from django.utils import timezone

from claimants.matters.models import StageChange
from intake.filing.erasure import DRAFTS_LIVE, WARNED_BEFORE
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.actions.accepting import on_accepted
from intake.notices.actions.changes import owe_for_all_changes
from intake.notices.actions.owing import owe_quietly
from intake.notices.kinds import KINDS
from intake.notices.models import Arrival, Notice, NoticeState
from intake.notices.warned import WARNING
from intake.review.models import InformationRequest

AT_ONCE = 500
REMINDED_BEFORE = timedelta(days=7)
SHORTEST_TO_REMIND = timedelta(days=2)
_LAST_DAY = (
    ExtractYear("due_at", tzinfo=UTC) * 10_000 + ExtractMonth("due_at", tzinfo=UTC) * 100
    + ExtractDay("due_at", tzinfo=UTC)
)  # fmt: skip
_REMINDED_FOR = Concat(Value("due:request:"), Cast("pk", CharField()), Value(":"), Cast(_LAST_DAY, CharField()))
"""The cause of a reminder, such as `due:request:7:20300501`: its request, and the last day as it stands."""


def owe_due(*, now: datetime | None = None) -> dict[str, int]:
    """Owes what has come due by now; how many of each. A bounded piece of work: the next sweep goes on."""
    moment = now or timezone.now()
    counts = {
        "draft_expiring": _warn_of_deletion(moment),
        "information_reminder": _remind(moment),
        "matter_changed": _tell_of_stages(moment),
        "definition_changed": owe_for_all_changes(),
    }
    _start_missing_clocks()
    return {name: count for name, count in counts.items() if count}


def owe_for_stage(*, change: StageChange) -> int:
    """Word to everyone who had filed before the matter entered a new stage; how many were owed it just now."""
    if not _is_news(change):
        return 0
    told = Notice.objects.filter(claim=OuterRef("pk"), kind="matter_changed", cause=f"matter:{change.pk}")
    filed = _reachable().filter(matter=change.matter, submitted_at__lt=change.recorded_at)
    owed = filed.exclude(state__in=[State.DRAFT, State.WITHDRAWN]).exclude(Exists(told)).order_by("pk")
    return sum(
        owe_quietly("matter_changed", f"matter:{change.pk}", claim, {"change": change}) for claim in owed[:AT_ONCE]
    )


def _warn_of_deletion(now: datetime) -> int:
    """Drafts that may be deleted within a week, or long since but for a warning; once for each time left alone."""
    idle = _reachable().filter(state=State.DRAFT, touched_at__lte=now - (DRAFTS_LIVE - WARNED_BEFORE))
    warned = Notice.objects.filter(claim=OuterRef("pk"), kind=WARNING, owed_at__gt=OuterRef("touched_at"))
    unwarned = idle.exclude(Exists(warned)).order_by("touched_at").iterator(chunk_size=AT_ONCE)
    owed = (owe_quietly(WARNING, f"due:draft:{claim.pk}:{claim.touched_at:%Y%m%d}", claim) for claim in unwarned)
    return _at_most(AT_ONCE, owed)


def _remind(now: datetime) -> int:
    """Open requests whose last third, or last week if that is shorter, has begun. A clock that ran anew counts anew."""
    near = InformationRequest.objects.filter(
        answer__isnull=True, lapsed_at__isnull=True, due_at__gt=now, due_at__lte=now + REMINDED_BEFORE
    ).annotate(cause=_REMINDED_FOR)
    reminded = Notice.objects.filter(cause=OuterRef("cause"), kind="information_reminder", dispatch__isnull=True)
    near = near.exclude(Exists(reminded))
    near = near.select_related("claim__matter", "claim__filed_by", "claim__person__user").order_by("due_at")
    return sum(
        owe_quietly("information_reminder", request.cause, request.claim, {"request": request})
        for request in near[:AT_ONCE]
        if request.due_at and _is_time_to_remind(request, now)
    )  # fmt: skip


def _is_time_to_remind(request: InformationRequest, now: datetime) -> bool:
    if request.due_at is None:
        return False
    before = min(REMINDED_BEFORE, timedelta(days=request.days) / 3)
    return timedelta(days=request.days) >= SHORTEST_TO_REMIND and request.due_at - before <= now


def _tell_of_stages(now: datetime) -> int:
    recent = StageChange.objects.filter(recorded_at__gt=now - timedelta(days=60), stage=F("matter__stage"))
    return sum(owe_for_stage(change=change) for change in recent.select_related("matter"))


def _is_news(change: StageChange) -> bool:
    """A new stage, and not a first loading or a corrected date."""
    earlier = change.matter.stage_changes.filter(recorded_at__lt=change.recorded_at).last()
    return change.stage == change.matter.stage and earlier is not None and earlier.stage != change.stage


def _start_missing_clocks() -> None:
    """An accepted notice whose request has no last day: its worker was lost between the two."""
    waiting = InformationRequest.objects.filter(answer__isnull=True, lapsed_at__isnull=True, due_at__isnull=True)
    started = Notice.objects.filter(
        state=NoticeState.ACCEPTED, claim__in=waiting.values("claim"),
        kind__in=[kind.name for kind in KINDS.values() if kind.when_accepted],
    ).exclude(arrival=Arrival.BOUNCED)  # fmt: skip
    for notice in started.select_related("payload")[:AT_ONCE]:
        on_accepted(notice)


def _reachable() -> QuerySet[Claim]:
    """Claims whose people can be written to by e-mail, with what a notice needs of them."""
    claims = Claim.objects.with_matter().filter(erasures__isnull=True)
    return claims.exclude(filed_by__isnull=True, person__user__isnull=True)


def _at_most(number: int, owed: Iterable[int]) -> int:
    """Goes on until so many are owed: those that cannot be owed keep no others waiting behind them."""
    total = 0
    for one in owed:
        total += one
        if total >= number:
            break
    return total
