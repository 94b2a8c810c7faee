"""How far an account reaches: who gives it a new mailbox must be trusted with all of that."""

from collections.abc import Collection
from itertools import chain

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people import actions as people
from claimants.people.actions import MAILBOX_PROPOSAL_HOLDS, ChangedMailbox
from claimants.people.models import MailboxChange, User
from intake.filing.access import own_claims
from intake.filing.models import Claim


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


def awaited_from(by: User, matters: Collection[int]) -> list[MailboxChange]:
    """Proposals that this person can be the second for: nobody's who reaches beyond the matters they work in."""
    found = list(_open_proposals().exclude(proposed_by=by).exclude(user=by).select_related("proposed_by"))
    kept = Claim.objects.filter(erasures__isnull=True).order_by()
    users = [change.user_id for change in found]
    filed = set(kept.filter(filed_by__in=users).values_list("filed_by", "matter", "submitted_at"))
    about = set(kept.filter(person__user__in=users).values_list("person__user", "matter", "submitted_at"))
    ours = {user for user, matter, submitted_at in filed if matter in matters and submitted_at is not None}
    beyond = {user for user, matter, _ in chain(filed, about) if matter not in matters}
    return [change for change in found if change.user_id in ours and (by.is_superuser or change.user_id not in beyond)]


def _open_proposals() -> QuerySet[MailboxChange]:
    """Neither confirmed nor overtaken nor too old; see `claimants.people.actions.confirm_mailbox`."""
    newer = MailboxChange.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    return MailboxChange.objects.filter(
        ~Exists(newer), confirmed_at=None, user__email=F("old_email"), user__is_staff=False,
        proposed_at__gte=timezone.now() - MAILBOX_PROPOSAL_HOLDS,
    ).order_by("pk")  # fmt: skip
