"""Writing every message of a campaign without sending one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intake.campaigns.models.campaigns import Campaign


class DryRun(models.Model):
    """One rehearsal of exactly this manifest with exactly these templates: a worker goes on where another stopped.

    `done` lines are written, in order of their places. `reasons` are the first of those that cannot be, each with its
    place and the sentence why. A worker holds it until `lease_until`, and no two write the same lines.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a worker"
        RUNNING = "running", "Running"
        PASSED = "passed", "Every message can be written"
        FAILED = "failed", "Some messages cannot be written"
        STALE = "stale", "Something changed since"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="dry_runs")
    manifest_sha256 = models.CharField(max_length=64)
    templates_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    unwritable = models.PositiveIntegerField(default=0)
    reasons: Any = models.JSONField(default=list)
    octets = models.PositiveBigIntegerField(default=0)
    shortest = models.PositiveIntegerField(null=True)
    shortest_place = models.PositiveIntegerField(null=True)
    longest = models.PositiveIntegerField(null=True)
    longest_place = models.PositiveIntegerField(null=True)
    lease_token = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state__in=["waiting", "running"]),
                name="dry_run_is_one_at_a_time",
                violation_error_message="A dry run of this campaign is running already.",
            )
        ]

    def __str__(self) -> str:
        return f"dry run {self.pk} of campaign {self.campaign_id}"
