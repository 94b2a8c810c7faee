"""The cast and the factories make what they say."""

import socket
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from claimants.matters.models import Matter
from claimants.people.access import signed_in_lately, staff_with_mfa
from claimants.people.models import Role, User
from intake.filing.states import State
from tests.factories import ClaimFactory, PersonFactory
from tests.network import NetworkClosedError


def test_each_member_of_staff_holds_one_role_in_the_matter(
    matter: Matter, other_matter: Matter, reviewer: User, supervisor: User, auditor: User, administrator: User
) -> None:
    for user, role in [
        (reviewer, Role.REVIEWER),
        (supervisor, Role.SUPERVISOR),
        (auditor, Role.AUDITOR),
        (administrator, Role.ADMINISTRATOR),
    ]:
        assert user.is_staff
        assert [(grant.matter, grant.role) for grant in user.grants.all()] == [(matter, role)]
    assert not other_matter.grants.exists()


def test_a_claimant_has_no_password_and_no_grant(claimant: User, stranger: User) -> None:
    assert not claimant.has_usable_password()
    assert not claimant.is_staff
    assert claimant.person != stranger.person


def test_a_claim_on_paper_was_filed_by_nobody(db: None) -> None:
    assert ClaimFactory.create(person=PersonFactory.create(on_paper=True)).filed_by is None


@pytest.mark.parametrize("situation", ["submitted", "in_review", "withdrawn"])
def test_a_claim_can_be_made_in_a_situation(db: None, situation: str) -> None:
    assert ClaimFactory.create(**{situation: True}).state == State(situation)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_no_test_reaches_another_machine(address: tuple[str, int]) -> None:
    with pytest.raises(NetworkClosedError, match="network is closed"):
        socket.create_connection(address, timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_staff_are_past_both_steps_of_the_door(signed_in: Callable[..., Client], reviewer: User) -> None:
    for second_factor in (True, False):
        client = signed_in(reviewer, second_factor=second_factor)
        request = RequestFactory().get("/")
        request.user, request.session = reviewer, client.session
        assert signed_in_lately(request)
        assert staff_with_mfa(request) is second_factor
