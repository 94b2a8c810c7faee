"""The forecast of one campaign, by the limits that stand in the database."""

from datetime import UTC, datetime
from typing import TypeVar

from django.db.models import Count
from django.utils import timezone

from claimants.common.exceptions import Refused
from intake.campaigns.caps import Caps
from intake.campaigns.forecast import Forecast, GroupLimit, forecast
from intake.campaigns.models import Campaign, CampaignState
from intake.campaigns.states import BEGUN
from intake.notices.buckets import ALL, of_dispatch, relay, taken_on
from intake.notices.dates import moment_written_out
from intake.notices.models import Bucket, Notice, NoticeState

_CONDITIONS = {
    CampaignState.FROZEN: "If it were started now, ",
    CampaignState.APPROVED: "If it were started now, ",
    CampaignState.PAUSED: "If it went on now, ",
}
Limit = TypeVar("Limit", int, float)


def forecast_of(campaign: Campaign, start: datetime | None = None) -> Forecast:
    """When its last notice leaves if it starts now. The limit of all mail is shared with nobody, as far as known."""
    moment = (start or timezone.now()).astimezone(UTC)  # the days of the limits are those of UTC
    limits = group_limits(moment)
    whole, own = limits.pop(ALL, GroupLimit()), _own_limit(campaign, moment)
    caps = Caps(_least(campaign.per_second, whole.per_second), _least(own.per_day, whole.per_day))
    today = _least(own.on_day(0), whole.on_day(0))
    return forecast(_left(campaign), caps, limits, start=moment, today=today)


def group_limits(now: datetime | None = None) -> dict[str, GroupLimit]:
    """What the relay may be given for each group of mailbox providers. What a group asked for slows it down.

    The day's limit of a group that warms up is that of its step, so it is not one of the days to come.
    """
    buckets = Bucket.objects.filter(provider=relay())
    return {
        bucket.destination: GroupLimit(
            per_second=bucket.per_second * bucket.factor if bucket.per_second else None,
            per_day=bucket.per_day if bucket.warm_up_step is None else None,
            step=bucket.warm_up_step,
            taken=taken_on(bucket, now or timezone.now()),
        )
        for bucket in buckets
    }


def _own_limit(campaign: Campaign, now: datetime) -> GroupLimit:
    """That of the campaign alone, and what it has taken of today."""
    name = of_dispatch(campaign.dispatch_id or 0)
    bucket = Bucket.objects.filter(provider=relay(), destination=name).first()
    return GroupLimit(per_day=campaign.per_day, taken=taken_on(bucket, now) if bucket else 0)


def said(campaign: Campaign, found: Forecast) -> str:
    """The forecast beside the deadline, in a sentence. While nothing leaves it says under what condition it holds."""
    condition = _CONDITIONS.get(CampaignState(campaign.state), "")
    if found.last is None:
        never = "the last notice would never leave" if condition else "the last notice never leaves"
        return f"{condition or 'With these limits '}{never}{' with these limits' if condition else ''}."
    zone = campaign.matter.file.court_time_zone
    last = "the last notice would leave" if condition else "The last notice leaves"
    last = f"{condition}{last} on {moment_written_out(found.last, zone)}"
    if campaign.deadline is None:
        return f"{last}; there is no deadline."
    return f"{last}; the court's deadline is {moment_written_out(campaign.deadline, zone)}."


def check_in_time(campaign: Campaign) -> Forecast:
    """Refused when the last notice would leave after the deadline."""
    found = forecast_of(campaign)
    if found.is_late(campaign.deadline):
        raise Refused(
            f"{said(campaign, found)} Raise the limits, warm up earlier, or ask the court for more time; then have it "
            "approved."
        )
    return found


def _left(campaign: Campaign) -> dict[str, int]:
    """What has not left, by group."""
    if campaign.state not in BEGUN:
        return dict(campaign.groups)
    queued = Notice.objects.filter(dispatch=campaign.dispatch_id, state=NoticeState.QUEUED)
    return dict(queued.values_list("destination").annotate(number=Count("pk")).order_by())


def _least(one: Limit | None, other: Limit | None) -> Limit | None:
    given = [limit for limit in (one, other) if limit is not None]
    return min(given, default=None)
