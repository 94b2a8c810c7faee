"""What goes by itself when its time is over: drafts left alone, and everything past its matter's retention date."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from claimants.people.models import User
from intake.filing.actions import discard
from intake.filing.erasure import DRAFTS_LIVE, erase, forget_when_empty
from intake.filing.models import Claim, ClaimQuerySet, Erasure
from intake.filing.states import State

Warned = Callable[[ClaimQuerySet, datetime], ClaimQuerySet]
Erases = Callable[[date], int]


def _nobody(drafts: ClaimQuerySet, now: datetime) -> ClaimQuerySet:
    """Until `intake/pipeline.py` says who was warned, nothing goes."""
    return drafts.none()


_warned: list[Warned] = [_nobody]


_erases: list[Erases] = []


def register(warned: Warned, *erases: Erases) -> None:
    """Says which drafts may go because their people were told in time, and what else a retention date erases.

    Registering again replaces what was there.
    """
    _warned[:] = [warned]
    _erases[:] = erases


def purge_drafts(*, now: datetime) -> int:
    """Discards the drafts that nobody touched for thirty days and whose people were warned of it; how many."""
    return sum(_purge(pk, now) for pk in _idle(now).values_list("pk", flat=True).iterator(chunk_size=500))


@transaction.atomic
def _purge(pk: int, now: datetime) -> bool:
    """Discards one draft, unless somebody came back to it in the meantime. An account it leaves empty goes with it.

    The account is locked first: whoever begins a draft locks it too, and an account is never forgotten under them.
    """
    users = User.objects.filter(Q(filed_claims=pk) | Q(person__claims=pk)).values_list("pk", flat=True)
    owners = list(User.objects.select_for_update().filter(pk__in=list(users)).order_by("pk"))
    claim = _idle(now).with_matter().select_for_update(of=("self",)).filter(pk=pk).first()
    if claim:
        discard(claim=claim, by=None, ground=Erasure.Ground.RETENTION)
        for owner in owners:
            forget_when_empty(user=owner)
    return claim is not None


def _idle(now: datetime) -> ClaimQuerySet:
    idle = Claim.objects.filter(state=State.DRAFT, touched_at__lt=now - DRAFTS_LIVE)
    return _warned[0](idle, now)


def erase_past_retention(*, today: date) -> int:
    """Erases what people wrote in matters whose retention date has passed; how many claims, and lists of others."""
    over = Claim.objects.with_matter().filter(matter__retain_until__lt=today, erasures__isnull=True)
    erased = 0
    for claim in over.iterator(chunk_size=500):
        erase(claim=claim, ground=Erasure.Ground.RETENTION, by=None)
        erased += 1
    return erased + sum(erases(today) for erases in _erases)
