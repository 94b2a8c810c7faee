"""The one way a claim changes its state, and the one by which it is held still meanwhile."""

from typing import Any

from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.filing.fetching import claim_held
from intake.filing.models import Claim
from intake.filing.states import TRANSITIONS, State


def move(claim: Claim, to: State, **also: Any) -> None:
    """The one way a claim changes state. Refused when the table forbids it or someone was quicker.

    `also` are columns that change with it.
    """
    if to not in TRANSITIONS[State(claim.state)]:
        raise Refused(
            f"A {claim.words.thing} that is “{claim.get_state_display().lower()}” cannot become “{to.label.lower()}”."
        )
    submitted_at = claim.submitted_at or (timezone.now() if to == State.SUBMITTED else None)
    rows = Claim.objects.filter(pk=claim.pk, state=claim.state)
    changed = {**also, "state": to, "submitted_at": submitted_at}
    if not rows.update(**changed):
        raise Refused(f"Someone else has just changed this {claim.words.thing}. Open it again to see how it stands.")
    for column, value in changed.items():
        setattr(claim, column, value)


def submitted(claim: Claim, **also: Any) -> None:
    """Moves a claim to submitted, unless it is there; `also` are columns that change in any case."""
    if claim.state != State.SUBMITTED:
        move(claim, State.SUBMITTED, **also)
    else:
        Claim.objects.filter(pk=claim.pk).update(**also)
        vars(claim).update(also)


def locked(claim: Claim, by: User) -> Claim:
    """The claim as it stands now, until this transaction ends, with its matter as it stands now."""
    held = claim_held(claim.pk)
    if held is None:
        raise Claim.DoesNotExist
    if held.filed_by_id == by.pk:
        held.filed_by = by
    return held
