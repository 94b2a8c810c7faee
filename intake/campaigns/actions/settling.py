"""What a named person decides about one message of a campaign that no machine can bring to an end."""

from enum import StrEnum

from django.db import transaction

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions.paper import owe_paper
from intake.campaigns.actions.running import sentence
from intake.campaigns.causes import line_of
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignState, PostalItem
from intake.campaigns.policies import check_may_settle
from intake.notices.actions import count_as_sent, send_same_again
from intake.notices.models import Notice, NoticeState


class Decision(StrEnum):
    """What can be decided about a message that failed, came back, or of which nobody knows."""

    SAME_AGAIN = "same_again"
    SENT = "sent"
    POST = "post"


@transaction.atomic
def settle(*, notice: Notice, decision: Decision, reason: str, by: User) -> Notice:
    """Does what was decided, and writes down who decided it and why. Only once: whoever comes second is told."""
    campaign_id, place = line_of(notice.cause)
    campaign = Campaign.objects.hold(Campaign.objects.get(pk=campaign_id))
    check_may_settle(by, campaign)
    held = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    why = sentence(reason)
    check_can_be_decided(held, campaign, decision)
    if decision is Decision.SAME_AGAIN:
        send_same_again([held], said=f"by a person: {why}", by=by)
    elif held.state == NoticeState.UNKNOWN:
        count_as_sent([held], said=f"by a person: {why}", by=by)
    if decision is Decision.POST:
        owe_paper(campaign, {place: why})
    record(campaign, Act.SETTLED, by=by, place=place, decision=decision.value)
    held.refresh_from_db()
    return held


def check_can_be_decided(notice: Notice, campaign: Campaign, decision: Decision) -> None:
    """Only of what nobody knows can be said that it counts as sent; a letter is an answer to every failure."""
    if decision is Decision.POST and is_owed_a_letter(notice):
        raise Refused("A letter to this person is owed already. Look at the letters.")
    if decision is Decision.POST and line_of(notice.cause)[1] > campaign.manifest_rows:
        raise Refused("This went to a mailbox of our own, so no letter is owed for it.")
    if decision is Decision.POST and campaign.state == CampaignState.CANCELLED:
        raise Refused("This campaign was cancelled, so no letter of it is written any more.")
    if notice.state == NoticeState.UNKNOWN:
        if decision is Decision.SAME_AGAIN and campaign.state == CampaignState.CANCELLED:
            raise Refused("This campaign was cancelled, so nothing of it is sent any more. Count it as sent.")
        if decision is Decision.SAME_AGAIN and campaign.state == CampaignState.CLOSED:
            raise Refused("This campaign is over, so nothing of it is sent any more. Write by post.")
        return
    if decision is not Decision.POST or not (notice.came_back or notice.state == NoticeState.FAILED):
        raise Refused(
            f"This message is “{notice.get_state_display().lower()}” now, so that cannot be decided about it."
        )


def is_owed_a_letter(notice: Notice) -> bool:
    """Whether this person is written to by post, whatever has become of the letter."""
    campaign, place = line_of(notice.cause)
    return PostalItem.objects.filter(campaign=campaign, place=place).exists()
