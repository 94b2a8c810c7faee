"""Review: who works on a claim, what they noted, what they asked for, and who has read it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from intake.filing.models import Claim, Submission
from intake.filing.states import State


class Assignment(models.Model):
    """The member of staff who has taken a claim. One a claim; released by deleting the row.

    `taken_from` is the state it was taken in: given back undecided, it stands again as it did.
    """

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.PROTECT, related_name="assignment")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    taken_at = models.DateTimeField(default=timezone.now)
    taken_from = models.CharField(max_length=24, choices=State.choices, default=State.SUBMITTED)

    def __str__(self) -> str:
        return f"{self.claim_id} with {self.reviewer_id}"


class ConflictCheck(models.Model):
    """What came of comparing the names in a submission with the firm's conflicts. Append-only; the latest counts.

    When a later submission changes cleared names, a row without a person says so, and they are compared again.
    """

    frozen = Frozen.APPEND_ONLY

    class Result(models.TextChoices):
        CLEARED = "cleared", "No conflict"
        FOUND = "found", "Conflict"
        CHANGED = "changed", "Names changed"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="conflict_checks")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=8, choices=Result.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["claim"], condition=Q(result="found"), name="conflict_check_found")]
        constraints = [
            models.CheckConstraint(
                name="conflict_check_is_made_by_a_person",
                condition=Q(result="changed", by__isnull=True) | (~Q(result="changed") & Q(by__isnull=False)),
                violation_error_message="A person compares names; only that they changed is found without one.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.result}"


class Note(models.Model):
    """A note among staff. A payload row: it goes only with an erasure."""

    frozen = Frozen.PAYLOAD

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.claim_id}"


class InformationRequest(models.Model):
    """What the claimant is asked, by when. Its clock runs from the relay's acceptance of its notice."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="information_requests")
    questions = models.JSONField()
    message = models.TextField(blank=True)
    days = models.PositiveIntegerField(default=30)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True)
    answer = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="answers_request"
    )
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(answer__isnull=True, lapsed_at__isnull=True),
                name="information_request_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(answer__isnull=True, lapsed_at__isnull=True),
                name="information_request_open_is_one",
                violation_error_message="The claimant has not answered the last request yet.",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk} on {self.claim_id}"


class StaffRead(models.Model):
    """Which member of staff opened which claim, when, and whether the narrative was shown."""

    frozen = Frozen.APPEND_ONLY

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reads")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    narrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.reader_id} read {self.claim_id}"


class SearchTerm(models.Model):
    """A word of a claimant's name, or an address, by which staff find the claim. Personal data: erasure deletes it."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="search_terms", db_index=False)
    term = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "term"], name="search_term_is_kept_once")]

    def __str__(self) -> str:
        return f"a word to find {self.claim_id} by"
