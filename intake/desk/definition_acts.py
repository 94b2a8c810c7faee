"""The acts on a version of the class definition: whether each can be done now, or why not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from claimants.common.exceptions import Refused
from claimants.matters.models import ClassDefinition, DefinitionStatus
from claimants.matters.policies import (
    check_can_adopt,
    check_can_approve,
    check_is_draft,
    check_is_proposed,
    check_may_define,
    check_nothing_proposed,
)
from claimants.people.models import User
from intake.assessments.policies import check_can_preview, check_nothing_runs, preview_of
from intake.desk.acts import Offer

Check = Callable[[User, ClassDefinition], None]
Thing = TypeVar("Thing")
_Status = DefinitionStatus


@dataclass(frozen=True)
class Act:
    """`name` is its address. An act that `opens` a page shows there first what it does; the others act at once."""

    name: str
    label: str
    fits: frozenset[DefinitionStatus]
    check: Check
    opens: bool = True
    is_main: bool = False


def offers(definition: ClassDefinition, user: User) -> list[Offer]:
    """What can be done with the version next, the likeliest first; what cannot says why."""
    return [
        Offer(act.name, act.label, "", act.opens, act.is_main, refusal_of(act.check, user, definition))
        for act in ACTS
        if definition.status in act.fits
    ]


def check_can_apply(user: User, definition: ClassDefinition) -> None:
    """What `apply` checks, in its order: that two approved, and that somebody has seen what it would change."""
    check_may_define(user, definition.matter)
    check_is_proposed(definition)
    check_nothing_runs(definition)
    base = in_force(definition)
    if base is not None:
        preview_of(definition, base)
    check_can_adopt(user, definition)


def in_force(definition: ClassDefinition) -> ClassDefinition | None:
    """The version of the same matter that decides now; None before the first one does."""
    versions = ClassDefinition.objects.filter(matter=definition.matter_id, status=_Status.IN_FORCE)
    return versions.order_by("pk").first()


def refusal_of(check: Callable[[User, Thing], object], user: User, thing: Thing) -> str:
    """What the check says against it; empty when nothing."""
    try:
        check(user, thing)
    except Refused as refusal:
        return str(refusal)
    return ""


def _check_draft(user: User, definition: ClassDefinition) -> None:
    check_may_define(user, definition.matter)
    check_is_draft(definition)


def _check_propose(user: User, definition: ClassDefinition) -> None:
    _check_draft(user, definition)
    check_nothing_proposed(definition.matter)


def check_may_preview(user: User, definition: ClassDefinition) -> None:
    """That a what-if of this version can be started now."""
    check_may_define(user, definition.matter)
    check_can_preview(definition)


def _check_proposed(user: User, definition: ClassDefinition) -> None:
    check_may_define(user, definition.matter)
    check_is_proposed(definition)


def _check_start(user: User, definition: ClassDefinition) -> None:
    check_may_define(user, definition.matter)


_OPEN = frozenset({_Status.DRAFT, _Status.PROPOSED})
_DRAFT, _PROPOSED = frozenset({_Status.DRAFT}), frozenset({_Status.PROPOSED})
_KEPT = frozenset(_Status) - _DRAFT

ACTS = [
    Act("definition_edit", "Edit its text", frozenset(_Status), _check_draft, is_main=True),
    Act("definition_people", "Read the table of people and approve", _OPEN, check_can_approve, is_main=True),
    Act("what_if", "Start a what-if", _OPEN, check_may_preview, opens=False),
    Act("definition_propose", "Propose it", _DRAFT, _check_propose),
    Act("definition_apply", "Put it into force and apply it", _OPEN, check_can_apply, is_main=True),
    Act("definition_start", "Start a draft from this version", _KEPT, _check_start, opens=False),
    Act("definition_withdraw", "Withdraw it", _PROPOSED, _check_proposed),
    Act("definition_discard", "Discard this draft", _DRAFT, _check_draft),
]
