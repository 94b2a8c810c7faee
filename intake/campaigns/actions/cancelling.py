"""Taking a campaign back: alone while nothing has left, by two people afterwards."""

from django.db import transaction

from claimants.people.models import User
from intake.campaigns.actions.approving import end_proposal
from intake.campaigns.actions.paper import take_letters_back
from intake.campaigns.actions.running import dispatches_of, sentence
from intake.campaigns.approvals import digests, times_kept
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignApproval, CampaignState
from intake.campaigns.policies import check_can_cancel, check_can_keep, check_can_propose_cancel
from intake.notices.actions.dispatching import cancel_dispatch


@transaction.atomic
def propose_cancel(*, campaign: Campaign, reason: str, by: User) -> CampaignApproval:
    """The first of two. What is queued still leaves until the second agrees; pause it if it must not."""
    campaign = Campaign.objects.hold(campaign)
    check_can_propose_cancel(by, campaign)
    proposed = CampaignApproval.objects.create(
        campaign=campaign, act=CampaignApproval.Act.CANCEL, by=by, reason=sentence(reason),
        turn=times_kept(campaign), **digests(campaign),
    )  # fmt: skip
    record(campaign, Act.CANCEL_PROPOSED, by=by, reason=proposed.reason)
    return proposed


@transaction.atomic
def keep(*, campaign: Campaign, by: User) -> Campaign:
    """Takes a proposal to cancel back: whoever made it, or anybody else who may stop the campaign."""
    campaign = Campaign.objects.hold(campaign)
    check_can_keep(by, campaign)
    end_proposal(campaign, by)
    return campaign


@transaction.atomic
def cancel(*, campaign: Campaign, reason: str, by: User) -> Campaign:
    """Takes back everything of which certainly nothing has left."""
    campaign = Campaign.objects.hold(campaign)
    check_can_cancel(by, campaign)
    why = sentence(reason)
    taken_back = [cancel_dispatch(dispatch, why) for dispatch in dispatches_of(campaign)]
    campaign.state = CampaignState.CANCELLED
    campaign.save(update_fields=["state"])
    letters = take_letters_back(campaign)
    record(campaign, Act.CANCELLED, by=by, reason=why, notices=taken_back[0] if taken_back else 0, letters=letters)
    return campaign
