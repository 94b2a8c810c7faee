"""The one function that changes a claim's state, and the one that holds a claim still meanwhile."""

from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.filing.models import Claim
from intake.filing.states import TRANSITIONS, State


def move(claim: Claim, to: State) -> None:
    """The one way a claim changes state. Refused when the table forbids it or someone was quicker."""
    if to not in TRANSITIONS[State(claim.state)]:
        raise Refused(
            f"A {claim.words.thing} that is “{claim.get_state_display().lower()}” cannot become “{to.label.lower()}”."
        )
    submitted_at = claim.submitted_at or (timezone.now() if to == State.SUBMITTED else None)
    rows = Claim.objects.filter(pk=claim.pk, state=claim.state)
    if not rows.update(state=to, submitted_at=submitted_at):
        raise Refused(f"Someone else has just changed this {claim.words.thing}. Open it again to see how it stands.")
    claim.state, claim.submitted_at = to, submitted_at


def locked(claim: Claim, by: User) -> Claim:
    """The claim as it stands now, until this transaction ends, with its matter as it stands now."""
    rows = Claim.objects.select_related("matter").defer("matter__document").select_for_update(of=("self",))
    held = rows.get(pk=claim.pk)
    if held.filed_by_id == by.pk:
        held.filed_by = by
    return held
