"""Many notices that are sent, paused and counted together, and how fast anything may leave at all."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Now
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.matters.models import Matter

SUPERSEDED = "superseded"


class DispatchState(models.TextChoices):
    WAITING = "waiting", "Not begun"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    CANCELLED = "cancelled", "Cancelled"
    ENDED = "ended", "Ended"


class Dispatch(models.Model):
    """Notices that go out together. Workers take them only while it runs, and look again every fifty.

    `owner` is the person in whose hands a notice ends that failed, or that nobody knows about. `per_second` and
    `per_day` are what may leave in all of it, whatever the providers would take.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="dispatches")
    state = models.CharField(max_length=10, choices=DispatchState.choices, default=DispatchState.WAITING)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    per_second = models.FloatField(null=True, blank=True)
    per_day = models.PositiveIntegerField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dispatch_rate_is_positive",
                condition=Q(per_second__isnull=True) | Q(per_second__gt=0),
                violation_error_message="A dispatch may send more than nothing a second, or have no limit.",
            )
        ]

    def __str__(self) -> str:
        return f"dispatch {self.pk}"

    def tally(self) -> dict[str, int]:
        """How many notices are in which state; the numbers always sum to those that were frozen.

        One that was sent to another address instead is not among them: its successor stands in its place.
        """
        moved = self.moves.exclude(state=SUPERSEDED).values_list("state").annotate(total=Sum("notices")).order_by()
        return {state: total for state, total in moved if total}

    def superseded(self) -> int:
        """How many notices were sent to another address instead: so many messages there are beside the frozen ones."""
        return self.moves.filter(state=SUPERSEDED).aggregate(total=Sum("notices"))["total"] or 0


class DispatchMove(models.Model):
    """That so many notices of a dispatch came into a state, or, when negative, left it. Append-only.

    Written in the transaction that moves them, so that counting is adding up, and the rate is the last few rows.
    """

    frozen = Frozen.APPEND_ONLY

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="moves", db_index=False)
    state = models.CharField(max_length=12)
    notices = models.IntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["dispatch", "state", "at"], include=["notices"], name="dispatch_moves")]

    def __str__(self) -> str:
        return f"{self.notices:+d} {self.state} in dispatch {self.dispatch_id}"


class Provider(models.Model):
    """Who takes our mail. Its breaker is open, and nothing is offered to it, until `closed_until`."""

    name = models.CharField(max_length=40, unique=True)
    failures = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class Bucket(models.Model):
    """How fast one provider may be given mail for one group of mailbox providers, or for one dispatch in all.

    Every message has a slot in time: `next_at` is the first that nobody has taken. `factor` slows down what a
    destination asked us to slow down, and recovers. `paused_until` stops the group: our mail was refused on policy.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="buckets")
    destination = models.CharField(max_length=40)
    per_second = models.FloatField(null=True, blank=True)
    per_day = models.PositiveIntegerField(null=True, blank=True)
    warm_up_step = models.PositiveSmallIntegerField(null=True, blank=True)
    factor = models.FloatField(default=1.0)
    factor_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(db_default=Now())
    day = models.DateField(null=True, blank=True)
    taken_today = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "destination"], name="bucket_of_provider_and_destination"),
            models.CheckConstraint(name="bucket_factor_slows", condition=Q(factor__gt=0, factor__lte=1)),
            models.CheckConstraint(
                name="bucket_rate_is_positive", condition=Q(per_second__isnull=True) | Q(per_second__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.destination}"


class Sweep(models.Model):
    """When each repeated piece of work was last done, so that somebody sees when it no longer is, and what is wrong."""

    name = models.CharField(max_length=40, primary_key=True)
    said = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
