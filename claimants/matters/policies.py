"""Who may do what with a class definition: `check_x` refuses with a sentence."""

from claimants.common.exceptions import Refused
from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter
from claimants.people.models import User
from claimants.people.roles import Power, has_power


def check_may_define(user: User, matter: Matter) -> None:
    if not has_power(user, matter, Power.ADMINISTER):
        raise Refused("Your role in this matter does not let you change its class definition.")


def check_is_draft(definition: ClassDefinition) -> None:
    if definition.status != DefinitionStatus.DRAFT:
        raise Refused(
            f"Version {definition.version} is {definition.get_status_display().lower()}, so it is never edited. "
            "Start a new draft from it instead."
        )


def check_is_proposed(definition: ClassDefinition) -> None:
    if definition.status != DefinitionStatus.PROPOSED:
        raise Refused(
            f"Version {definition.version} is {definition.get_status_display().lower()}; only a proposed version can "
            "be approved or withdrawn."
        )


def check_nothing_proposed(matter: Matter) -> None:
    proposed = ClassDefinition.objects.filter(matter=matter, status=DefinitionStatus.PROPOSED).first()
    if proposed is not None:
        raise Refused(
            f"Version {proposed.version} is proposed already. Put it into force or withdraw it; then propose another."
        )


def check_can_approve(user: User, definition: ClassDefinition) -> None:
    check_may_define(user, definition.matter)
    check_is_proposed(definition)
    if definition.approvals.filter(by=user).exists():
        raise Refused("You approved this version already. A different person must approve it too.")
    if is_approved(definition):
        raise Refused("Two people approved this version already. It can be put into force.")


def check_can_adopt(user: User | None, definition: ClassDefinition) -> None:
    """`user` is None at the machine's own terminal."""
    if user is not None:
        check_may_define(user, definition.matter)
    check_is_proposed(definition)
    if not is_approved(definition):
        raise Refused("Two different people must approve this version before it can be put into force.")


def is_approved(definition: ClassDefinition) -> bool:
    return definition.approved_by_id is not None and definition.seconded_by_id is not None
