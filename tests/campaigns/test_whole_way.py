"""From an idea to messages that can be sent."""

import pytest

from intake.campaigns import actions
from intake.campaigns.models import CampaignState, ManifestLine, Recipient
from intake.campaigns.proof import verify_campaigns
from intake.notices.models import DispatchState, Notice, NoticeState
from intake.notices.writers import Written, writer_for_dispatches
from tests.campaigns.situations import matter_with, running, staff

pytestmark = pytest.mark.django_db


def test_a_campaign_goes_from_draft_to_messages_that_can_be_sent() -> None:
    matter = matter_with(claims=3)
    campaign = running(matter, staff(matter))
    assert campaign.state == CampaignState.RUNNING
    assert campaign.dispatch.state == DispatchState.RUNNING
    assert campaign.dispatch.tally() == {"queued": 3}
    assert Recipient.objects.count() == ManifestLine.objects.count() == campaign.manifest_rows == 3
    notices = list(Notice.objects.due())
    written = writer_for_dispatches()(notices)
    assert all(isinstance(message, Written) for message in written.values())
    for notice in notices:
        assert notice.recipient.email in written[notice.pk].address
        assert notice.claim.reference.encode() in written[notice.pk].wire
    assert list(verify_campaigns()) == []


def test_what_was_not_sent_is_taken_back_by_two_people() -> None:
    matter = matter_with(claims=2)
    by = staff(matter)
    campaign = running(matter, by)
    actions.propose_cancel(campaign=campaign, reason="The order was vacated.", by=staff(matter))
    actions.cancel(campaign=campaign, reason="The order was vacated.", by=by)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.dispatch.tally()) == (CampaignState.CANCELLED, {"cancelled": 2})
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.CANCELLED}
