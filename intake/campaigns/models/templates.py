"""The words of notices, version by version."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.matters.models import Matter


class Purpose(models.TextChoices):
    """Why people are written to: what a court ordered cannot be unsubscribed from, only moved to paper."""

    COURT_NOTICE = "court_notice", "Notice ordered by the court"
    UPDATE = "update", "Update"


class TemplateVersion(models.Model):
    """The words of a notice in one language. A change of a word is another version. Append-only.

    `variables` are the names of the values that each recipient must bring. A grade above the limit needs a reason.
    """

    frozen = Frozen.APPEND_ONLY

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="templates")
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=12, default="en")
    version = models.PositiveIntegerField()
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    variables = models.JSONField(default=list)
    order_reference = models.CharField(max_length=60, blank=True)
    grade = models.FloatField(null=True, blank=True)
    grade_reason = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "name", "language", "version"], name="template_version_is_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language}) version {self.version}"
