"""Two people approve, two people take back, and what a change does to what was approved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import Role
from intake.campaigns import actions
from intake.campaigns.actions import owe_paper
from intake.campaigns.approvals import open_proposal, valid_approvals
from intake.campaigns.caps import Caps
from intake.campaigns.models import CampaignState
from intake.campaigns.progress import WrittenTo, written_to
from intake.notices.addresses import digest_of
from intake.notices.models import AddressStatus
from tests.campaigns.situations import (
    LIST,
    a_list,
    approved,
    draft,
    frozen,
    matter_with,
    rehearsed,
    running,
    staff,
    template,
)

pytestmark = pytest.mark.django_db


def test_two_different_people_approve() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = rehearsed(matter, by)
    with pytest.raises(Refused, match="Two different people must approve"):
        actions.start(campaign=campaign, by=by)
    actions.approve(campaign=campaign, by=by)
    with pytest.raises(Refused, match="You approved this already"):
        actions.approve(campaign=campaign, by=by)
    with pytest.raises(Refused, match="Two different people must approve"):
        actions.start(campaign=campaign, by=by)
    actions.approve(campaign=campaign, by=staff(matter))
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.APPROVED
    with pytest.raises(Refused, match="Two people approved this already"):
        actions.approve(campaign=campaign, by=staff(matter))


def test_nobody_approves_before_every_message_was_written() -> None:
    matter = matter_with(claims=1)
    campaign = frozen(matter, staff(matter))
    with pytest.raises(Refused, match="No dry run has written every message"):
        actions.approve(campaign=campaign, by=staff(matter))


def test_an_approval_is_withdrawn_and_given_again() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = approved(matter, by)
    actions.withdraw_approval(campaign=campaign, by=by)
    campaign.refresh_from_db()
    assert (campaign.state, len(valid_approvals(campaign))) == (CampaignState.FROZEN, 1)
    with pytest.raises(Refused, match="no valid approval of yours"):
        actions.withdraw_approval(campaign=campaign, by=by)
    actions.approve(campaign=campaign, by=by)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.APPROVED


def test_other_limits_void_every_approval() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = approved(matter, by)
    actions.change_limits(campaign=campaign, caps=Caps(per_second=5.0), deadline=None, by=by)
    campaign.refresh_from_db()
    assert (campaign.state, valid_approvals(campaign)) == (CampaignState.FROZEN, [])
    assert campaign.dispatch.per_second == 5.0
    with pytest.raises(Refused, match="There is no valid approval any more"):
        actions.start(campaign=campaign, by=by)
    actions.approve(campaign=campaign, by=by)


def test_other_words_void_every_approval_and_the_dry_run() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = approved(matter, by)
    before = campaign.manifest_sha256
    other = template(matter, by, "Dear {{ name? }},\n\nThe judge said more.\n")
    assert other.version == 2
    actions.choose_template(campaign=campaign, language="en", template=other, by=by)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.manifest_sha256 == before) == (CampaignState.FROZEN, False)
    with pytest.raises(Refused, match="No dry run"):
        actions.approve(campaign=campaign, by=by)
    actions.rehearse(actions.ask_for_dry_run(campaign=campaign, by=by))
    actions.approve(campaign=campaign, by=by)


@pytest.mark.parametrize("change", ["limits", "words"])
def test_what_is_changed_and_changed_back_is_approved_anew(change: str) -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = approved(matter, by)
    if change == "limits":
        for caps in (Caps(per_day=5), Caps()):
            actions.change_limits(campaign=campaign, caps=caps, deadline=None, by=by)
    else:
        words = campaign.templates.get().template
        for chosen in (template(matter, by, "Dear {{ name? }},\n\nThe judge said more.\n"), words):
            actions.choose_template(campaign=campaign, language="en", template=chosen, by=by)
    campaign.refresh_from_db()
    assert (campaign.state, valid_approvals(campaign)) == (CampaignState.FROZEN, [])
    with pytest.raises(Refused, match="There is no valid approval any more"):
        actions.start(campaign=campaign, by=by)
    for approver in (by, staff(matter)):
        actions.approve(campaign=campaign, by=approver)
    assert actions.start(campaign=campaign, by=by).state == CampaignState.RUNNING


def test_a_campaign_that_would_be_late_is_not_approved() -> None:
    matter = matter_with(claims=3)
    by = staff(matter)
    soon = timezone.now() + timedelta(days=1)
    campaign = rehearsed(matter, by, caps=Caps(per_day=1), deadline=soon)
    late = "If it were started now, the last notice would leave on .*; the court's deadline is .* Raise the limits"
    with pytest.raises(Refused, match=late):
        actions.approve(campaign=campaign, by=by)
    actions.change_limits(campaign=campaign, caps=Caps(), deadline=soon, by=by)
    actions.approve(campaign=campaign, by=by)


def test_what_was_changed_in_a_pause_is_approved_anew() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = running(matter, by)
    with pytest.raises(Refused, match="Pause it first"):
        actions.change_limits(campaign=campaign, caps=Caps(per_day=5), deadline=None, by=by)
    actions.pause(campaign=campaign, reason="Too fast.", by=by)
    actions.change_limits(campaign=campaign, caps=Caps(per_day=5), deadline=None, by=by)
    with pytest.raises(Refused, match="no valid approval any more"):
        actions.resume(campaign=campaign, by=by)
    actions.approve(campaign=campaign, by=by)
    actions.approve(campaign=campaign, by=staff(matter))
    assert actions.resume(campaign=campaign, by=by).state == CampaignState.RUNNING


def test_one_person_takes_back_what_has_not_begun_and_two_what_has() -> None:
    matter = matter_with(claims=1)
    by, other = staff(matter), staff(matter, Role.REVIEWER)
    assert actions.cancel(campaign=draft(matter, by), reason="Not needed.", by=by).state == CampaignState.CANCELLED
    campaign = running(matter, by, name="Another")
    with pytest.raises(Refused, match="One person proposes"):
        actions.cancel(campaign=campaign, reason="Vacated.", by=by)
    actions.propose_cancel(campaign=campaign, reason="Vacated.", by=by)
    with pytest.raises(Refused, match="You proposed this"):
        actions.cancel(campaign=campaign, reason="Vacated.", by=by)
    assert actions.cancel(campaign=campaign, reason="Vacated.", by=other).state == CampaignState.CANCELLED
    with pytest.raises(Refused, match="cannot become “cancelled”"):
        actions.cancel(campaign=campaign, reason="Vacated.", by=other)


def test_a_proposal_to_cancel_is_taken_back_by_whoever_may_stop_and_made_anew() -> None:
    matter = matter_with(claims=1)
    by, other = staff(matter), staff(matter, Role.REVIEWER)
    campaign = running(matter, by)
    with pytest.raises(Refused, match="Nobody proposes to cancel this"):
        actions.keep(campaign=campaign, by=other)
    for taken_back_by in (by, other):
        actions.propose_cancel(campaign=campaign, reason="Vacated.", by=by)
        with pytest.raises(Refused, match="proposed this already"):
            actions.propose_cancel(campaign=campaign, reason="Vacated.", by=other)
        actions.keep(campaign=campaign, by=taken_back_by)
        with pytest.raises(Refused, match="One person proposes"):
            actions.cancel(campaign=campaign, reason="Vacated.", by=other)
    actions.propose_cancel(campaign=campaign, reason="Vacated.", by=other)
    assert actions.cancel(campaign=campaign, reason="Vacated.", by=by).state == CampaignState.CANCELLED


@pytest.mark.parametrize("act", ["resume", "approve"])
def test_whoever_lets_it_go_on_ends_a_proposal_to_cancel(act: str) -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = running(matter, by)
    actions.propose_cancel(campaign=campaign, reason="Vacated.", by=by)
    actions.pause(campaign=campaign, reason="We look at it.", by=by)
    if act == "approve":
        actions.change_limits(campaign=campaign, caps=Caps(per_day=5), deadline=None, by=by)
    getattr(actions, act)(campaign=campaign, by=by)
    assert open_proposal(campaign) is None
    assert campaign.events.filter(kind="cancel_withdrawn").count() == 1


def test_who_is_written_to_is_counted_by_how() -> None:
    matter = matter_with(claims=0)
    by = staff(matter)
    AddressStatus.objects.create(digest=digest_of("no@example.org"), reason="no_updates")
    text = "email,reference,address_1,city,country\na@example.org,R-1,,,\n,R-2,1 Main Street,Oakland,US\n"
    text += "no@example.org,R-3,,,\n"
    campaign = actions.freeze(campaign=draft(matter, by, source=LIST), by=by, upload=a_list(text))
    assert written_to(campaign) == WrittenTo(email=1, post=1, nobody=1)
    owe_paper(campaign, {1: "It came back."})
    assert written_to(campaign) == WrittenTo(email=1, post=1, nobody=1)
