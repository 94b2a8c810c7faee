"""The class definition, version by version, and who approved each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.matters.models.cases import Matter
from claimants.matters.models.documents import WithoutDocument


class DefinitionStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    IN_FORCE = "in_force", "In force"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn before it took effect"


class ClassDefinition(models.Model):
    """One version of the class definition, run as law: frozen once it is no draft any more.

    What it says, and by what order, is frozen when it is proposed; who approved it and when, when it is adopted.
    Then it can only be superseded.

    `document` is what `claimants.eligibility` compiles; `base` is the version it was made from. `order` is the docket
    reference of the court's order or, where no court rules on it yet, says who decided the change. `remark` says why it
    is right although something in it is doubtful.
    """

    frozen = Frozen.ONCE_ADOPTED
    frozen_columns = (
        "matter_id", "version", "document", "sha256", "provisional", "created_at", "base_id", "order", "order_date",
        "remark", "proposed_by_id", "proposed_at",
    )  # fmt: skip
    adopted_columns = ("approved_by_id", "seconded_by_id", "adopted_at")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="definitions")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=DefinitionStatus.choices)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    provisional = models.BooleanField()
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.CharField(max_length=200, blank=True)
    order_date = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=1000, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
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
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(status="proposed"),
                name="definition_proposed_is_one",
                violation_error_message="Another version is proposed already. Decide about that one first.",
            ),
            models.CheckConstraint(
                name="definition_adopted_names_its_order",
                condition=~Q(status__in=["in_force", "superseded"])
                | Q(version=1)
                | (~Q(order="") & Q(order_date__isnull=False)),
                violation_error_message="A definition takes effect by an order: give its docket reference and date.",
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


class DefinitionApproval(models.Model):
    """That someone approved a proposed definition, and which table of people they had before them. Append-only."""

    frozen = Frozen.APPEND_ONLY

    definition = models.ForeignKey(ClassDefinition, on_delete=models.PROTECT, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64)
    table_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["definition", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "by"],
                name="definition_is_approved_once_by_each",
                violation_error_message="You approved this version already. A different person must approve it too.",
            )
        ]

    def __str__(self) -> str:
        return f"approval of {self.definition_id} by {self.by_id}"
