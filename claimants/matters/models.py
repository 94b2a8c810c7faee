"""Matters: the case, its stage and dates, its questions and its class definition, each version kept."""

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.matters.stages import MODE_OF, Mode, Stage

if TYPE_CHECKING:
    from claimants.matters.files import MatterFile
    from claimants.matters.questions import Questionnaire


Documented = TypeVar("Documented", bound=models.Model)


class WithoutDocument(models.Manager[Documented]):
    """Leaves the documents where they are: what was built from one is kept by its digest, and they are long."""

    def get_queryset(self) -> models.QuerySet[Documented]:
        return super().get_queryset().defer("document")


def whole(row: Documented) -> Documented:
    """The row with its document, and with the digest that belongs to it, if a query left the document out."""
    if "document" in row.get_deferred_fields():
        row.refresh_from_db(fields=["document", "sha256"])
    return row


class Matter(models.Model):
    """A case. What its pages say comes from `document`, the matter file as it was checked and loaded."""

    slug = models.SlugField(max_length=80, unique=True)
    caption = models.CharField(max_length=200)
    stage = models.CharField(max_length=24, choices=Stage.choices)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=timezone.now)
    retain_until = models.DateField()

    objects = WithoutDocument["Matter"]()

    class Meta:
        ordering = ["caption"]

    def __str__(self) -> str:
        return self.caption

    @property
    def mode(self) -> Mode:
        return MODE_OF[Stage(self.stage)]

    @property
    def file(self) -> "MatterFile":
        """The loaded matter file, checked once per content."""
        from claimants.matters.files import file_of

        return file_of(self)


class StageChange(models.Model):
    """When the matter entered a stage, and the source that says so. Append-only."""

    frozen = Frozen.APPEND_ONLY

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="stage_changes")
    stage = models.CharField(max_length=24, choices=Stage.choices)
    since = models.DateField()
    source = models.CharField(max_length=500)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "stage", "since"], name="stage_change_is_recorded_once")
        ]

    def __str__(self) -> str:
        return f"{self.stage} since {self.since}"


class MatterDate(models.Model):
    """A deadline or hearing. A later row of the same kind replaces an earlier one, by an order."""

    frozen = Frozen.APPEND_ONLY

    class Basis(models.TextChoices):
        RECEIVED = "received", "received by"
        POSTMARKED = "postmarked", "postmarked by"
        HELD = "held", "held on"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField(default=1)
    moment = models.DateTimeField()
    basis = models.CharField(max_length=12, choices=Basis.choices)
    order = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "kind", "sequence"], name="matter_date_is_numbered"),
            models.CheckConstraint(
                name="matter_date_has_an_order",
                condition=~Q(order=""),
                violation_error_message="A date changes only by an order; give its docket reference.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.moment:%Y-%m-%d}"


class QuestionSet(models.Model):
    """One version of a matter's questions. Frozen; drafts follow the newest by question id."""

    frozen = Frozen.APPEND_ONLY

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="question_sets")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    objects = WithoutDocument["QuestionSet"]()

    class Meta:
        ordering = ["matter", "version"]
        constraints = [models.UniqueConstraint(fields=["matter", "version"], name="question_set_version_is_unique")]

    def __str__(self) -> str:
        return f"questions {self.version} of {self.matter_id}"

    @property
    def questionnaire(self) -> "Questionnaire":
        """The questions as objects, built once per content."""
        from claimants.matters.questions import questionnaire_of

        return questionnaire_of(self)


class DefinitionStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    IN_FORCE = "in_force", "In force"
    SUPERSEDED = "superseded", "Superseded"


class ClassDefinition(models.Model):
    """One version of the class definition, run as law: frozen once it is no draft any more.

    Who approved it, by what order and when, is frozen from its adoption; then it can only be superseded.

    `document` is what `claimants.eligibility` compiles.
    """

    frozen = Frozen.ONCE_ADOPTED
    frozen_columns = ("matter_id", "version", "document", "sha256", "provisional", "created_at")
    adopted_columns = ("order", "approved_by_id", "seconded_by_id", "adopted_at")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="definitions")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=DefinitionStatus.choices)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    provisional = models.BooleanField()
    order = models.CharField(max_length=200, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = WithoutDocument["ClassDefinition"]()

    class Meta:
        ordering = ["matter", "version"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "version"], name="definition_version_is_unique"),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(status="in_force"), name="definition_in_force_is_one"
            ),
            models.CheckConstraint(
                name="definition_approvers_differ",
                condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("approved_by")),
                violation_error_message="A definition is approved by two different people.",
            ),
            models.CheckConstraint(
                name="definition_adopted_unapproved_is_first_and_provisional",
                condition=~Q(status__in=["in_force", "superseded"])
                | Q(approved_by__isnull=False, seconded_by__isnull=False)
                | Q(version=1, provisional=True),
                violation_error_message="Only a first, provisional definition takes effect without two approvals.",
            ),
        ]

    def __str__(self) -> str:
        return f"definition {self.version} of {self.matter_id}"
