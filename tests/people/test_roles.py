"""Roles: one table, total, and nothing for those who have gone."""

import pytest
from django.contrib.auth.models import AnonymousUser

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from claimants.people.roles import POWERS, Power, has_power, has_power_anywhere, matters_for, roles_with
from tests.factories import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_every_role_says_what_it_may_do_and_every_power_belongs_to_a_role() -> None:
    assert set(POWERS) == set(Role)
    assert all(POWERS[role] for role in Role)
    assert all(roles_with(power) for power in Power)


def test_whoever_may_do_anything_may_read() -> None:
    assert set(roles_with(Power.READ)) == set(Role)


def test_an_auditor_only_reads() -> None:
    assert POWERS[Role.AUDITOR] == {Power.READ, Power.AUDIT}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("power", Power)
def test_a_grant_gives_its_powers_in_its_matter_and_nowhere_else(
    matter: Matter, other_matter: Matter, role: Role, power: Power
) -> None:
    user = RoleGrantFactory.create(matter=matter, role=role).user
    allowed = power in POWERS[role]
    assert has_power(user, matter, power) is allowed
    assert has_power_anywhere(user, power) is allowed
    assert list(matters_for(user, power)) == ([matter] if allowed else [])
    assert not has_power(user, other_matter, power)


def test_two_roles_in_one_matter_add_up_and_name_it_once(matter: Matter) -> None:
    user = RoleGrantFactory.create(matter=matter, role=Role.REVIEWER).user
    RoleGrantFactory.create(matter=matter, role=Role.AUDITOR, user=user)
    assert has_power(user, matter, Power.REVIEW)
    assert has_power(user, matter, Power.AUDIT)
    assert list(matters_for(user, Power.READ)) == [matter]


def test_a_superuser_has_every_power_in_every_matter(matter: Matter, other_matter: Matter) -> None:
    user = UserFactory.create(staff=True, is_superuser=True)
    assert all(has_power(user, each, power) for each in (matter, other_matter) for power in Power)
    assert set(matters_for(user, Power.READ)) == {matter, other_matter}


@pytest.mark.parametrize("change", [{"is_staff": False}, {"is_active": False}])
def test_a_grant_left_behind_gives_nothing(administrator: User, matter: Matter, change: dict[str, bool]) -> None:
    administrator.is_superuser = True
    for name, value in change.items():
        setattr(administrator, name, value)
    assert not has_power(administrator, matter, Power.READ)
    assert not has_power_anywhere(administrator, Power.READ)
    assert not matters_for(administrator, Power.READ).exists()


def test_nobody_signed_in_has_no_power(matter: Matter, claimant: User) -> None:
    for user in (AnonymousUser(), claimant):
        assert not has_power(user, matter, Power.READ)
        assert not matters_for(user, Power.READ).exists()


def test_a_power_is_asked_for_with_one_query(reviewer: User, matter: Matter, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        has_power(reviewer, matter, Power.REVIEW)
