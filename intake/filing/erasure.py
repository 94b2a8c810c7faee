"""How personal data goes: what a recorded erasure takes from a claim."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Model, Q

from claimants.common.exceptions import Refused
from claimants.common.frozen import Frozen, frozen_models
from claimants.people.forgetting import empty_account
from claimants.people.models import User
from intake.filing.events import record
from intake.filing.models import Claim, Erasure, EventKind
from intake.filing.moving import move
from intake.filing.states import TRANSITIONS, State

DRAFTS_LIVE = timedelta(days=30)
WARNED_BEFORE = timedelta(days=7)


@transaction.atomic
def erase(*, claim: Claim, ground: str, by: User | None, reference: str = "", forget_account: bool = True) -> Erasure:
    """Deletes what people wrote in a claim, and records that it was done. The log still verifies afterwards.

    The account is forgotten too when no other claim of it holds data, unless the person only threw away a draft.
    """
    if ground == Erasure.Ground.COURT_ORDER and not reference.strip():
        raise Refused("Give the docket reference of the order to destroy.")
    erasure = Erasure.objects.create(claim=claim, ground=ground, by=by, reference=reference.strip())
    if State.WITHDRAWN in TRANSITIONS[State(claim.state)]:
        move(claim, State.WITHDRAWN)
    Claim.objects.filter(pk=claim.pk).update(draft={})
    claim.draft = {}
    record(claim, EventKind.ERASED, by=by, about=f"erasure:{erasure.pk}")
    for model in payload_models():
        rows = model._default_manager.filter(claim=claim)
        rows._raw_delete(rows.db)
    if forget_account:
        _forget(claim)
    return erasure


def payload_models() -> list[type[Model]]:
    """Every table of payload rows, in every room."""
    return frozen_models(Frozen.PAYLOAD)


def _forget(claim: Claim) -> None:
    """Takes the name off the account when no other claim of it still holds data."""
    user = claim.filed_by or claim.person.user
    if user is None or user.is_staff:
        return
    theirs = Claim.objects.filter(Q(filed_by=user) | Q(person__user=user))
    if theirs.filter(erasures__isnull=True).exists():
        return
    empty_account(user=user)
