"""That somebody wants a campaign closed, where this takes longer than a page should wait."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.campaigns.models.campaigns import Campaign


class ClosingAsked(models.Model):
    """A worker follows everybody up and closes the books. `said` is why it could not; empty once it is closed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="closings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=models.Q(ended_at__isnull=True),
                name="closing_is_asked_for_once_at_a_time",
                violation_error_message="This campaign is being closed already.",
            )
        ]

    def __str__(self) -> str:
        return f"closing of campaign {self.campaign_id}"
