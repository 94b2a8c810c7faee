"""Whose draft may go: theirs who were told so a week before, and theirs whom no e-mail can reach.

A warning counts from the moment its last attempt ended: taken by the relay, refused for good, or not known. One that
still waits counts for nothing, and one that a person cancelled was never given: that draft stays until the
retention date of its matter.
"""

from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from intake.filing.erasure import DRAFTS_LIVE, WARNED_BEFORE
from intake.filing.models import Claim, ClaimQuerySet
from intake.notices.models import Notice, NoticeAttempt, NoticeState

WARNING = "draft_expiring"
_ENDED = [NoticeState.ACCEPTED, NoticeState.FAILED, NoticeState.UNKNOWN, NoticeState.RESOLVED]


def warned_in_time(drafts: ClaimQuerySet, now: datetime) -> ClaimQuerySet:
    """Those of the drafts that may be deleted now, as far as warnings go."""
    latest = Notice.objects.filter(claim=OuterRef("pk"), kind=WARNING, owed_at__gt=OuterRef("touched_at"))
    latest = latest.order_by("-pk")
    known = drafts.annotate(
        warning=Subquery(latest.values("state")[:1]),
        warned_at=Subquery(latest.annotate(ended_at=_end()).values("ended_at")[:1]),
    )
    told = Q(warning__in=_ENDED, warned_at__lte=now - WARNED_BEFORE)
    return known.filter(told | Q(filed_by__isnull=True, person__user__isnull=True))


def deleted_on(draft: Claim, now: datetime) -> datetime:
    """When a draft may go if nobody touches it: never less than a week after a warning, be it given or to come."""
    warnings = Notice.objects.filter(claim=draft, kind=WARNING, owed_at__gt=draft.touched_at).order_by("-pk")
    state, ended_at = warnings.annotate(ended_at=_end()).values_list("state", "ended_at").first() or ("", now)
    return max(draft.touched_at + DRAFTS_LIVE, (ended_at if state in _ENDED else now) + WARNED_BEFORE)


def _end() -> Coalesce:
    """The moment at which a notice's last attempt ended; of one that was set aside unsent, when that was done."""
    outcomes = NoticeAttempt.objects.filter(notice=OuterRef("pk")).exclude(phase=NoticeAttempt.Phase.INTENT)
    return Coalesce(F("accepted_at"), Subquery(outcomes.order_by("-pk").values("at")[:1]), F("not_before"))
