"""The messages of a campaign that did not simply arrive: which, why, and what is next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from intake.campaigns.causes import line_of
from intake.campaigns.models import Campaign
from intake.desk.next_steps import next_step
from intake.notices.models import Arrival, MailEvent, Notice, NoticeAttempt, NoticeState
from intake.notices.models.notices import CAME_BACK as CAME_BACK_TO_US
from intake.notices.models.notices import NoticeQuerySet

AT_ONCE = 50
TROUBLE, UNKNOWN, FAILED, CAME_BACK, FLAGGED, EVERY = "trouble", "unknown", "failed", "came_back", "flagged", "every"
COMPLAINED = "complained"
_COMPLAINED = Q(arrival=Arrival.COMPLAINED)
_CHOSEN = {
    TROUBLE: Q(state__in=[NoticeState.FAILED, NoticeState.UNKNOWN]) | CAME_BACK_TO_US | _COMPLAINED,
    UNKNOWN: Q(state=NoticeState.UNKNOWN),
    FAILED: Q(state=NoticeState.FAILED),
    CAME_BACK: CAME_BACK_TO_US,
    COMPLAINED: _COMPLAINED,
    EVERY: Q(),
}


@dataclass(frozen=True)
class Row:
    """One message: `ground` is why it failed, `step` what is next."""

    notice: Notice
    place: int
    ground: str
    is_flagged: bool
    step: str


@dataclass(frozen=True)
class Rows:
    """`after` is where the next page begins; None at the end."""

    rows: list[Row]
    after: int | None


def rows_of(campaign: Campaign, show: str, ground: str, after: int) -> Rows:
    """Some of them, in the order of the list; two queries however many there are."""
    notices = _chosen(campaign, show).filter(pk__gt=after)
    if ground:
        failed_so = NoticeAttempt.objects.filter(notice=OuterRef("pk"), phase=NoticeAttempt.Phase.FAILED, ground=ground)
        notices = notices.filter(Exists(failed_so))
    last = NoticeAttempt.objects.filter(notice=OuterRef("pk"), phase=NoticeAttempt.Phase.FAILED).order_by("-pk")
    settled = NoticeAttempt.objects.filter(notice=OuterRef("pk"), phase=NoticeAttempt.Phase.RESOLVED).order_by("-pk")
    annotated = notices.select_related("owner").annotate(
        failed_on=Subquery(last.values("ground")[:1]),
        settled_by=Subquery(settled.values("by__email")[:1]),
        is_flagged=_is_flagged(),
    )
    found: list[Any] = list(annotated.order_by("pk")[: AT_ONCE + 1])
    places = {one.pk: line_of(one.cause)[1] for one in found[:AT_ONCE]}
    letters = set(campaign.postal_items.filter(place__in=places.values()).values_list("place", flat=True))
    rows = [
        Row(one, place, one.failed_on or "", one.is_flagged,
            next_step(one, one.failed_on or "", campaign, has_letter=place in letters, settled_by=one.settled_by or ""))
        for one, place in zip(found, places.values(), strict=False)
    ]  # fmt: skip
    return Rows(rows, found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None)


def grounds_of(campaign: Campaign) -> list[tuple[str, int]]:
    """Why those failed that failed, the most frequent first. What was followed up is not among them any more."""
    failed = NoticeAttempt.objects.filter(
        notice__dispatch=campaign.dispatch_id, notice__state=NoticeState.FAILED, phase=NoticeAttempt.Phase.FAILED
    )
    return list(failed.values_list("ground").annotate(number=Count("pk")).order_by("-number", "ground"))


def _chosen(campaign: Campaign, show: str) -> NoticeQuerySet:
    notices = Notice.objects.filter(dispatch=campaign.dispatch_id)
    return notices.filter(_is_flagged()) if show == FLAGGED else notices.filter(_CHOSEN[show])


def _is_flagged() -> Exists:
    """A reply or a report that was read by its words alone: a person should look whether it was read rightly."""
    replies = NoticeAttempt.objects.filter(notice=OuterRef("pk"), is_flagged=True)
    reports = MailEvent.objects.filter(notice=OuterRef("pk"), is_flagged=True)
    return Exists(replies) | Exists(reports)  # type: ignore[return-value]
