"""Running a campaign: started, paused, gone on with, brought to its end."""

from django.db import transaction

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions.approving import end_proposal
from intake.campaigns.actions.following import follow_to_the_end
from intake.campaigns.actions.seeding import plant_seeds, write_to_seeds
from intake.campaigns.actions.unknowns import waits_for_rule
from intake.campaigns.forecasting import check_in_time
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignState
from intake.campaigns.policies import (
    check_can_close,
    check_can_drain,
    check_can_pause,
    check_can_resume,
    check_can_start,
)
from intake.campaigns.wording import frame_of, has_other_frame
from intake.notices.actions.dispatching import end_dispatch, pause_dispatch, resume_dispatch, start_dispatch
from intake.notices.models import Dispatch, DispatchState
from intake.notices.reply_texts import without_addresses

MATTER_CHANGED = "The matter changed after two people approved this. Read it as it is now, and approve it anew."


@transaction.atomic
def start(*, campaign: Campaign, by: User) -> Campaign:
    """Lets workers take the notices."""
    campaign = Campaign.objects.hold(campaign)
    check_can_start(by, campaign)
    check_in_time(campaign)
    _say_as_approved(campaign)
    plant_seeds(campaign)
    for dispatch in dispatches_of(campaign):
        start_dispatch(dispatch)
    _moved(campaign, CampaignState.RUNNING, Act.STARTED, by)
    write_to_seeds(campaign=campaign)
    campaign.refresh_from_db()
    return campaign


@transaction.atomic
def pause(*, campaign: Campaign, reason: str, by: User | None) -> Campaign:
    """Nothing more leaves, but for what workers have begun. `by` is None when a breaker of the house paused it."""
    campaign = Campaign.objects.hold(campaign)
    check_can_pause(by, campaign)
    return _paused(campaign, sentence(reason), by)


@transaction.atomic
def resume(*, campaign: Campaign, by: User) -> Campaign:
    """Goes on; one that was finishing finishes. What was changed in the meantime is approved anew before."""
    campaign = Campaign.objects.hold(campaign)
    check_can_resume(by, campaign)
    check_in_time(campaign)
    end_proposal(campaign, by)
    _say_as_approved(campaign)
    for dispatch in dispatches_of(campaign):
        if dispatch.state == DispatchState.PAUSED:
            resume_dispatch(dispatch)
    was_finishing = campaign.events.filter(kind=Act.DRAINING).exists()
    return _moved(campaign, CampaignState.DRAINING if was_finishing else CampaignState.RUNNING, Act.RESUMED, by)


def pause_what_stopped() -> int:
    """Pauses the campaigns that a breaker stopped, and those whose matter is no longer what was approved; how many."""
    going_on = Campaign.objects.filter(state__in=[CampaignState.RUNNING, CampaignState.DRAINING])
    return sum(_pause_if_stopped(campaign) for campaign in going_on.order_by("pk"))


@transaction.atomic
def _pause_if_stopped(campaign: Campaign) -> bool:
    campaign = Campaign.objects.hold(campaign)
    whys = [dispatch.why for dispatch in dispatches_of(campaign) if dispatch.state == DispatchState.PAUSED]
    if has_other_frame(campaign):
        whys.append(MATTER_CHANGED)
    if campaign.state not in {CampaignState.RUNNING, CampaignState.DRAINING} or not whys:
        return False
    _paused(campaign, whys[0] or "It stopped by itself.", None)
    return True


@transaction.atomic
def drain(*, campaign: Campaign, by: User) -> Campaign:
    """What waits is still sent; nobody is written to anew, at another address or after a return. Letters are owed."""
    campaign = Campaign.objects.hold(campaign)
    check_can_drain(by, campaign)
    return _moved(campaign, CampaignState.DRAINING, Act.DRAINING, by)


def close(*, campaign: Campaign, by: User | None) -> Campaign:
    """Closes the books once everybody was followed up. Refused while anything is unfinished, or will still follow.

    What was followed up stays so when it is refused: those messages are on their way.
    """
    check_can_close(by, Campaign.objects.select_related("matter").get(pk=campaign.pk))
    if number := follow_to_the_end(campaign=campaign)["next_address"]:
        raise Refused(f"People who are written to at their next address first: {number:,}. Close it when that is done.")
    return _close(campaign, by)


@transaction.atomic
def _close(campaign: Campaign, by: User | None) -> Campaign:
    campaign = Campaign.objects.hold(campaign)
    check_can_close(by, campaign)
    if number := waits_for_rule(campaign).count():
        raise Refused(
            f"Messages of which nobody knows yet whether they were sent: {number:,}. The rule of the campaign decides "
            "about them by itself in a few minutes. Close it after that."
        )
    if follow_to_the_end(campaign=campaign)["next_address"]:
        raise Refused("An address failed at this moment, and its person is written to at the next. Close it later.")
    assert campaign.dispatch is not None
    states = end_dispatch(campaign.dispatch)
    if sum(states.values()) != campaign.manifest_rows:
        raise Refused("The messages of this campaign do not sum to its list. Nothing was closed; tell an engineer.")
    if campaign.seeds is not None:
        end_dispatch(campaign.seeds)
    return _moved(campaign, CampaignState.CLOSED, Act.CLOSED, by, states=states)


def dispatches_of(campaign: Campaign) -> list[Dispatch]:
    """That of the people, and that of our own mailboxes if there is one."""
    return [dispatch for dispatch in (campaign.dispatch, campaign.seeds) if dispatch is not None]


def sentence(reason: str) -> str:
    """On one line and without addresses of people: it stays on record, and goes to the court word for word."""
    reason = without_addresses(reason)
    if not reason:
        raise Refused("Say why, in a sentence: others will read it.")
    return reason[:300]


def _say_as_approved(campaign: Campaign) -> None:
    """Keeps what the matter says now, so that this is what is sent whatever the matter says later."""
    campaign.frame = dict(frame_of(campaign.matter).said)
    campaign.save(update_fields=["frame"])


def _paused(campaign: Campaign, why: str, by: User | None) -> Campaign:
    """One that a breaker stopped already stays as it is."""
    for dispatch in dispatches_of(campaign):
        pause_dispatch(dispatch, why)
    assert campaign.dispatch is not None
    return _moved(campaign, CampaignState.PAUSED, Act.PAUSED, by, reason=campaign.dispatch.why)


def _moved(campaign: Campaign, to: CampaignState, act: Act, by: User | None, **details: object) -> Campaign:
    campaign.state = to
    campaign.save(update_fields=["state"])
    record(campaign, act, by=by, **details)
    return campaign
