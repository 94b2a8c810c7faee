"""When letters of a campaign may leave: after it was approved and begun, and never after it was cancelled."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns import actions
from intake.campaigns.actions import Decision
from intake.campaigns.letters import zone_of
from intake.campaigns.models import Campaign, CampaignApproval, CampaignState, PostalItem
from intake.desk.next_steps import decisions
from intake.notices.models import NoticeState
from tests.campaigns.listed import POSTAL, administrator_of, move, notices_of, running
from tests.campaigns.situations import approved, frozen, matter_with, rehearsed, staff
from tests.campaigns.situations import running as started

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("made", [frozen, rehearsed, approved])
def test_no_letter_leaves_before_the_campaign_was_approved_and_started(made: object) -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    assert callable(made)
    campaign = made(matter, by)
    PostalItem.objects.create(campaign=campaign, place=1)
    with pytest.raises(Refused, match="Two people approve this campaign, and it is started"):
        actions.export_batch(campaign=campaign, by=by)
    assert PostalItem.objects.get().state == "waiting"


@pytest.mark.parametrize("state", ["running", "paused", "draining", "closed"])
def test_letters_of_a_campaign_that_has_begun_go_to_the_printer(reviewer: User, state: str) -> None:
    campaign = _with_letters(reviewer)
    Campaign.objects.update(state=state)
    assert actions.export_batch(campaign=campaign, by=administrator_of(campaign))[0].items == 2


def test_cancelling_ends_the_letters_that_wait_and_leaves_those_with_the_printer(reviewer: User) -> None:
    campaign = _with_letters(reviewer)
    by = administrator_of(campaign)
    actions.export_batch(campaign=campaign, by=by)
    actions.owe_paper(campaign, {3: "No address."})
    _cancel(campaign, by)
    assert [item.state for item in PostalItem.objects.order_by("place")] == ["exported", "exported", "cancelled"]
    with pytest.raises(Refused, match="was cancelled, so no letter"):
        actions.export_batch(campaign=campaign, by=by)
    campaign.refresh_from_db()
    assert actions.owe_paper(campaign, {1: "Again."}) == 0


def test_after_a_cancel_nobody_is_written_to_by_post_anew(reviewer: User) -> None:
    campaign = _with_letters(reviewer)
    by = administrator_of(campaign)
    actions.export_batch(campaign=campaign, by=by)
    unknown = move(notices_of(campaign)[2], NoticeState.UNKNOWN, attempts_made=1, owner=reviewer)
    _cancel(campaign, by)
    came_back = f"piece,status,mailed_at,returned_at,forward_address_1,forward_city\n{campaign.pk}-1-0,returned,"
    day = timezone.now().astimezone(zone_of(campaign)).date().isoformat()
    read = actions.read_posted(campaign=campaign, file=f"{came_back}{day},{day},5 Elm Street,Reno\n".encode(), by=by)
    assert (read.changed, read.remailed, read.problems) == (1, 0, [])
    with pytest.raises(Refused, match="was cancelled, so no letter"):
        actions.mail_again(item=PostalItem.objects.get(place=1), postal=POSTAL, by=by)
    with pytest.raises(Refused, match="was cancelled, so no letter"):
        actions.settle(notice=unknown, decision=Decision.POST, reason="Paper.", by=by)
    with pytest.raises(Refused, match="Count it as sent"):
        actions.settle(notice=unknown, decision=Decision.SAME_AGAIN, reason="Again.", by=by)
    assert actions.settle(notice=unknown, decision=Decision.SENT, reason="In the log.", by=by).state == "resolved"


def test_a_mailbox_of_our_own_is_never_owed_a_letter(settings: Settings) -> None:
    settings.SEED_MAILBOXES = ["seed@gmail.com"]
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = started(matter, by, purpose="court_notice", order_reference="ECF 41")
    seed = campaign.seeds.notices.first()
    actions.stop_mail(notice=seed)
    assert not PostalItem.objects.exists()
    unknown = move(seed, NoticeState.UNKNOWN, attempts_made=1, owner=by)
    assert [decision for decision, _ in decisions(unknown, campaign)] == ["same_again", "sent"]
    with pytest.raises(Refused, match="a mailbox of our own"):
        actions.settle(notice=unknown, decision=Decision.POST, reason="Paper.", by=by)
    assert not PostalItem.objects.exists()


def test_no_address_in_a_reason_is_stored_anywhere(reviewer: User) -> None:
    campaign = _with_letters(reviewer)
    by = administrator_of(campaign)
    reason = "ana@example.org wrote:\nplease stop."
    unknown = move(notices_of(campaign)[2], NoticeState.UNKNOWN, attempts_made=1, owner=reviewer)
    actions.settle(notice=unknown, decision=Decision.POST, reason=reason, by=by)
    actions.give_up(item=PostalItem.objects.get(place=1), reason=reason, by=by)
    actions.pause(campaign=campaign, reason=reason, by=by)
    actions.propose_cancel(campaign=campaign, reason=reason, by=by)
    campaign.dispatch.refresh_from_db()
    stored = [
        *campaign.postal_items.values_list("why", flat=True), *campaign.events.values_list("text", flat=True),
        *campaign.approvals.values_list("reason", flat=True), *unknown.attempts.values_list("reply", flat=True),
        campaign.dispatch.why,
    ]  # fmt: skip
    assert not [text for text in stored if "ana" in text]
    assert len([text for text in stored if "(an address) wrote: please stop." in text]) == 7


def _with_letters(by: User) -> Campaign:
    campaign = running(by, [[], [], []])
    actions.owe_paper(campaign, {1: "No address.", 2: "No address."})
    return campaign


def _cancel(campaign: Campaign, by: User) -> None:
    """Another administrator proposed it."""
    CampaignApproval.objects.create(campaign=campaign, act=CampaignApproval.Act.CANCEL, by=campaign.owner)
    actions.cancel(campaign=campaign, reason="The order was vacated.", by=by)
    assert Campaign.objects.get(pk=campaign.pk).state == CampaignState.CANCELLED
