"""What was tried, what was answered, and what people decided about it. None of it is ever changed."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from claimants.common.frozen import Frozen
from intake.assessments.models import Reassessment
from intake.notices.models.notices import Notice


class NoticeAttempt(models.Model):
    """One phase of one attempt: the intent, and later its outcome. Append-only.

    `at` is the database's time, for others are compared with it and a court is shown it.
    `ground` is how the reply was read (see `grounds`); flagged when it was read by its words or its first digit alone.
    """

    frozen = Frozen.APPEND_ONLY

    class Phase(models.TextChoices):
        INTENT = "intent", "about to be sent"
        ACCEPTED = "accepted", "accepted by the relay"
        WAITED = "waited", "relay away or asked to slow down; not counted"
        DEFERRED = "deferred", "to be tried again"
        FAILED = "failed", "refused for good"
        UNKNOWN = "unknown", "outcome not known"
        RESOLVED = "resolved", "settled"
        REPORTED = "reported", "settled by what was reported afterwards"

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="attempts", db_index=False)
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=10, choices=Phase.choices)
    at = models.DateTimeField(db_default=Now())
    stage = models.CharField(max_length=10, blank=True)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    ground = models.CharField(max_length=12, blank=True)
    is_flagged = models.BooleanField(default=False)
    lease_token = models.CharField(max_length=36, blank=True)
    message_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["notice", "number", "pk"]
        indexes = [models.Index(fields=["by"], condition=models.Q(by__isnull=False), name="attempt_by_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number", "phase"], name="notice_attempt_phase_is_written_once")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.number} {self.phase}"


class NoticeRelease(models.Model):
    """That a person let notices of a pass go, which and how many. Append-only."""

    frozen = Frozen.APPEND_ONLY

    run = models.ForeignKey(Reassessment, on_delete=models.PROTECT, related_name="releases")
    slice = models.JSONField(default=dict)
    notices = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"release of {self.notices} notices of run {self.run_id}"
