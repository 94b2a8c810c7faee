"""Closing a campaign after the request: whoever asks does not wait until thousands were followed up."""

import structlog
from django.db import transaction
from django.db.models.functions import Now

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions.following import AT_ONCE, stuck_in
from intake.campaigns.actions.running import close
from intake.campaigns.models import Campaign, CampaignState, ClosingAsked
from intake.campaigns.policies import check_can_close
from intake.campaigns.wakeup import wake_after_commit

log = structlog.get_logger(__name__)


def takes_long_to_close(campaign: Campaign) -> bool:
    """Whether more messages came to nothing than are followed up in one step."""
    return stuck_in(campaign).order_by()[: AT_ONCE + 1].count() > AT_ONCE


@transaction.atomic
def ask_to_close(*, campaign: Campaign, by: User) -> ClosingAsked:
    """Leaves it to a worker. One that is asked for already is that one."""
    campaign = Campaign.objects.hold(campaign)
    check_can_close(by, campaign)
    asked, is_new = ClosingAsked.objects.get_or_create(campaign=campaign, ended_at=None, defaults={"by": by})
    if is_new:
        wake_after_commit("campaigns.close", asked.pk)
    return asked


def work_closing(asked: ClosingAsked) -> ClosingAsked:
    """Closes it in the name of whoever asked, or says why it cannot be closed. May run twice, also at once."""
    why = ""
    try:
        close(campaign=asked.campaign, by=asked.by)
    except Refused as refusal:
        is_closed = Campaign.objects.filter(pk=asked.campaign_id, state=CampaignState.CLOSED).exists()
        why = "" if is_closed else str(refusal)[:300]
    ClosingAsked.objects.filter(pk=asked.pk, ended_at=None).update(ended_at=Now(), said=why)
    asked.refresh_from_db()
    return asked


def sweep_closings() -> int:
    """Those that no message announced, or whose worker was lost; how many. One that fails does not stop the others."""
    left = list(ClosingAsked.objects.filter(ended_at=None).select_related("campaign", "by").order_by("pk"))
    for asked in left:
        try:
            work_closing(asked)
        except Exception as error:
            log.error("campaigns.closing_failed", campaign=asked.campaign_id, error=type(error).__name__)
    return len(left)
