"""That a pack was made, and seals over what was tried. None of it is ever changed."""

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
