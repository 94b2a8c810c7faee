"""Who may do what with a campaign, and in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import Role
from intake.campaigns import actions
from intake.campaigns.caps import Caps
from intake.campaigns.models import Campaign, CampaignState, DryRun, Purpose, TemplateVersion
from intake.campaigns.states import TRANSITIONS
from intake.notices.models import DispatchState
from tests.campaigns.situations import (
    CLAIMS,
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
