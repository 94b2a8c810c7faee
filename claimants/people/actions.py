"""What is done to accounts: opening one, ending its sessions, a second factor, a new mailbox."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.addresses import normalise
from claimants.people.models import MailboxChange, Person, Role, RoleChange, RoleGrant, User
from claimants.people.roles import Power, has_power, has_power_anywhere

if TYPE_CHECKING:
    from claimants.matters.models import Matter

MAILBOX_PROPOSAL_HOLDS = timedelta(days=7)


@dataclass(frozen=True)
class ChangedMailbox:
    """Both addresses must be told."""

    change: MailboxChange
    old_email: str
    new_email: str


@transaction.atomic
def open_account(*, email: str, language: str) -> User:
    """The account of a proved mailbox: the one there is, or a new one with its person."""
    user, _ = User.objects.get_or_create(
        email=email, defaults={"language": _known(language), "password": make_password(None)}
    )
    if not user.is_staff:
        Person.objects.get_or_create(user=user)
    return user


def choose_language(*, language: str, by: User) -> None:
    by.language = _known(language)
    by.save(update_fields=["language"])


def sign_out_everywhere(*, user: User) -> None:
    """Ends every session of the user: each is bound to the password's digest, which nobody knows and changes."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


@transaction.atomic
def set_second_factor(*, user: User, secret: str, by: User | None) -> Authenticator:
    """Gives a member of staff the app secret `secret` (base32). `by` is None for the demonstration's seed."""
    if by is not None and not by.is_superuser:
        raise Refused("Only an administrator of the site can set a colleague's second step.")
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    return TOTP.activate(user, secret).instance


@transaction.atomic
def remove_second_factors(*, user: User, by: User) -> int:
    """For a member of staff whose phone is lost. They set up a new one when they next sign in."""
    if not (by.is_superuser and by.is_active) or by.pk == user.pk:
        raise Refused("Only an administrator of the site, and never the person concerned, can remove a second step.")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(user=user)
    return removed


@transaction.atomic
def give_role(*, user: User, matter: "Matter", role: str, by: User) -> RoleGrant:
    """Gives a member of staff a role in a matter. The same role again changes nothing."""
    _check_can_staff(by, matter)
    if not (user.is_staff and user.is_active):
        raise Refused("Roles are for members of staff. This account is not one, or is closed.")
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user, matter=matter, role=Role(role), defaults={"granted_by": by}
    )
    if is_new:
        RoleChange.objects.create(user=user, matter=matter, role=grant.role, is_given=True, by=by)
    return grant


@transaction.atomic
def take_role(*, grant: RoleGrant, by: User) -> None:
    """Takes a role away. Nobody takes their own, so that a matter is never left without an administrator."""
    _check_can_staff(by, grant.matter)
    if grant.user_id == by.pk:
        raise Refused("Someone else must take your own role away.")
    taken, _ = RoleGrant.objects.filter(pk=grant.pk).delete()
    if not taken:
        raise Refused("This role was taken away already.")
    RoleChange.objects.create(user=grant.user, matter=grant.matter, role=grant.role, is_given=False, by=by)


@transaction.atomic
def propose_mailbox(
    *, user: User, new_email: str, reason: str, matters: Collection["Matter"], by: User
) -> MailboxChange:
    """A first member of staff has satisfied themselves who this is. Nothing changes yet.

    `matters` are all those in which the user has begun or filed anything: the new mailbox opens every one of them.
    """
    check_can_change_mailbox(by, user, matters)
    address = normalise(new_email)
    if address is None:
        raise Refused("That is not an e-mail address we can send to. Check it for mistakes.")
    if not reason.strip():
        raise Refused("Say how you know that this is the same person.")
    _check_is_free(address, user)
    return MailboxChange.objects.create(
        user=user, old_email=user.email, new_email=address, reason=reason.strip(), proposed_by=by
    )


def confirm_mailbox(*, change: MailboxChange, matters: Collection["Matter"], by: User) -> ChangedMailbox:
    """A second member of staff agrees. The old mailbox, its sessions and its passkeys open nothing any more.

    `matters` are those of `propose_mailbox`, as they are now.
    """
    try:
        return _confirm(change.pk, matters, by)
    except IntegrityError as error:
        raise Refused("Someone already signs in with the new address.") from error


@transaction.atomic
def _confirm(change_id: int, matters: Collection["Matter"], by: User) -> ChangedMailbox:
    change = MailboxChange.objects.select_for_update().get(pk=change_id)
    user = User.objects.select_for_update().get(pk=change.user_id)
    check_can_change_mailbox(by, user, matters)
    _check_can_confirm(change, user, by)
    _check_is_free(change.new_email, user)
    user.email = change.new_email
    user.save(update_fields=["email"])
    Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(user=user)
    change.confirmed_by, change.confirmed_at = by, timezone.now()
    change.save(update_fields=["confirmed_by", "confirmed_at"])
    return ChangedMailbox(change=change, old_email=change.old_email, new_email=change.new_email)


def check_can_change_mailbox(by: User, user: User, matters: Collection["Matter"]) -> None:
    """Refused unless they may work on claims in every one of `matters`; only a site's administrator needs no role."""
    if not has_power_anywhere(by, Power.REVIEW):
        raise Refused("Only staff who work on claims can give someone a new mailbox.")
    if by.pk == user.pk or user.is_staff:
        raise Refused("This is for claimants. An administrator of the site changes a colleague's address.")
    if not by.is_superuser and not (matters and all(has_power(by, matter, Power.REVIEW) for matter in matters)):
        raise Refused(
            "This account reaches further than the matters you work in, and a new mailbox would open all of it. "
            "Ask an administrator of the site."
        )


def _check_can_confirm(change: MailboxChange, user: User, by: User) -> None:
    if change.confirmed_at is not None:
        raise Refused("This new mailbox has already been confirmed.")
    if change.proposed_by_id == by.pk:
        raise Refused("You proposed this. A second member of staff must confirm it.")
    newest = MailboxChange.objects.filter(user=user).order_by("-pk").first()
    if newest != change or user.email != change.old_email:
        raise Refused("Something newer was proposed or done for this person. Look at that instead.")
    if timezone.now() - change.proposed_at > MAILBOX_PROPOSAL_HOLDS:
        raise Refused("This proposal is more than seven days old. Propose it again.")


def _check_can_staff(by: User, matter: "Matter") -> None:
    if not has_power(by, matter, Power.ADMINISTER):
        raise Refused("Only an administrator of the matter gives and takes its roles.")


def _check_is_free(address: str, user: User) -> None:
    if address == user.email:
        raise Refused("That is the address they already have.")
    if User.objects.filter(email=address).exists():
        raise Refused("Someone already signs in with the new address.")


def _known(language: str) -> str:
    """`language` if the site speaks it, else the site's own."""
    spoken = [code for code, _ in settings.LANGUAGES]
    return language if language in spoken else spoken[0]
