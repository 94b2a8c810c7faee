"""How far an account reaches: who gives it a new mailbox must be trusted with all of that."""

from claimants.matters.models import Matter
from claimants.people import actions as people
from claimants.people.actions import ChangedMailbox
from claimants.people.models import MailboxChange, User
from intake.filing.access import own_claims


def matters_of(user: User) -> list[Matter]:
    """Every matter in which the user has begun or filed anything that is not erased."""
    claims = own_claims(user).filter(erasures__isnull=True).order_by().values("matter")
    return list(Matter.objects.filter(pk__in=claims).defer("document"))


def check_can_change(by: User, user: User) -> None:
    people.check_can_change_mailbox(by, user, matters_of(user))


def propose(*, user: User, new_email: str, reason: str, by: User) -> MailboxChange:
    return people.propose_mailbox(user=user, new_email=new_email, reason=reason, matters=matters_of(user), by=by)


def confirm(*, change: MailboxChange, by: User) -> ChangedMailbox:
    return people.confirm_mailbox(change=change, matters=matters_of(change.user), by=by)
