"""Everything that writes a matter: loading its file, and the life of its class definitions."""

from claimants.matters.actions.adopting import adopt
from claimants.matters.actions.defining import (
    approve,
    discard_draft,
    edit_draft,
    propose,
    start_draft,
    withdraw_proposal,
)
from claimants.matters.actions.loading import Loaded, load

__all__ = [
    "Loaded",
    "adopt",
    "approve",
    "discard_draft",
    "edit_draft",
    "load",
    "propose",
    "start_draft",
    "withdraw_proposal",
]
