"""What the reader may do in which matter, read once a request: what lists show hangs on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest

from claimants.matters.models import Matter
from claimants.people.models import Role, RoleGrant, User
from claimants.people.roles import POWERS, Power, roles_with

_KEPT = "_desk_reach"


@dataclass(frozen=True)
class Reach:
    """The reader's matters, without their documents, and the powers in each."""

    matters: Mapping[int, Matter]
    powers: Mapping[int, frozenset[Power]]

    def with_power(self, power: Power) -> list[int]:
        return [pk for pk, powers in self.powers.items() if power in powers]

    def has(self, power: Power, matter_id: int) -> bool:
        return power in self.powers.get(matter_id, frozenset())

    def has_anywhere(self, power: Power) -> bool:
        return any(power in powers for powers in self.powers.values())


def reader(request: HttpRequest) -> User:
    """The member of staff who asks: the site's guard lets nobody else in."""
    return cast(User, request.user)


def reach_of(request: HttpRequest) -> Reach:
    """The reach of whoever asks; two queries, once a request."""
    kept: Reach | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = _reach(reader(request))
        setattr(request, _KEPT, kept)
    return kept


def administrators_of(reach: Reach) -> list[str]:
    """Who administers the reader's matters: whom to ask for what their own role does not open."""
    grants = RoleGrant.objects.filter(matter__in=reach.matters, role__in=roles_with(Power.ADMINISTER))
    found = grants.filter(user__is_active=True, user__is_staff=True).values_list("user__email", flat=True)
    return sorted(set(found))


def _reach(user: User) -> Reach:
    every = Matter.objects.defer("document").order_by("caption")
    if user.is_superuser:
        matters = {matter.pk: matter for matter in every}
        return Reach(matters, {pk: frozenset(Power) for pk in matters})
    roles: dict[int, list[str]] = {}
    for matter_id, role in RoleGrant.objects.filter(user=user).values_list("matter_id", "role"):
        roles.setdefault(matter_id, []).append(role)
    matters = {matter.pk: matter for matter in every.filter(pk__in=roles)}
    return Reach(matters, {pk: _powers(roles[pk]) for pk in matters})


def _powers(roles: Iterable[str]) -> frozenset[Power]:
    return frozenset().union(*(POWERS[Role(role)] for role in roles))
