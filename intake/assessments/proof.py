"""Proof that passes are whole: every chunk's digest computed again from its changes, and every chain followed."""

from collections.abc import Iterator

from claimants.matters.digests import digest_of
from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter
from intake.assessments.models import Reassessment
from intake.assessments.writing import chained, digest_of_changes
from intake.filing.log import Finding


def verify_runs(matter: Matter | None = None) -> Iterator[Finding]:
    """Every break in the chain of an apply, and every definition that is not what was approved."""
    runs = Reassessment.objects.filter(kind=Reassessment.Kind.APPLY).select_related("matter", "definition")
    definitions = ClassDefinition.objects.exclude(status=DefinitionStatus.DRAFT).defer(None).select_related("matter")
    if matter:
        runs, definitions = runs.filter(matter=matter), definitions.filter(matter=matter)
    for definition in definitions:
        yield from _verify_definition(definition)
    for run in runs:
        yield from _verify_run(run)


def _verify_run(run: Reassessment) -> Iterator[Finding]:
    name, head, expected = f"{run.matter.slug}, apply of version {run.definition.version}", "", 1
    for chunk in run.chunks.filter(sequence__isnull=False).order_by("sequence"):
        if chunk.sequence != expected:
            yield Finding(name, 0, f"chunk {expected} of its chain was removed")
        if digest_of_changes(chunk.pk) != chunk.digest:
            yield Finding(name, 0, f"a change that chunk {chunk.number} recorded was altered, added or removed")
        head, expected = chained(head, chunk.number, chunk.digest), (chunk.sequence or 0) + 1
    if head != run.head or expected - 1 != run.chunks_done:
        yield Finding(name, 0, "its chain does not end where the run says that it ends")


def _verify_definition(definition: ClassDefinition) -> Iterator[Finding]:
    name = f"{definition.matter.slug}, definition {definition.version}"
    if digest_of(definition.document) != definition.sha256:
        yield Finding(name, 0, "its document was altered")
    for approval in definition.approvals.all():
        if approval.sha256 != definition.sha256:
            yield Finding(name, 0, "one of its approvals is for another text")
