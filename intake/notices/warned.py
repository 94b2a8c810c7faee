"""Whose draft may go: theirs who were told so a week before, and theirs whom no e-mail can reach.

A warning counts from the moment its last attempt ended: taken by the relay, refused for good, or not known. One whose
address is known to be gone counts as well, for no e-mail reaches anybody there. One that still waits counts for
nothing, and so does one that was never offered: a person cancelled it, or we could not write it. That draft stays
until somebody sends the warning again, or until the retention date of its matter.
"""

from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from intake.filing.erasure import DRAFTS_LIVE, WARNED_BEFORE
from intake.filing.models import Claim, ClaimQuerySet
from intake.notices.addresses import HELD_BACK
from intake.notices.models import Notice, NoticeAttempt, NoticeQuerySet, NoticeState

WARNING = "draft_expiring"
_Phase = NoticeAttempt.Phase
_OFFERED = [NoticeState.ACCEPTED, NoticeState.UNKNOWN, NoticeState.RESOLVED]
_ANSWERED = [_Phase.FAILED, _Phase.REPORTED]


def warned_in_time(drafts: ClaimQuerySet, now: datetime) -> ClaimQuerySet:
    """Those of the drafts that may be deleted now, as far as warnings go."""
    warnings = Notice.objects.filter(claim=OuterRef("pk"), kind=WARNING, owed_at__gt=OuterRef("touched_at"))
    known = drafts.annotate(warned_at=Subquery(_latest(warnings).values("given_at")[:1]))
    return known.filter(Q(warned_at__lte=now - WARNED_BEFORE) | Q(filed_by__isnull=True, person__user__isnull=True))


def deleted_on(draft: Claim, now: datetime) -> datetime:
    """When a draft may go if nobody touches it: never less than a week after a warning, be it given or to come."""
    warnings = Notice.objects.filter(claim=draft, kind=WARNING, owed_at__gt=draft.touched_at)
    given_at = _latest(warnings).values_list("given_at", flat=True).first()
    return max(draft.touched_at + DRAFTS_LIVE, (given_at or now) + WARNED_BEFORE)


def _latest(warnings: NoticeQuerySet) -> QuerySet[Any]:
    """The latest first, with the moment from which it counts: none when it was not given."""
    attempts = NoticeAttempt.objects.filter(notice=OuterRef("pk"), number__gt=0)  # 0: set aside, and never offered
    refused = Exists(attempts.filter(phase__in=_ANSWERED)) | Q(last_reply__startswith=HELD_BACK)
    ended = attempts.exclude(phase=_Phase.INTENT).order_by("-pk")
    ended_at = Coalesce(F("accepted_at"), Subquery(ended.values("at")[:1]), F("not_before"))
    is_given = Q(state__in=_OFFERED) | (Q(state=NoticeState.FAILED) & refused)
    given_at = Case(When(is_given, then=ended_at), output_field=DateTimeField())
    return warnings.annotate(given_at=given_at).order_by("-pk")
