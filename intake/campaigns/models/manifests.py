"""Who is written to, line by line."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from claimants.common.frozen import Frozen
from intake.campaigns.models.campaigns import Campaign
from intake.filing.models import Claim


class Recipient(models.Model):
    """One line of the frozen manifest: a person, their addresses in order, and the values of the variables.

    A payload row: it goes with an erasure of its claim, its line or its whole list, salt and all, and the digest of
    its `ManifestLine` stays provable in the manifest's sum.
    `place` numbers the lines from 1; a seed mailbox of our own has `is_seed` and is in no count.
    """

    frozen = Frozen.PAYLOAD
    is_on_a_list = True

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="recipients", db_index=False)
    place = models.PositiveIntegerField()
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    language = models.CharField(max_length=12, default="en")
    addresses: Any = models.JSONField(default=list)
    postal: Any = models.JSONField(default=dict)
    values: Any = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    is_seed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "place"], name="recipient_has_one_place")]
        indexes = [models.Index(fields=["claim"], condition=Q(claim__isnull=False), name="recipient_of_claim")]

    def __str__(self) -> str:
        return f"line {self.place} of campaign {self.campaign_id}"


class ManifestLine(models.Model):
    """What stays of a line whatever is erased: its digest, and the language it is written in. Append-only.

    Its notice is the one with the cause `campaign:<id>:<place>`.
    """

    frozen = Frozen.APPEND_ONLY

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="lines", db_index=False)
    place = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=12, default="en")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "place"], name="manifest_line_has_one_place")]

    def __str__(self) -> str:
        return f"line {self.place} of campaign {self.campaign_id}"
