"""That a pack was asked for and made, and seals over what was tried."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from claimants.common.frozen import Frozen
from intake.campaigns.models import Campaign


class DeclarationMade(models.Model):
    """A pack that was made: `head` is that of its chain, `sha256` that of its archive. Append-only.

    Not an event of the campaign's own log: that log is in the pack, so the next pack would be another one.
    """

    frozen = Frozen.APPEND_ONLY

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="declarations")
    is_interim = models.BooleanField(default=False)
    lines = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"pack of campaign {self.campaign_id}, {self.at:%Y-%m-%d}"


class DeclarationAsked(models.Model):
    """That a person asked for a pack at the desk. A worker makes it; `said` is why it could not.

    The row is the queue: one that is being made for longer than any pack takes is made by another worker, and `tries`
    counts those who began it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a worker"
        MAKING = "making", "Being made"
        MADE = "made", "Ready"
        REFUSED = "refused", "Not made"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="declarations_asked")
    is_interim = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    said = models.CharField(max_length=500, blank=True)
    made = models.OneToOneField(DeclarationMade, null=True, blank=True, on_delete=models.PROTECT, related_name="asked")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state__in=["waiting", "making"]),
                name="declaration_is_made_one_at_a_time",
                violation_error_message="A declaration of this campaign is being made already.",
            ),
            models.CheckConstraint(
                name="declaration_ready_has_its_pack", condition=~Q(state="made") | Q(made__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"pack asked for, of campaign {self.campaign_id}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.WAITING, self.State.MAKING}


class AttemptSeal(models.Model):
    """A digest over the attempts numbered after `after_pk` up to `to_pk`, chained to the seal before. Append-only.

    `noted_pk` was the last number given out when this was written: the next seal goes up to there, once everything
    that was under way then has ended. No clock of a worker is asked.
    """

    frozen = Frozen.APPEND_ONLY

    after_pk = models.PositiveBigIntegerField()
    to_pk = models.PositiveBigIntegerField()
    noted_pk = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True, unique=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attempt_seal_goes_forwards",
                condition=Q(to_pk__gte=F("after_pk")) & Q(noted_pk__gte=F("to_pk")),
                violation_error_message="A seal goes on from the one before, and no further than what was noted.",
            )
        ]

    def __str__(self) -> str:
        return f"seal over attempts up to {self.to_pk}"
