"""The states of a claim, who holds it in each, and where it may go."""

from enum import Enum

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    INFORMATION_REQUESTED = "information_requested", "Information requested"
    ON_FILE = "on_file", "Kept on file"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    DISPUTED = "disputed", "Disputed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Holder(Enum):
    """Who must act next."""

    CLAIMANT = "the claimant"
    STAFF = "counsel"
    NOBODY = "nobody"


HOLDER = {
    State.DRAFT: Holder.CLAIMANT,
    State.SUBMITTED: Holder.STAFF,
    State.IN_REVIEW: Holder.STAFF,
    State.INFORMATION_REQUESTED: Holder.CLAIMANT,
    State.ON_FILE: Holder.NOBODY,
    State.ACCEPTED: Holder.NOBODY,
    State.DECLINED: Holder.NOBODY,
    State.DISPUTED: Holder.STAFF,
    State.WITHDRAWN: Holder.NOBODY,
}

_DECIDED = {State.ON_FILE, State.ACCEPTED, State.DECLINED}

TRANSITIONS: dict[State, set[State]] = {
    State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
    State.SUBMITTED: {State.IN_REVIEW, State.WITHDRAWN},
    State.IN_REVIEW: {State.SUBMITTED, State.INFORMATION_REQUESTED, State.DISPUTED, State.WITHDRAWN} | _DECIDED,
    State.INFORMATION_REQUESTED: {State.SUBMITTED, State.IN_REVIEW, State.WITHDRAWN},
    State.ON_FILE: {State.IN_REVIEW, State.SUBMITTED, State.WITHDRAWN},
    State.ACCEPTED: {State.IN_REVIEW, State.DISPUTED, State.WITHDRAWN},
    State.DECLINED: {State.IN_REVIEW, State.DISPUTED, State.WITHDRAWN},
    State.DISPUTED: {State.IN_REVIEW, State.WITHDRAWN} | _DECIDED,
    State.WITHDRAWN: set(),
}

CORRECTABLE = frozenset({State.SUBMITTED, State.ON_FILE})
WAITING = sorted(state.value for state in State if HOLDER[state] is Holder.STAFF)
OPEN = frozenset(set(State) - {State.WITHDRAWN})
SUBMITTED_ONCE = frozenset(set(State) - {State.DRAFT})
