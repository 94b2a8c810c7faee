"""How far a pass is: claims done, how many a second, and the time left."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone

from intake.assessments.models import Reassessment, ReassessmentChunk


@dataclass(frozen=True)
class Progress:
    """`rate` is claims a second; `left` the seconds that remain, None before anything is done."""

    chunks: int
    chunks_done: int
    claims: int
    rate: float
    left: float | None

    @property
    def percent(self) -> int:
        """Of the chunks; none before there are any."""
        return 100 * self.chunks_done // self.chunks if self.chunks else 0

    def __str__(self) -> str:
        left = "" if self.left is None else f", about {_spoken(self.left)} left"
        return f"{self.claims:,} claims, {self.percent} %, {self.rate:,.0f} a second{left}"


def progress_of(run: Reassessment) -> Progress:
    """Counted from the chunks, by two sums."""
    done = Q(state=ReassessmentChunk.State.DONE)
    sums = ReassessmentChunk.objects.filter(run=run).aggregate(
        all=Count("pk"), done=Count("pk", filter=done), claims=Sum("claims", filter=done)
    )
    claims, until = sums["claims"] or 0, run.ended_at or timezone.now()
    seconds = max((until - run.started_at).total_seconds(), 0.001) if run.started_at else 0.0
    rate = (claims - run.claims_before) / seconds if seconds else 0.0
    waiting = (sums["all"] - sums["done"]) * claims / sums["done"] if sums["done"] else 0.0
    left = waiting / rate if rate > 0 and run.ended_at is None else None
    return Progress(sums["all"], sums["done"], claims, rate, left)


def _spoken(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} seconds"
    return f"{round(seconds / 60)} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
