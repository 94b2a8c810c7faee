"""Decisions: proposed, seconded, reversed. Append-only; a reversal is a row that points back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from intake.filing.models import Claim


class DecisionOutcome(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    ON_FILE = "on_file", "Kept on file"
    DECLINED = "declined", "Declined"


ADVERSE = [DecisionOutcome.DECLINED.value]


class DecisionProposal(models.Model):
    """An adverse decision waiting for a different person. Append-only; its note is a payload row.

    `reasons` are the matter's own as they stood then: a list of code, label and text.
    """

    frozen = Frozen.APPEND_ONLY

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposals")
    outcome = models.CharField(max_length=12, choices=DecisionOutcome.choices)
    reasons = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"proposal {self.pk} on {self.claim_id}"


class ProposalWithdrawal(models.Model):
    """That a proposal was taken back or refused by the second person. Append-only."""

    frozen = Frozen.APPEND_ONLY

    proposal = models.OneToOneField(
        DecisionProposal, primary_key=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"withdrawal of proposal {self.proposal_id}"


class Decision(models.Model):
    """What was decided, by whom, under which definition. Append-only.

    `reasons` are those of its proposal: a list of code, label and text.
    """

    frozen = Frozen.APPEND_ONLY

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=DecisionOutcome.choices)
    reasons = models.JSONField(default=list)
    definition_version = models.PositiveIntegerField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposal = models.OneToOneField(
        DecisionProposal, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_adverse_is_seconded",
                condition=~Q(outcome__in=ADVERSE) | (Q(seconded_by__isnull=False) & ~Q(seconded_by=F("decided_by"))),
                violation_error_message="A decline must be seconded by someone else.",
            ),
            models.CheckConstraint(
                name="decision_adverse_has_a_proposal",
                condition=~Q(outcome__in=ADVERSE) | Q(proposal__isnull=False),
                violation_error_message="A decline starts with a proposal.",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} on {self.claim_id}: {self.outcome}"


class DecisionNote(models.Model):
    """Why, in words, for the file and not for the claimant. A payload row."""

    frozen = Frozen.PAYLOAD

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    proposal = models.OneToOneField(DecisionProposal, null=True, on_delete=models.PROTECT, related_name="note")
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="note")
    text = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_note_belongs_to_one",
                condition=Q(proposal__isnull=True) ^ Q(decision__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"note on {self.claim_id}"
