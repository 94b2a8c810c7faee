"""Two members of staff together give someone who lost their mailbox a new one."""

from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people import actions
from claimants.people.actions import ChangedMailbox
from claimants.people.models import MailboxChange, Role, User
from tests.factories import RoleGrantFactory
from tests.people.steps import is_signed_in, sign_in

pytestmark = pytest.mark.django_db
NEW = "new.mailbox@example.org"


def propose_mailbox(**given: Any) -> MailboxChange:
    """For somebody with something in every matter there is."""
    return actions.propose_mailbox(matters=list(Matter.objects.all()), **given)


def confirm_mailbox(**given: Any) -> ChangedMailbox:
    return actions.confirm_mailbox(matters=list(Matter.objects.all()), **given)


@pytest.fixture
def change(claimant: User, reviewer: User) -> MailboxChange:
    return propose_mailbox(user=claimant, new_email=f" {NEW.upper()} ", reason="Knew the answers.", by=reviewer)


def test_a_proposal_changes_nothing_yet(change: MailboxChange, claimant: User) -> None:
    claimant.refresh_from_db()
    assert claimant.email == "claimant@example.org"
    assert (change.old_email, change.new_email) == ("claimant@example.org", NEW)


def test_a_second_member_of_staff_makes_it_so(change: MailboxChange, claimant: User, second_reviewer: User) -> None:
    changed = confirm_mailbox(change=change, by=second_reviewer)
    claimant.refresh_from_db()
    assert (claimant.email, changed.old_email, changed.new_email) == (NEW, "claimant@example.org", NEW)
    assert changed.change.confirmed_by == second_reviewer


def test_the_old_mailbox_and_its_sessions_and_passkeys_open_nothing(
    client: Client, change: MailboxChange, claimant: User, second_reviewer: User
) -> None:
    sign_in(client, claimant.email)
    Authenticator.objects.create(user=claimant, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})
    confirm_mailbox(change=change, by=second_reviewer)
    assert not is_signed_in(client)
    assert not Authenticator.objects.exists()
    sign_in(client, "claimant@example.org")
    assert User.objects.get(email="claimant@example.org") != claimant
    newcomer = Client()
    sign_in(newcomer, NEW)
    assert int(newcomer.session["_auth_user_id"]) == claimant.pk


def test_the_first_cannot_be_the_second(change: MailboxChange, reviewer: User) -> None:
    with pytest.raises(Refused, match="A second member of staff"):
        confirm_mailbox(change=change, by=reviewer)


def test_the_database_refuses_it_too(change: MailboxChange, reviewer: User, second_reviewer: User) -> None:
    for by, at in ((reviewer, timezone.now()), (second_reviewer, None), (None, timezone.now())):
        with pytest.raises(IntegrityError), transaction.atomic():
            MailboxChange.objects.filter(pk=change.pk).update(confirmed_by=by, confirmed_at=at)


def test_it_is_confirmed_once(change: MailboxChange, second_reviewer: User, supervisor: User) -> None:
    confirm_mailbox(change=change, by=second_reviewer)
    with pytest.raises(Refused, match="already been confirmed"):
        confirm_mailbox(change=change, by=supervisor)


def test_a_newer_proposal_replaces_an_older_one(
    change: MailboxChange, claimant: User, reviewer: User, second_reviewer: User
) -> None:
    newer = propose_mailbox(user=claimant, new_email="other@example.org", reason="Misheard.", by=reviewer)
    with pytest.raises(Refused, match="newer"):
        confirm_mailbox(change=change, by=second_reviewer)
    confirm_mailbox(change=newer, by=second_reviewer)


def test_a_proposal_does_not_wait_for_ever(claimant: User, reviewer: User, second_reviewer: User) -> None:
    with time_machine.travel("2026-03-02T09:00:00Z", tick=False) as clock:
        old = propose_mailbox(user=claimant, new_email=NEW, reason="Knew the answers.", by=reviewer)
        clock.shift(7 * 86400 + 1)
        with pytest.raises(Refused, match="seven days"):
            confirm_mailbox(change=old, by=second_reviewer)


def test_an_address_in_use_is_refused_then_and_later(
    change: MailboxChange, claimant: User, stranger: User, reviewer: User, second_reviewer: User
) -> None:
    with pytest.raises(Refused, match="already signs in"):
        propose_mailbox(user=claimant, new_email=stranger.email, reason="Knew the answers.", by=reviewer)
    sign_in(Client(), NEW)
    with pytest.raises(Refused, match="already signs in"):
        confirm_mailbox(change=change, by=second_reviewer)
    claimant.refresh_from_db()
    assert claimant.email == "claimant@example.org"


@pytest.mark.parametrize("email,reason", [("no address", "x"), (NEW, "  "), ("claimant@example.org", "x")])
def test_nonsense_is_refused_with_a_sentence(claimant: User, reviewer: User, email: str, reason: str) -> None:
    with pytest.raises(Refused):
        propose_mailbox(user=claimant, new_email=email, reason=reason, by=reviewer)
    assert not MailboxChange.objects.exists()


def test_only_staff_who_work_on_claims_may_propose_and_confirm(
    change: MailboxChange, claimant: User, stranger: User, auditor: User, unassigned_staff: User
) -> None:
    for someone in (stranger, auditor, unassigned_staff):
        with pytest.raises(Refused):
            propose_mailbox(user=claimant, new_email="a@example.org", reason="x", by=someone)
        with pytest.raises(Refused):
            confirm_mailbox(change=change, by=someone)


def test_who_works_in_one_matter_gives_no_mailbox_that_opens_another(
    change: MailboxChange,
    claimant: User,
    other_matter: Matter,
    reviewer: User,
    second_reviewer: User,
    django_user_model: type[User],
) -> None:
    with pytest.raises(Refused, match="reaches further"):
        propose_mailbox(user=claimant, new_email=NEW, reason="Knew the answers.", by=reviewer)
    with pytest.raises(Refused, match="reaches further"):
        confirm_mailbox(change=change, by=second_reviewer)
    RoleGrantFactory.create(user=second_reviewer, matter=other_matter, role=Role.AUDITOR)
    with pytest.raises(Refused, match="reaches further"):
        confirm_mailbox(change=change, by=second_reviewer)
    confirm_mailbox(change=change, by=django_user_model.objects.create_superuser("site@example.org"))


def test_who_works_in_all_of_them_does(
    change: MailboxChange, matter: Matter, other_matter: Matter, second_reviewer: User
) -> None:
    RoleGrantFactory.create(user=second_reviewer, matter=other_matter, role=Role.REVIEWER)
    assert confirm_mailbox(change=change, by=second_reviewer).new_email == NEW


def test_nobody_gives_a_mailbox_to_an_account_that_is_in_no_matter(claimant: User, reviewer: User) -> None:
    with pytest.raises(Refused):
        actions.propose_mailbox(user=claimant, new_email=NEW, reason="Knew the answers.", matters=[], by=reviewer)


def test_a_colleagues_mailbox_is_not_changed_this_way(reviewer: User, second_reviewer: User) -> None:
    with pytest.raises(Refused):
        propose_mailbox(user=second_reviewer, new_email=NEW, reason="Lost it.", by=reviewer)
