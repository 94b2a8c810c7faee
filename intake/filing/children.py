"""Of a child under 13 nothing is kept: neither here, nor in another matter, nor from before."""

from enum import Enum

from django.db import transaction

from claimants.people.forgetting import forget_account
from claimants.people.models import User
from intake.filing import actions
from intake.filing.access import own_claims
from intake.filing.erasure import erase
from intake.filing.models import Claim, Erasure
from intake.filing.states import State


class Left(Enum):
    """What is left afterwards, so that the page says no more than the truth."""

    NOTHING = "nothing"
    RECORD = "record"  # that something was filed and erased; of whom, it does not say
    ACCOUNT = "account"  # a member of staff, who is no child


def kept_of(user: User) -> list[Claim]:
    """What `forget_child` would take besides the account: every draft, and what was filed by anyone but staff."""
    theirs = own_claims(user).filter(erasures__isnull=True).order_by("pk")
    return list(theirs.filter(state=State.DRAFT) if user.is_staff else theirs)


@transaction.atomic
def forget_child(*, user: User) -> Left:
    """Discards every draft of the user, erases what they filed, and forgets the account."""
    User.objects.select_for_update().get(pk=user.pk)
    theirs = own_claims(user).select_related("person", "filed_by")
    for draft in theirs.filter(state=State.DRAFT):
        actions.discard(claim=draft, by=user)
    if user.is_staff:
        return Left.ACCOUNT
    for claim in theirs.filter(erasures__isnull=True):
        erase(claim=claim, ground=Erasure.Ground.REQUEST, by=user)
    return Left.NOTHING if forget_account(user=user) else Left.RECORD
