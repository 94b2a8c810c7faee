"""What goes by post, because no e-mail address is left or because the person asked for paper."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from intake.campaigns.models.campaigns import Campaign
from intake.filing.models import Claim


class ForwardingAddress(models.Model):
    """Where the post says that somebody moved to. A payload row: it goes with an erasure of its claim or line."""

    frozen = Frozen.PAYLOAD
    is_on_a_list = True

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    postal: Any = models.JSONField()
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["campaign", "place"], name="forwarding_of_place")]

    def __str__(self) -> str:
        return f"forwarding for line {self.place} of campaign {self.campaign_id}"


class PostalBatch(models.Model):
    """What was given to the printer at once: by whom, when, and the digest of the file. Append-only."""

    frozen = Frozen.APPEND_ONLY

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="postal_batches")
    number = models.PositiveIntegerField()
    items = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["campaign", "number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="postal_batch_has_one_number")]

    def __str__(self) -> str:
        return f"batch {self.number} of campaign {self.campaign_id}"


class PostalItem(models.Model):
    """A notice that goes by post: exported in a batch for the printer, and what the mail brought back.

    One that came back with a forwarding address has a successor with the next `sequence`, which goes there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "To be exported"
        EXPORTED = "exported", "Given to the printer"
        MAILED = "mailed", "Mailed"
        RETURNED = "returned", "Came back"
        EXHAUSTED = "exhausted", "No address left"
        CANCELLED = "cancelled", "Taken back with its campaign"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="postal_items")
    place = models.PositiveIntegerField()
    sequence = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=300, blank=True)
    batch = models.PositiveIntegerField(null=True, blank=True)
    owed_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    tracking = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "place", "sequence"], name="postal_item_is_owed_once"),
            models.CheckConstraint(
                name="postal_item_mailed_has_its_day",
                condition=~Q(state__in=["mailed", "returned"]) | Q(mailed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="postal_item_returned_after_it_was_mailed",
                condition=Q(returned_at__isnull=True) | Q(returned_at__gte=F("mailed_at")),
            ),
            models.CheckConstraint(
                name="postal_item_with_the_printer_has_its_batch",
                condition=~Q(state__in=["exported", "mailed", "returned"]) | Q(batch__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"paper for line {self.place} of campaign {self.campaign_id}"
