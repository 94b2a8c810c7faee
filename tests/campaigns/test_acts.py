"""Who may do what with a campaign, in which order, and what a change does to what was approved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import Role
from intake.campaigns import actions
from intake.campaigns.approvals import open_proposal, valid_approvals
from intake.campaigns.caps import Caps
from intake.campaigns.models import Campaign, CampaignState, DryRun, Purpose, TemplateVersion
from intake.campaigns.states import TRANSITIONS
from intake.notices.models import DispatchState
from tests.campaigns.situations import (
    CLAIMS,
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


def test_every_state_says_where_it_leads() -> None:
    assert set(TRANSITIONS) == set(CampaignState)
    assert {state for targets in TRANSITIONS.values() for state in targets} == set(CampaignState) - {"draft"}


def test_only_administrators_prepare_and_only_seconders_approve() -> None:
    matter = matter_with(claims=1)
    reviewer, auditor, stranger = staff(matter, Role.REVIEWER), staff(matter, Role.AUDITOR), staff(matter_with(0))
    for user in (reviewer, auditor, stranger):
        with pytest.raises(Refused, match="does not let you write to many people"):
            actions.create(matter=matter, name="Word", purpose=Purpose.UPDATE, source=CLAIMS, by=user)
    campaign = rehearsed(matter, staff(matter))
    for user in (auditor, stranger):
        with pytest.raises(Refused, match="does not let you approve"):
            actions.approve(campaign=campaign, by=user)
    actions.approve(campaign=campaign, by=reviewer)


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


def test_a_campaign_that_would_be_late_is_not_approved() -> None:
    matter = matter_with(claims=3)
    by = staff(matter)
    soon = timezone.now() + timedelta(days=1)
    campaign = rehearsed(matter, by, caps=Caps(per_day=1), deadline=soon)
    with pytest.raises(Refused, match="The last notice leaves on .*; the court's deadline is .* Raise the limits"):
        actions.approve(campaign=campaign, by=by)
    actions.change_limits(campaign=campaign, caps=Caps(), deadline=soon, by=by)
    actions.approve(campaign=campaign, by=by)


def test_only_a_draft_is_edited() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = draft(matter, by)
    changed = {"name": "Another word", "purpose": Purpose.UPDATE, "source": {"from": "claims", "languages": ["en"]}}
    assert actions.edit(campaign=campaign, by=by, **changed).name == "Another word"
    actions.freeze(campaign=campaign, by=by)
    with pytest.raises(Refused, match="only a draft is edited"):
        actions.edit(campaign=campaign, by=by, **changed)


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"name": " "}, "Give the campaign a name"),
        ({"purpose": "spam"}, "is no purpose"),
        ({"purpose": Purpose.COURT_NOTICE}, "names the order"),
        ({"source": {"from": "moon"}}, "Say where the recipients come from"),
        ({"source": {"from": "claims", "states": ["mad"]}}, "is none of the states"),
        ({"source": {"from": "claims", "age": [3]}}, "cannot be chosen by age"),
        ({"caps": Caps(per_second=0.0)}, "limit a second"),
        ({"caps": Caps(per_day=0)}, "limit a day"),
        ({"deadline": timezone.now() - timedelta(days=1)}, "The deadline has passed"),
        ({"unknown_rule": "pray"}, "There is no rule"),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(changes: dict[str, object], said: str) -> None:
    matter = matter_with(claims=0)
    given = {"name": "Word", "purpose": Purpose.UPDATE, "source": CLAIMS} | changes
    with pytest.raises(Refused, match=said):
        actions.create(matter=matter, by=staff(matter), **given)
    assert not Campaign.objects.exists()


def test_a_pause_stops_the_dispatch_and_a_second_one_says_so() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = running(matter, by)
    with pytest.raises(Refused, match="Say why"):
        actions.pause(campaign=campaign, reason=" ", by=by)
    actions.pause(campaign=campaign, reason="A wrong date.", by=staff(matter, Role.REVIEWER))
    with pytest.raises(Refused, match="cannot become “paused”"):
        actions.pause(campaign=campaign, reason="A wrong date.", by=by)
    campaign = actions.resume(campaign=campaign, by=by)
    assert campaign.dispatch.state == DispatchState.RUNNING
    with pytest.raises(Refused, match="cannot become “running”"):
        actions.start(campaign=campaign, by=by)


def test_what_was_finishing_finishes_after_a_pause() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = actions.drain(campaign=running(matter, by), by=by)
    for _ in range(2):
        actions.pause(campaign=campaign, reason="A wrong date.", by=by)
        with pytest.raises(Refused, match="cannot become “finishing"):
            actions.drain(campaign=campaign, by=by)
        assert actions.resume(campaign=campaign, by=by).state == CampaignState.DRAINING


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


def test_the_books_are_not_closed_while_something_waits() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = running(matter, by)
    actions.drain(campaign=campaign, by=by)
    with pytest.raises(Refused, match="1 messages are not finished"):
        actions.close(campaign=campaign, by=by)


def test_words_that_are_hard_or_promise_something_are_not_taken() -> None:
    matter = matter_with(claims=0)
    by = staff(matter)
    hard = (
        "Notwithstanding the aforementioned jurisdictional considerations, participation necessitates determination.\n"
    )
    with pytest.raises(Refused, match="reads at grade"):
        template(matter, by, hard)
    assert template(matter, by, hard, grade_reason="Ordered word for word, ECF 41.").grade > 8
    with pytest.raises(Refused, match="may not be said"):
        template(matter, by, "You will receive $50.\n")
    with pytest.raises(Refused, match="is not a slot"):
        template(matter, by, "Dear {{ name|upper }},\n")


def test_a_template_is_numbered_and_said_twice_is_the_same() -> None:
    matter = matter_with(claims=0)
    by = staff(matter)
    first, again = template(matter, by), template(matter, by)
    assert (first.pk, first.version, first.variables) == (again.pk, 1, ["name", "reference"])
    assert template(matter, by, "Other words.\n").version == 2
    assert TemplateVersion.objects.count() == 2


def test_a_dry_run_is_asked_for_once_and_is_stale_after_a_change() -> None:
    matter = matter_with(claims=2)
    by = staff(matter)
    campaign = frozen(matter, by)
    asked = actions.ask_for_dry_run(campaign=campaign, by=by)
    assert actions.ask_for_dry_run(campaign=campaign, by=by) == asked
    other = template(matter, by, "Other words about {{ reference }}.\n")
    actions.choose_template(campaign=campaign, language="en", template=other, by=by)
    assert actions.rehearse(asked).state == DryRun.State.STALE
