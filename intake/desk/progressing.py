"""What the page of a campaign shows while something moves: how far a dry run is, how far the messages are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import Now

from intake.campaigns.forecasting import forecast_of, said
from intake.campaigns.models import Campaign, CampaignState, ClosingAsked, DryRun
from intake.campaigns.progress import Progress, progress_of
from intake.notices.buckets import RELAY
from intake.notices.models import Bucket, DispatchState, Notice, NoticeState, Provider

_GOES = frozenset({CampaignState.RUNNING, CampaignState.DRAINING})
_ON_THE_WAY = (NoticeState.QUEUED, NoticeState.LEASED, NoticeState.ATTEMPTING)
_OPEN = frozenset({DryRun.State.WAITING, DryRun.State.RUNNING})
_BEFORE = frozenset({CampaignState.FROZEN, CampaignState.APPROVED, CampaignState.PAUSED})


@dataclass(frozen=True)
class StateCount:
    """How many notices are in a state, as the desk says it."""

    state: str
    label: str
    number: int


@dataclass(frozen=True)
class Stop:
    """Something that holds messages back, until when, and why."""

    what: str
    until: datetime | None
    why: str


@dataclass(frozen=True)
class Watch:
    """`moves` says whether the page should look again by itself; until it does not, there is no forecast."""

    moves: bool
    progress: Progress
    counts: list[StateCount]
    stops: list[Stop]
    dry_run: DryRun | None
    dry_run_percent: int
    forecast: str
    is_late: bool
    closing: ClosingAsked | None


def watched(campaign: Campaign) -> Watch:
    """Everything of it that can change without the page being asked for anew.

    A forecast counts rows, so it is made once nothing moves, and never for a page that asks every two seconds.
    """
    progress = progress_of(campaign)
    dry_run = campaign.dry_runs.first()
    closing = campaign.closings.select_related("by").first() if campaign.state in _GOES else None
    moves = _is_on_the_way(campaign, progress) or (dry_run is not None and dry_run.state in _OPEN)
    moves = moves or (closing is not None and closing.ended_at is None)
    found = forecast_of(campaign) if campaign.state in _BEFORE and not moves else None
    return Watch(
        moves=moves,
        progress=progress,
        counts=[
            StateCount(state.value, str(state.label), progress.states[state])
            for state in NoticeState
            if progress.states.get(state)
        ],
        stops=stops_of(campaign),
        dry_run=dry_run,
        dry_run_percent=100 * dry_run.done // max(campaign.manifest_rows, 1) if dry_run else 0,
        forecast=said(campaign, found) if found else "",
        is_late=found.is_late(campaign.deadline) if found else False,
        closing=closing,
    )  # fmt: skip


def _is_on_the_way(campaign: Campaign, progress: Progress) -> bool:
    """What is held goes nowhere by itself, and is not waited for."""
    return campaign.state in _GOES and any(progress.states.get(state) for state in _ON_THE_WAY)


@dataclass(frozen=True)
class Destination:
    """A group of mailbox providers: how many were frozen for it, and how many of them still wait."""

    group: str
    frozen: int
    waiting: int


def destinations_of(campaign: Campaign) -> list[Destination]:
    """Counted row by row, so it stands on the page and not in what is asked for every two seconds."""
    if not campaign.groups:
        return []
    waiting = Notice.objects.filter(dispatch=campaign.dispatch_id, state=NoticeState.QUEUED)
    left = dict(waiting.values_list("destination").annotate(number=Count("pk")).order_by())
    return [Destination(group, number, left.get(group, 0)) for group, number in sorted(campaign.groups.items())]


def stops_of(campaign: Campaign) -> list[Stop]:
    """The relay's breaker, the groups that are paused, and the campaign itself."""
    stops = [
        Stop("Our mail relay is away", provider.closed_until, provider.said)
        for provider in Provider.objects.filter(name=RELAY, closed_until__gt=Now())
    ]
    paused = Bucket.objects.filter(provider__name=RELAY, paused_until__gt=Now(), destination__in=campaign.groups)
    stops += [
        Stop(f"Nothing goes to {bucket.destination}", bucket.paused_until, bucket.why)
        for bucket in paused.order_by("destination")
    ]
    if campaign.state == CampaignState.PAUSED and campaign.dispatch:
        stops.append(Stop("It is paused", None, campaign.dispatch.why))
    elif campaign.state in _GOES and (why := stopped_by_itself(campaign)):
        stops.append(Stop("It stopped by itself", None, why))
    return stops


def stopped_by_itself(campaign: Campaign) -> str:
    """Why no more of it leaves although nobody paused it; empty while it does."""
    dispatches = [dispatch for dispatch in (campaign.dispatch, campaign.seeds) if dispatch is not None]
    return next((one.why or "see its log" for one in dispatches if one.state == DispatchState.PAUSED), "")
