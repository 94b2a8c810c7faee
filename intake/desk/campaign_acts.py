"""The acts on a campaign: which fit its state, and whether each can be done now or why not."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from claimants.people.models import User
from intake.campaigns.approvals import open_proposal, passed_dry_run
from intake.campaigns.models import Campaign, CampaignState
from intake.campaigns.policies import (
    check_can_approve,
    check_can_cancel,
    check_can_change,
    check_can_choose_template,
    check_can_close,
    check_can_drain,
    check_can_edit,
    check_can_freeze,
    check_can_keep,
    check_can_pause,
    check_can_propose_cancel,
    check_can_rehearse,
    check_can_resume,
    check_can_start,
    check_can_withdraw,
)
from intake.campaigns.states import BEGUN
from intake.desk.acts import Offer
from intake.desk.definition_acts import refusal_of

_S = CampaignState
_DRAFT, _PAUSED = frozenset({_S.DRAFT}), frozenset({_S.PAUSED})
_UNBEGUN = frozenset({_S.FROZEN, _S.APPROVED})
_STILL = _UNBEGUN | _PAUSED
_GOING = frozenset({_S.RUNNING, _S.DRAINING})


@dataclass(frozen=True)
class Act:
    """`name` is its address. An act that `opens` a page shows there first what it does; the others act at once."""

    name: str
    label: str
    fits: frozenset[CampaignState]
    check: Callable[[User, Campaign], object]
    opens: bool = True
    is_main: bool = False


def offers(campaign: Campaign, user: User) -> list[Offer]:
    """What can be done with the campaign next. The main one leads on: the first that is open and not done yet."""
    found = [
        Offer(act.name, act.label, "", act.opens, act.is_main, refusal_of(act.check, user, campaign))
        for act in ACTS
        if campaign.state in act.fits and (act.name != "campaign_keep" or open_proposal(campaign))
    ]
    done = {"campaign_rehearse"} if passed_dry_run(campaign) else set[str]()
    main = next((one.name for one in found if one.is_main and not one.refusal and one.name not in done), "")
    return [replace(offer, is_main=offer.name == main) for offer in found]


ACTS = [
    Act("campaign_freeze", "Freeze the recipients", _DRAFT, check_can_freeze, is_main=True),
    Act("campaign_words", "Choose its words", _DRAFT, check_can_choose_template, is_main=True),
    Act("campaign_start", "Start it", _UNBEGUN, check_can_start, is_main=True),
    Act("campaign_resume", "Go on with it", _PAUSED, check_can_resume, is_main=True),
    Act("campaign_approve", "Read what would be sent, and approve", _STILL, check_can_approve, is_main=True),
    Act("campaign_rehearse", "Start a dry run", _STILL, check_can_rehearse, opens=False, is_main=True),
    Act("campaign_pause", "Pause it", _GOING, check_can_pause, is_main=True),
    Act("campaign_edit", "Edit it", _DRAFT, check_can_edit),
    Act("campaign_words", "Change its words", _UNBEGUN, check_can_choose_template),
    Act("campaign_limits", "Change its limits", _STILL, check_can_change),
    Act("campaign_withdraw", "Take your approval back", _STILL, check_can_withdraw),
    Act("campaign_drain", "Finish it: write to nobody anew", frozenset({_S.RUNNING}), check_can_drain),
    Act("campaign_close", "Close it", _GOING, check_can_close),
    Act("campaign_propose_cancel", "Propose to cancel the rest", BEGUN, check_can_propose_cancel),
    Act("campaign_keep", "Take the proposal to cancel back", BEGUN, check_can_keep),
    Act("campaign_cancel", "Cancel it", BEGUN | _DRAFT | _UNBEGUN, check_can_cancel),
]
