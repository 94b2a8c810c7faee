"""What is left of people who have gone: their passkeys, their sessions, the addresses they had."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from claimants.people.actions import sign_out_everywhere
from claimants.people.models import MailboxChange, Person, User

_AT_ONCE = 500


@transaction.atomic
def forget_traces(*, user: User) -> None:
    """Takes away what lies beside an account. Which two people of staff changed its mailbox, and when, stays."""
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    changes = MailboxChange.objects.filter(user=user)
    changes.filter(confirmed_at__isnull=True).delete()
    changes.update(old_email=_nobody(user), new_email=_nobody(user), reason="")
    sign_out_everywhere(user=user)
    if user.last_login and timezone.now() - user.last_login < timedelta(seconds=settings.SESSION_COOKIE_AGE):
        _delete([key for key, owner in _owners().items() if owner == user.pk])


@transaction.atomic
def empty_account(*, user: User) -> None:
    """Closes an account that a record must go on pointing at, and leaves nothing in it."""
    forget_traces(user=user)
    User.objects.filter(pk=user.pk).update(email=_nobody(user), is_active=False, last_login=None)


@transaction.atomic
def forget_account(*, user: User) -> bool:
    """Deletes the account, or empties it when a record must go on pointing at it; whether it was deleted."""
    empty_account(user=user)
    try:
        with transaction.atomic():
            Person.objects.filter(user=user).delete()
            User.objects.get(pk=user.pk).delete()
    except ProtectedError:
        return False
    return True


def clear_sessions(*, now: datetime) -> int:
    """Deletes the sessions that have run out, and those of accounts that are closed or gone; how many."""
    expired, _ = Session.objects.filter(expire_date__lt=now).delete()
    owners = _owners()
    welcome = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    left_behind = [key for key, owner in owners.items() if owner not in welcome]
    _delete(left_behind)
    return expired + len(left_behind)


def _owners() -> dict[str, int]:
    """Whose each session is, of those that are somebody's. A session says so only inside."""
    found = {}
    for session in Session.objects.iterator(chunk_size=_AT_ONCE):
        owner = session.get_decoded().get(SESSION_KEY)
        if owner:
            found[session.session_key] = int(owner)
    return found


def _delete(keys: Collection[str]) -> None:
    for start in range(0, len(keys), _AT_ONCE):
        Session.objects.filter(pk__in=list(keys)[start : start + _AT_ONCE]).delete()


def _nobody(user: User) -> str:
    return f"erased-{user.pk}@erased.invalid"
