"""How personal data goes: what a recorded erasure takes from a claim."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Model

from claimants.common.exceptions import Refused
from claimants.common.frozen import Frozen, frozen_models
from claimants.people.forgetting import forget_account
from claimants.people.models import User
from intake.filing.access import own_claims
from intake.filing.events import record
from intake.filing.models import Claim, Erasure, EventKind
from intake.filing.moving import move
from intake.filing.states import TRANSITIONS, State

DRAFTS_LIVE = timedelta(days=30)
WARNED_BEFORE = timedelta(days=7)


@transaction.atomic
def erase(*, claim: Claim, ground: str, by: User | None, reference: str = "", and_account: bool = True) -> Erasure:
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
    if and_account:
        forget_when_empty(user=claim.filed_by or claim.person.user)
    return erasure


def payload_models() -> list[type[Model]]:
    """Every table of payload rows, in every room."""
    return frozen_models(Frozen.PAYLOAD)


@transaction.atomic
def forget_when_empty(*, user: User | None) -> bool:
    """Forgets the account, once no claim of it holds data any more; whether it did. Staff keep theirs."""
    held = User.objects.select_for_update().filter(pk=user.pk, is_staff=False).first() if user else None
    if held is None or own_claims(held).filter(erasures__isnull=True).exists():
        return False
    forget_account(user=held)
    return True
