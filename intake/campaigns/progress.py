"""How far a campaign is: counts that sum to its list, how many a second, and the time left."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min, Sum
from django.db.models.functions import Now

from intake.campaigns.models import Campaign, CampaignState
from intake.notices.models import Dispatch, DispatchMove, NoticeState
from intake.notices.queue import database_now

RECENT = timedelta(minutes=5)
WAITING = (NoticeState.HELD, NoticeState.QUEUED, NoticeState.LEASED, NoticeState.ATTEMPTING)
SENT = (NoticeState.ACCEPTED, NoticeState.UNKNOWN, NoticeState.RESOLVED, NoticeState.FAILED)


@dataclass(frozen=True)
class Progress:
    """`states` sum to the lines of the manifest. `again` are messages to another address of the same person: the one
    before is in no state any more, so they are beside the sum.

    `rate` is messages a second over the last five minutes, `left` the seconds that remain; None while nothing moves.
    """

    lines: int
    again: int
    states: dict[str, int]
    rate: float
    left: float | None

    @property
    def waiting(self) -> int:
        return sum(self.states.get(state, 0) for state in WAITING)

    @property
    def percent(self) -> int:
        """Of all that is owed: what waits for nothing any more."""
        return 100 * max(self.lines - self.waiting, 0) // self.lines if self.lines else 0

    @property
    def is_whole(self) -> bool:
        """Whether the counts are those of the list."""
        return sum(self.states.values()) == self.lines


@dataclass(frozen=True)
class WrittenTo:
    """How the lines of a frozen list are written to: by e-mail first, by post from the start, or not at all."""

    email: int
    post: int
    nobody: int


def written_to(campaign: Campaign) -> WrittenTo:
    """As it was settled when the list was frozen, whatever came back since."""
    email = sum(campaign.groups.values())
    post = (
        campaign.postal_items.filter(sequence=0, owed_at__lte=campaign.frozen_at).count() if campaign.frozen_at else 0
    )
    return WrittenTo(email, post, campaign.manifest_rows - email - post)


def progress_of(campaign: Campaign) -> Progress:
    """Added up from the moves of its dispatch; never a count of a million rows."""
    dispatch = campaign.dispatch
    if dispatch is None:
        return Progress(0, 0, {}, 0.0, None)
    states = dispatch.tally()
    rate = rate_of(dispatch) if campaign.state in {CampaignState.RUNNING, CampaignState.DRAINING} else 0.0
    waiting = sum(states.get(state, 0) for state in WAITING)
    return Progress(campaign.manifest_rows, dispatch.superseded(), states, rate, waiting / rate if rate > 0 else None)


def rate_of(dispatch: Dispatch) -> float:
    """How many a second were finished in the last five minutes, or since the first of them if that is less long."""
    recent = DispatchMove.objects.filter(dispatch=dispatch, state__in=SENT, at__gt=Now() - RECENT)
    if dispatch.started_at is not None:
        recent = recent.filter(at__gte=dispatch.started_at)
    sums = recent.aggregate(total=Sum("notices"), first=Min("at"))
    if not sums["total"] or sums["total"] < 0:
        return 0.0
    return float(sums["total"]) / max((database_now() - sums["first"]).total_seconds(), 1.0)
