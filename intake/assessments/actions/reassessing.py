"""Starting, stopping and going on with a pass over everybody. The work itself is in `working`."""

from django.db import transaction
from django.utils import timezone

from claimants.matters.actions import adopt
from claimants.matters.definitions import definition_in_force
from claimants.matters.models import ClassDefinition, DefinitionStatus
from claimants.matters.policies import check_may_define
from claimants.people.models import User
from intake.assessments.leases import divide
from intake.assessments.models import Reassessment
from intake.assessments.policies import (
    check_can_preview,
    check_can_resume,
    check_can_stop,
    check_nothing_runs,
    preview_of,
)
from intake.assessments.wakeup import wake_leader

_State = Reassessment.State


@transaction.atomic
def preview(*, definition: ClassDefinition, by: User | None) -> Reassessment:
    """Asks for a what-if: what would change for whom, if this version were in force. Nothing about a claim is written.

    `by` is None at the machine's own terminal.
    """
    _check(by, definition)
    check_can_preview(definition)
    return _asked(definition, definition_in_force(definition.matter), Reassessment.Kind.PREVIEW, by)


@transaction.atomic
def apply(*, definition: ClassDefinition, by: User | None) -> Reassessment:
    """Puts an approved version into force for new submissions, and asks for everyone else to be judged by it."""
    _check(by, definition)
    check_nothing_runs(definition)
    base = definition_in_force(definition.matter) if _has_one(definition) else None
    seen = preview_of(definition, base) if base else None
    definition = adopt(definition=definition, by=by)
    run = _asked(definition, base, Reassessment.Kind.APPLY, by, seen)
    divide(run)
    return run


@transaction.atomic
def stop(*, run: Reassessment, by: User | None) -> Reassessment:
    """Workers end after the chunk they are at. A what-if is over then; an apply can go on later."""
    run = Reassessment.objects.select_for_update(of=("self",)).select_related("definition__matter").get(pk=run.pk)
    _check(by, run.definition)
    check_can_stop(run)
    run.state, run.note, run.ended_at = _State.STOPPED, "Stopped by a person.", timezone.now()
    run.save(update_fields=["state", "note", "ended_at"])
    return run


@transaction.atomic
def resume(*, run: Reassessment, by: User | None) -> Reassessment:
    """Goes on with the chunks that are not done; those that are stay as they are."""
    run = Reassessment.objects.select_for_update(of=("self",)).select_related("definition__matter").get(pk=run.pk)
    _check(by, run.definition)
    check_can_resume(run)
    run.state, run.note, run.ended_at = _State.WAITING, "", None
    run.save(update_fields=["state", "note", "ended_at"])
    wake_leader(run)
    return run


def _check(by: User | None, definition: ClassDefinition) -> None:
    if by is not None:
        check_may_define(by, definition.matter)


def _has_one(definition: ClassDefinition) -> bool:
    return definition.matter.definitions.filter(status=DefinitionStatus.IN_FORCE).exists()


def _asked(
    definition: ClassDefinition,
    base: ClassDefinition | None,
    kind: str,
    by: User | None,
    seen: Reassessment | None = None,
) -> Reassessment:
    run = Reassessment.objects.create(
        matter=definition.matter, base=base, definition=definition, sha256=definition.sha256, kind=kind,
        preview=seen, started_by=by,
    )  # fmt: skip
    wake_leader(run)
    return run
