"""The case: its stage and its dates, and each version of its questions."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.matters.models.documents import WithoutDocument
from claimants.matters.stages import DECLINE, MODE_OF, SPONSOR, Mode, Stage

if TYPE_CHECKING:
    from claimants.matters.files import MatterFile
    from claimants.matters.questions import Questionnaire


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
    def decline_word(self) -> str:
        return DECLINE[self.mode]

    @property
    def sponsor_word(self) -> str:
        """What whoever answers for it is called at this stage."""
        return SPONSOR[self.mode]

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
