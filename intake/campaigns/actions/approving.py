"""Two different people approve exactly what would be sent; each may take it back until it runs."""

from collections.abc import Mapping

from django.db import transaction

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.approvals import NEEDED, digests, open_proposal, turn_of, valid_approvals
from intake.campaigns.forecasting import check_in_time
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignApproval, CampaignState
from intake.campaigns.policies import check_can_approve, check_can_withdraw

_Act = CampaignApproval.Act


@transaction.atomic
def approve(*, campaign: Campaign, by: User, seen: Mapping[str, str] | None = None) -> CampaignApproval:
    """One of two approvals, of this manifest, these templates and these limits.

    `seen` are the digests of what the person read: what it became since is not approved.
    """
    campaign = Campaign.objects.hold(campaign)
    check_can_approve(by, campaign)
    if seen is not None and seen != digests(campaign):
        raise Refused("It changed while you read it, and nothing was approved. Read it again as it is now.")
    found = check_in_time(campaign)
    end_proposal(campaign, by)
    approval = CampaignApproval.objects.create(
        campaign=campaign, act=_Act.SEND, by=by, turn=turn_of(campaign, by), **digests(campaign)
    )
    if campaign.state != CampaignState.PAUSED:
        is_enough = len(valid_approvals(campaign)) >= NEEDED
        campaign.state = CampaignState.APPROVED if is_enough else CampaignState.FROZEN
        campaign.save(update_fields=["state"])
    last = found.last.isoformat() if found.last else None
    record(campaign, Act.APPROVED, by=by, approval=approval.pk, forecast=last, **digests(campaign))
    return approval


def take_void_approvals_back() -> int:
    """What two people approved and the matter has changed since does not say that it is approved; how many."""
    return sum(_take_back_if_void(campaign) for campaign in Campaign.objects.filter(state=CampaignState.APPROVED))


@transaction.atomic
def _take_back_if_void(campaign: Campaign) -> bool:
    campaign = Campaign.objects.hold(campaign)
    if campaign.state != CampaignState.APPROVED or len(valid_approvals(campaign)) >= NEEDED:
        return False
    campaign.state = CampaignState.FROZEN
    campaign.save(update_fields=["state"])
    record(campaign, Act.APPROVALS_VOID, by=None)
    return True


@transaction.atomic
def withdraw_approval(*, campaign: Campaign, by: User) -> CampaignApproval:
    """Takes one's own approval back. It stays on record, and so does this."""
    campaign = Campaign.objects.hold(campaign)
    given = check_can_withdraw(by, campaign)
    withdrawn = CampaignApproval.objects.create(
        campaign=campaign, act=_Act.WITHDRAW, by=by, turn=given.turn, **digests(campaign)
    )
    if campaign.state == CampaignState.APPROVED:
        campaign.state = CampaignState.FROZEN
        campaign.save(update_fields=["state"])
    record(campaign, Act.APPROVAL_WITHDRAWN, by=by, approval=given.pk)
    return withdrawn


def end_proposal(campaign: Campaign, by: User) -> None:
    """Whoever approves it, or lets it go on, does not want it cancelled: an open proposal to cancel ends."""
    if proposal := open_proposal(campaign):
        CampaignApproval.objects.create(
            campaign=campaign, act=_Act.KEEP, by=by, turn=proposal.turn, **digests(campaign)
        )
        record(campaign, Act.CANCEL_WITHDRAWN, by=by, proposal=proposal.pk)
