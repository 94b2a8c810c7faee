"""The first page: what to do next."""

from collections.abc import Iterable

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claimants.matters.models import Matter
from claimants.people.roles import Power
from intake.campaigns.models import Campaign
from intake.desk.awaited import MAY_APPROVE, awaited_by
from intake.desk.campaigning import OVER
from intake.desk.keys import KEYS
from intake.desk.queue import MANY, REVIEW_WITHIN, count, decided_earlier, open_proposals, overdue_requests, waiting
from intake.desk.reach import Reach, reach_of, reader
from intake.desk.site import desk
from intake.filing.models import Claim
from intake.notices.models import DispatchMove, Notice, NoticeState

_MOST = 20
_NOT_SENT = (NoticeState.FAILED, NoticeState.UNKNOWN)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reach, now = reach_of(request), timezone.now()
    read = reach.with_power(Power.READ)
    mine = (
        Claim.objects.select_related("assignment")
        .defer("draft")
        .filter(assignment__reviewer=reader(request))
        .order_by("assignment__taken_at")
    )
    proposals = (
        open_proposals(reach).exclude(made_by=reader(request)).filter(claim__matter__in=reach.with_power(Power.SECOND))
    )
    troubled = Notice.objects.troubled().filter(matter__in=read, dispatch=None)
    return desk.page(
        request, "desk/index.html", desk.index_title,
        reach=reach, matters=reach.matters, many=MANY, now=now, zones=_zones(reach),
        may_review=reach.has_anywhere(Power.REVIEW),
        may_approve=any(reach.has_anywhere(power) for power in MAY_APPROVE), awaited=awaited_by(reader(request), reach),
        mine=list(mine.filter(matter__in=read)[:_MOST]),
        waiting=count(waiting(reach)),
        late=count(waiting(reach).filter(submitted_at__lt=now - REVIEW_WITHIN)), review_within=REVIEW_WITHIN.days,
        oldest=waiting(reach).order_by("submitted_at").values_list("submitted_at", flat=True).first(),
        earlier=count(decided_earlier(reach)),
        proposals=list(proposals.select_related("claim", "made_by").defer("claim__draft")[:_MOST]),
        troubled=list(troubled.select_related("claim").defer("claim__draft").order_by("-pk")[:_MOST]),
        campaigns=_with_what_failed(Campaign.objects.filter(matter__in=read).exclude(state__in=OVER)[:_MOST]),
        overdue=list(overdue_requests(reach).select_related("claim").defer("claim__draft").order_by("due_at")[:_MOST]),
    )  # fmt: skip


def _zones(reach: Reach) -> dict[int, str]:
    """The time zone of each matter's court, without reading the matters' documents."""
    return dict(Matter.objects.filter(pk__in=reach.matters).values_list("pk", "document__court_time_zone"))


def _with_what_failed(campaigns: Iterable[Campaign]) -> list[tuple[Campaign, dict[str, int]]]:
    """Each with how many of its messages failed, and of how many nobody knows: added up from moves, never counted."""
    shown = list(campaigns)
    moves = DispatchMove.objects.filter(dispatch__in=[one.dispatch_id for one in shown], state__in=_NOT_SENT)
    found: dict[int | None, dict[str, int]] = {}
    for dispatch, state, number in moves.values_list("dispatch", "state").annotate(Sum("notices")).order_by():
        found.setdefault(dispatch, {})[state] = number
    return [(one, found.get(one.dispatch_id, {})) for one in shown]


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return desk.page(request, "desk/keys.html", "Keys", keys=KEYS)
