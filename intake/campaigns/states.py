"""Where a campaign may go from where it is."""

from intake.campaigns.models import CampaignState

_S = CampaignState
TRANSITIONS: dict[CampaignState, frozenset[CampaignState]] = {
    _S.DRAFT: frozenset({_S.FROZEN, _S.CANCELLED}),
    _S.FROZEN: frozenset({_S.APPROVED, _S.CANCELLED}),
    _S.APPROVED: frozenset({_S.FROZEN, _S.RUNNING, _S.CANCELLED}),
    _S.RUNNING: frozenset({_S.PAUSED, _S.DRAINING, _S.CANCELLED, _S.CLOSED}),
    _S.PAUSED: frozenset({_S.RUNNING, _S.DRAINING, _S.CANCELLED}),
    _S.DRAINING: frozenset({_S.PAUSED, _S.CANCELLED, _S.CLOSED}),
    _S.CANCELLED: frozenset(),
    _S.CLOSED: frozenset(),
}
BEGUN = frozenset({_S.RUNNING, _S.PAUSED, _S.DRAINING})
"""From here on something may have left, and one person alone does not take it back."""

SETTLED = frozenset({_S.RUNNING, _S.DRAINING, _S.CANCELLED, _S.CLOSED})
"""What it says was approved and is as it was then, whatever became of the matter."""

CHANGEABLE = frozenset({_S.DRAFT, _S.FROZEN, _S.APPROVED, _S.PAUSED})
"""Nothing leaves at this moment, so templates and limits can be changed; every approval is void afterwards."""
