"""When a what-if or an apply may be started, stopped or gone on with: `check_x` refuses with a sentence."""

from claimants.common.exceptions import Refused
from claimants.matters.models import ClassDefinition, DefinitionStatus
from intake.assessments.models import Reassessment

_GOES_TO = {DefinitionStatus.DRAFT, DefinitionStatus.PROPOSED}


def check_can_preview(definition: ClassDefinition) -> None:
    if definition.status not in _GOES_TO:
        raise Refused(
            f"Version {definition.version} is {definition.get_status_display().lower()}. A what-if is for a version "
            "that is not in force yet."
        )
    running = Reassessment.objects.filter(definition=definition, state__in=["waiting", "running"])
    if running.exists():
        raise Refused("A what-if for this version is running already. Wait for it, or stop it first.")


def check_nothing_runs(definition: ClassDefinition) -> None:
    applying = Reassessment.objects.filter(matter=definition.matter_id, kind=Reassessment.Kind.APPLY)
    if applying.exclude(state=Reassessment.State.DONE).exists():
        raise Refused("The version before this one is still being applied. Let it come to its end first.")


def preview_of(definition: ClassDefinition, base: ClassDefinition) -> Reassessment:
    """The newest finished what-if from the version in force to this one. Refused if there is none."""
    done = Reassessment.objects.filter(
        kind=Reassessment.Kind.PREVIEW, state=Reassessment.State.DONE, base=base, definition=definition,
        sha256=definition.sha256,
    )  # fmt: skip
    found = done.order_by("-pk").first()
    if found is None:
        raise Refused("Nobody has seen what this version would change. Run the what-if first.")
    return found


def check_can_stop(run: Reassessment) -> None:
    if not run.is_open:
        raise Refused("This is not running, so it cannot be stopped.")


def check_can_resume(run: Reassessment) -> None:
    if run.kind != Reassessment.Kind.APPLY or run.state not in {Reassessment.State.STOPPED, Reassessment.State.FAILED}:
        raise Refused("Only an apply that was stopped, or that failed, can go on. A what-if is started anew.")
