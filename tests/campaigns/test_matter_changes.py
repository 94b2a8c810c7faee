"""What two people approved is what is sent, whatever becomes of the matter in the meantime."""

from typing import Any

import pytest

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.matters.stages import Stage
from intake.campaigns import actions
from intake.campaigns.approvals import passed_dry_run, valid_approvals
from intake.campaigns.models import Campaign, CampaignState
from intake.campaigns.proof import verify_campaigns
from intake.campaigns.tasks import sweep
from intake.notices.models import Notice
from intake.notices.writers import Unwritable, Written, writer_for_dispatches
from tests.campaigns.situations import approved, matter_with, running, staff

pytestmark = pytest.mark.django_db


def to_stage(matter: Matter, stage: Stage) -> None:
    matter.stage = stage
    matter.document = {**matter.document, "stage": stage.value}
    matter.sha256 = stage.value.ljust(64, "0")
    matter.save()


def written(notice: Notice) -> Written | Unwritable:
    return writer_for_dispatches()([notice])[notice.pk]


def wire_of(notice: Notice) -> bytes:
    offered = written(notice)
    assert isinstance(offered, Written)
    return offered.wire


def test_a_change_of_the_matter_voids_the_approvals_and_the_dry_run() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = approved(matter, by)
    to_stage(matter, Stage.FINAL_APPROVAL)
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert (valid_approvals(campaign), passed_dry_run(campaign)) == ([], None)
    with pytest.raises(Refused, match="no valid approval any more"):
        actions.start(campaign=campaign, by=by)
    sweep()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.FROZEN
    with pytest.raises(Refused, match="No dry run"):
        actions.approve(campaign=campaign, by=by)
    approve_anew(campaign)
    assert actions.start(campaign=campaign, by=by).state == CampaignState.RUNNING


def test_what_runs_says_what_was_approved_and_stops() -> None:
    matter = matter_with(claims=2)
    by = staff(matter)
    campaign = running(matter, by)
    first, second = Notice.objects.all()
    offered: Any = written(second)
    assert b"looked at it once" in offered.wire
    second.attempts.create(number=1, phase="intent", message_sha256=offered.sha256)
    Notice.objects.filter(pk=second.pk).update(attempts_made=1)
    second.refresh_from_db()
    to_stage(matter, Stage.FINAL_APPROVAL)
    assert written(second) == offered
    assert list(verify_campaigns()) == []
    sweep()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.PAUSED
    assert campaign.dispatch.why.startswith("The matter changed after two people approved this.")
    with pytest.raises(Refused, match="no valid approval any more"):
        actions.resume(campaign=campaign, by=by)
    approve_anew(campaign)
    assert actions.resume(campaign=campaign, by=by).state == CampaignState.RUNNING
    again, other = written(first), written(second)
    assert isinstance(again, Written)
    assert b"has approved the settlement" in again.wire
    assert isinstance(other, Unwritable)
    assert "changed since it was first offered" in other.why


def test_a_frame_from_before_a_word_was_added_to_frames_goes_on_as_approved() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = running(matter, by)
    assert b"/matters/" in wire_of(Notice.objects.get())
    early = {name: campaign.frame["matter"][name] for name in ("caption", "court", "number")}
    campaign.frame = {**campaign.frame, "matter": early}
    campaign.save(update_fields=["frame"])
    sweep()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.RUNNING
    assert b"/matters/" not in wire_of(Notice.objects.get())
    to_stage(matter, Stage.FINAL_APPROVAL)
    sweep()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.PAUSED


@pytest.mark.parametrize("point", ["approve", "start", "resume"])
def test_words_that_may_not_be_said_at_the_new_stage_are_not_sent(point: str) -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    body = "Dear {{ name? }},\n\nThe settlement fund is on the page of the case. See {{ reference }}.\n"
    campaign = (running if point == "resume" else approved)(matter, by, body=body)
    if point == "resume":
        actions.pause(campaign=campaign, reason="We look at it.", by=by)
    to_stage(matter, Stage.DISMISSED)
    with pytest.raises(Refused, match="The words in “en” may not be sent at this stage of the matter"):
        getattr(actions, point)(campaign=campaign, by=by)


def approve_anew(campaign: Campaign) -> None:
    actions.rehearse(actions.ask_for_dry_run(campaign=campaign, by=staff(campaign.matter)))
    for _ in range(2):
        campaign = Campaign.objects.get(pk=campaign.pk)
        actions.approve(campaign=campaign, by=staff(campaign.matter))
