"""That people went from a campaign's list."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from intake.campaigns.models.campaigns import Campaign
from intake.filing.models import Erasure


class ManifestErasure(models.Model):
    """That the personal data of one line, or of the whole list when `place` is null, was erased. Append-only.

    For people on an uploaded list, who have no claim whose erasure would take them along. Their salted digests stay.
    """

    frozen = Frozen.APPEND_ONLY

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="erasures", db_index=False)
    place = models.PositiveIntegerField(null=True, blank=True)
    ground = models.CharField(max_length=12, choices=Erasure.Ground.choices)
    reference = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["campaign", "place"], name="manifest_erasure_of_line")]
        constraints = [
            models.CheckConstraint(
                name="manifest_erasure_ordered_names_its_order",
                condition=~Q(ground="court_order") | ~Q(reference=""),
                violation_error_message="Give the docket reference of the order to destroy.",
            ),
            models.CheckConstraint(
                name="manifest_erasure_of_all_is_not_one_persons_wish",
                condition=~Q(ground="request") | Q(place__isnull=False),
                violation_error_message="One person can ask for one line to go, not for the whole list.",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure of {f'line {self.place}' if self.place else 'the list'} of campaign {self.campaign_id}"
