"""Assessments: how the class definition in force reads a claim's facts now, and every change of that."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.matters.models import ClassDefinition
from intake.filing.models import Claim


class Outcome(models.TextChoices):
    ELIGIBLE = "eligible", "Meets every criterion"
    NEEDS_INFORMATION = "needs_information", "Something is not known"
    INELIGIBLE = "ineligible", "Does not meet a criterion"


class Assessment(models.Model):
    """The current result, one narrow row a claim. Masks have one bit a criterion; `flags` one bit a flag."""

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.PROTECT, related_name="assessment")
    definition = models.ForeignKey(ClassDefinition, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField()
    fact_version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    fail_mask = models.BigIntegerField()
    unknown_mask = models.BigIntegerField()
    flag_mask = models.BigIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["outcome"], name="assessment_outcome"),
            models.Index(fields=["flag_mask"], condition=Q(flag_mask__gt=0), name="assessment_flagged"),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.claim_id}: {self.outcome}"


class AssessmentChange(models.Model):
    """That a result changed, and what made it change. Append-only."""

    frozen = Frozen.APPEND_ONLY

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessment_changes")
    definition = models.ForeignKey(ClassDefinition, on_delete=models.PROTECT, related_name="+")
    fact_version = models.PositiveIntegerField()
    old_outcome = models.CharField(max_length=20, blank=True)
    old_fail_mask = models.BigIntegerField(null=True)
    old_unknown_mask = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    fail_mask = models.BigIntegerField()
    unknown_mask = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.old_outcome or 'none'} to {self.outcome}"
