"""Assessments: how the class definition in force reads a claim's facts now, every change of that, and every pass.

A pass (`Reassessment`) reads everybody under another version: as a what-if, which writes nothing about a claim, or to
apply it. Its chunks are the queue: workers take them by lease, and a chunk's results stand or fall together.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.matters.models import ClassDefinition, Matter
from intake.filing.models import Claim


class Outcome(models.TextChoices):
    ELIGIBLE = "eligible", "Meets every criterion"
    NEEDS_INFORMATION = "needs_information", "Something is not known"
    INELIGIBLE = "ineligible", "Does not meet a criterion"


class Assessment(models.Model):
    """The current result, one narrow row a claim. Masks have one bit a criterion; `flags` one bit a flag.

    `definition` is the version since which the result holds: a later one that changed nothing leaves the row alone.
    `left_behind` says that a later one would read the facts otherwise, and that the claim was decided before it.
    """

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.PROTECT, related_name="assessment")
    definition = models.ForeignKey(ClassDefinition, on_delete=models.PROTECT, related_name="+", db_index=False)
    facts = models.JSONField()
    fact_version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    fail_mask = models.BigIntegerField()
    unknown_mask = models.BigIntegerField()
    flag_mask = models.BigIntegerField(default=0)
    left_behind = models.BooleanField(default=False, db_default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["outcome"], name="assessment_outcome"),
            models.Index(fields=["flag_mask"], condition=Q(flag_mask__gt=0), name="assessment_flagged"),
            models.Index(fields=["claim"], condition=Q(left_behind=True), name="assessment_left_behind"),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.claim_id}: {self.outcome}"


class Reassessment(models.Model):
    """One pass over everybody in a matter, from the version in force (`base`; None before the first) to another one.

    `counts` are the sums over its chunks (`intake/assessments/tally.py`); `head` chains the digests of what the chunks
    of an apply changed, in the order in which they were finished. `started_at` is when it began or went on,
    with `claims_before` judged by then.
    """

    class Kind(models.TextChoices):
        PREVIEW = "preview", "What-if"
        APPLY = "apply", "Apply"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a worker"
        RUNNING = "running", "Running"
        STOPPED = "stopped", "Stopped"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="reassessments")
    base = models.ForeignKey(ClassDefinition, null=True, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(ClassDefinition, on_delete=models.PROTECT, related_name="reassessments")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    preview = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    snapshot = models.CharField(max_length=80, blank=True)
    counts = models.JSONField(default=dict)
    head = models.CharField(max_length=64, blank=True)
    chunks_done = models.PositiveIntegerField(default=0)
    claims_before = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition"],
                condition=Q(kind="apply"),
                name="reassessment_applies_a_version_once",
                violation_error_message="This version is applied already, or is being applied.",
            ),
            models.CheckConstraint(
                name="reassessment_goes_to_another_version",
                condition=Q(base__isnull=True) | ~Q(base=F("definition")),
                violation_error_message="A version is compared with another one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of definition {self.definition_id}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}


class ReassessmentChunk(models.Model):
    """Claims with numbers from `first` to `last`, both included. `sequence` is its place in the run's chain."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TAKEN = "taken", "With a worker"
        DONE = "done", "Done"

    run = models.ForeignKey(Reassessment, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    token = models.CharField(max_length=36, blank=True)
    taken_until = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(null=True)
    claims = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="reassessment_chunk_is_numbered"),
            models.UniqueConstraint(fields=["run", "sequence"], name="reassessment_chunk_has_its_place"),
            models.CheckConstraint(
                name="reassessment_chunk_taken_has_its_lease",
                condition=~Q(state="taken") | (Q(taken_until__isnull=False) & ~Q(token="")),
            ),
        ]

    def __str__(self) -> str:
        return f"chunk {self.number} of run {self.run_id}"


class AssessmentChange(models.Model):
    """That a result changed, and what made it change: new facts or, if it names a chunk, a pass. Append-only."""

    frozen = Frozen.APPEND_ONLY

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessment_changes")
    definition = models.ForeignKey(ClassDefinition, on_delete=models.PROTECT, related_name="+", db_index=False)
    chunk = models.ForeignKey(ReassessmentChunk, null=True, on_delete=models.PROTECT, related_name="changes")
    fact_version = models.PositiveIntegerField()
    old_outcome = models.CharField(max_length=20, blank=True)
    old_fail_mask = models.BigIntegerField(null=True)
    old_unknown_mask = models.BigIntegerField(null=True)
    old_flag_mask = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    fail_mask = models.BigIntegerField()
    unknown_mask = models.BigIntegerField()
    flag_mask = models.BigIntegerField(default=0, db_default=0)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.old_outcome or 'none'} to {self.outcome}"
