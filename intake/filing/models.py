"""Filing: the claim, what was signed, the facts drawn from it, and the log of every act on it.

Two sorts of frozen rows. Append-only rows (`Submission`, `ClaimEvent`, `Erasure`) hold references, codes and
salted digests, and stay for ever. Payload rows (`SubmissionPayload`, `FactSet`) hold what people wrote, and go
only when an `Erasure` of their claim is on record; the database's triggers hold both (`claimants/common/frozen.py`).
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.common.references import new_reference
from claimants.matters.models import ClassDefinition, Matter, QuestionSet
from claimants.matters.stages import WORDS, Mode, Words
from claimants.people.models import Person
from intake.filing.states import WAITING, State


class Capacity(models.TextChoices):
    """In what capacity the signer signs."""

    SELF = "self", "for myself"
    PARENT = "parent", "as a parent of a minor"
    GUARDIAN = "guardian", "as a legal guardian"
    EXECUTOR = "executor", "as executor or heir of someone who has died"
    ATTORNEY = "attorney", "as an attorney or with a power of attorney"


class EventKind(models.TextChoices):
    """Everything that can happen to a claim. `intake/pipeline.py` says what each owes."""

    SUBMITTED = "submitted", "submitted"
    CURED = "cured", "answered the request for information"
    CORRECTED = "corrected", "corrected by the claimant"
    WITHDRAWN = "withdrawn", "withdrawn"
    TAKEN = "taken", "taken for review"
    RELEASED = "released", "given back to the queue"
    CONFLICT_CLEARED = "conflict_cleared", "conflict names cleared"
    CONFLICT_FOUND = "conflict_found", "conflict found"
    NOTED = "noted", "note added"
    INFORMATION_REQUESTED = "information_requested", "information requested"
    REQUEST_LAPSED = "request_lapsed", "request for information lapsed"
    PROPOSED = "proposed", "decline proposed"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn", "proposal withdrawn"
    ACCEPTED = "accepted", "accepted"
    KEPT_ON_FILE = "kept_on_file", "kept on file"
    DECLINED = "declined", "declined"
    DISPUTED = "disputed", "disputed by the claimant"
    REVERSED = "reversed", "decision reversed"
    ERASED = "erased", "personal data erased"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def open(self) -> "ClaimQuerySet":
        return self.exclude(state=State.WITHDRAWN)

    def filed(self) -> "ClaimQuerySet":
        """All that were submitted at least once."""
        return self.filter(submitted_at__isnull=False)

    def with_matter(self) -> "ClaimQuerySet":
        return self.select_related("matter", "person__user", "filed_by").defer("matter__document")


class Claim(models.Model):
    """A registration (before settlement) or a claim (court-authorised): its `mode` is fixed when it is started."""

    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="claims")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="filed_claims"
    )
    capacity = models.CharField(max_length=12, choices=Capacity.choices, default=Capacity.SELF)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    state = models.CharField(max_length=24, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=12, default="en")
    started_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    events_count = models.PositiveIntegerField(default=0, editable=False)
    head = models.CharField(max_length=64, blank=True, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "person", "mode"],
                condition=~Q(state="withdrawn"),
                name="claim_open_is_one_per_matter_and_person",
                violation_error_message="There is already an open claim for this person in this matter.",
            ),
            models.CheckConstraint(
                name="claim_submitted_has_its_time",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "state", "submitted_at", "id"], name="claim_queue"),
            models.Index(fields=["state", "submitted_at", "id"], name="claim_queue_of_all"),
            models.Index(fields=["submitted_at", "id"], condition=Q(state__in=WAITING), name="claim_waiting"),
            models.Index(fields=["submitted_at", "id"], condition=Q(submitted_at__isnull=False), name="claim_filed"),
            models.Index(fields=["touched_at"], condition=Q(state="draft"), name="claim_idle_drafts"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def words(self) -> Words:
        return WORDS[Mode(self.mode)]


class Submission(models.Model):
    """That something was signed: by whom, when, under which questions. What was signed is its payload."""

    frozen = Frozen.APPEND_ONLY

    class Kind(models.TextChoices):
        FIRST = "first", "first submission"
        CURE = "cure", "answer to a request for information"
        CORRECTION = "correction", "correction"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="+")
    definition_version = models.PositiveIntegerField()
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    token = models.CharField(max_length=64)

    class Meta:
        ordering = ["claim", "version"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "version"], name="submission_version_is_unique"),
            models.UniqueConstraint(fields=["claim", "token"], name="submission_is_made_once_per_check_page"),
        ]

    def __str__(self) -> str:
        return f"submission {self.version} of {self.claim_id}"


class SubmissionPayload(models.Model):
    """What was asked, answered and signed, word for word. `digest` of its submission is over salt and this."""

    frozen = Frozen.PAYLOAD

    submission = models.OneToOneField(Submission, primary_key=True, on_delete=models.PROTECT, related_name="payload")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    signed_text = models.TextField()
    typed_name = models.CharField(max_length=200)
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"payload of submission {self.submission_id}"


class FactSet(models.Model):
    """The facts drawn from a submission, as the class definition reads them. A payload row."""

    frozen = Frozen.PAYLOAD

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="fact_sets")
    version = models.PositiveIntegerField()
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="fact_sets")
    source = models.CharField(max_length=12, choices=Submission.Kind.choices)
    facts = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["claim", "version"]
        constraints = [models.UniqueConstraint(fields=["claim", "version"], name="fact_set_version_is_unique")]

    def __str__(self) -> str:
        return f"facts {self.version} of {self.claim_id}"


@dataclass(frozen=True)
class Signed:
    """What a signature has just made: its submission, with payload and questions, the facts, and the definition held.

    Whoever acts on the event in the same transaction need not read it again.
    """

    submission: Submission
    fact_set: FactSet
    definition: ClassDefinition


class ClaimEvent(models.Model):
    """One act on one claim. Append-only; each hash covers the stored text and the hash before it.

    `signed` is there while the event of a signature is being recorded, and never on one that was fetched.
    """

    frozen = Frozen.APPEND_ONLY
    signed: Signed | None = None

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=EventKind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    about = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["claim", "sequence"]
        constraints = [models.UniqueConstraint(fields=["claim", "sequence"], name="claim_event_is_numbered")]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.sequence} {self.kind}"


class Erasure(models.Model):
    """That the personal data of a claim was erased, by whom, and on what ground. Append-only."""

    frozen = Frozen.APPEND_ONLY

    class Ground(models.TextChoices):
        REQUEST = "request", "the claimant asked"
        RETENTION = "retention", "the retention date passed"
        COURT_ORDER = "court_order", "a court ordered it"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="erasures")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    reference = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"erasure of {self.claim_id}"
