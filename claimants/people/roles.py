"""What a member of staff may do in a matter: one table, and the questions asked of it."""

from enum import Enum
from typing import TYPE_CHECKING, TypeGuard

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from claimants.people.models import Role, RoleGrant, User

if TYPE_CHECKING:
    from claimants.matters.models import Matter


class Power(Enum):
    """One thing a role allows in the matter it is granted for."""

    READ = "read claims"
    REVIEW = "work on claims: take them, clear conflicts, ask for information"
    DECIDE = "accept, keep on file, propose to decline"
    SECOND = "second what someone else proposed"
    ASSIGN = "give claims to other people"
    ADMINISTER = "change the matter, its staff and its class definition"
    AUDIT = "read the logs and who read what"


POWERS: dict[Role, frozenset[Power]] = {
    Role.REVIEWER: frozenset({Power.READ, Power.REVIEW, Power.DECIDE, Power.SECOND}),
    Role.SUPERVISOR: frozenset({Power.READ, Power.REVIEW, Power.DECIDE, Power.SECOND, Power.ASSIGN, Power.AUDIT}),
    Role.AUDITOR: frozenset({Power.READ, Power.AUDIT}),
    Role.ADMINISTRATOR: frozenset(Power),
}


def roles_with(power: Power) -> list[Role]:
    return [role for role, powers in POWERS.items() if power in powers]


def has_power(user: User | AnonymousUser, matter: "Matter", power: Power) -> bool:
    if not _works_here(user):
        return False
    return user.is_superuser or _grants(user, power).filter(matter=matter).exists()


def has_power_anywhere(user: User | AnonymousUser, power: Power) -> bool:
    """For acts that belong to no one matter, such as giving someone a new mailbox."""
    if not _works_here(user):
        return False
    return user.is_superuser or _grants(user, power).exists()


def matters_for(user: User | AnonymousUser, power: Power) -> QuerySet["Matter"]:
    """The matters in which the user has the power; a superuser has it in all of them."""
    matters = apps.get_model("matters", "Matter")._default_manager
    if not _works_here(user):
        return matters.none()
    if user.is_superuser:
        return matters.all()
    return matters.filter(pk__in=_grants(user, power).values("matter"))


def _works_here(user: User | AnonymousUser) -> TypeGuard[User]:
    """A grant left behind gives nothing to someone who has gone, or who is no longer staff."""
    return user.is_authenticated and user.is_active and user.is_staff


def _grants(user: User, power: Power) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(user=user, role__in=roles_with(power))
