"""A campaign that runs: what it shows, what our own mailboxes get, and what the log proves afterwards."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from claimants.common import frozen as triggers
from claimants.common.exceptions import Refused
from intake.campaigns import actions, previews
from intake.campaigns.approvals import digests
from intake.campaigns.models import Campaign, CampaignApproval, CampaignEvent, ManifestLine, Recipient
from intake.campaigns.progress import progress_of
from intake.campaigns.proof import verify_campaigns
from intake.notices.models import DispatchMove, Notice
from intake.notices.tallies import record_moves
from intake.notices.writers import Written, writer_for_dispatches
from tests.campaigns.situations import approved, draft, matter_with, rehearsed, running, staff, template

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_the_owner_of_the_database() -> Iterator[None]:
    triggers.remove(connection)
    yield
    triggers.install(connection)


def sent(campaign: Campaign, number: int) -> None:
    """As if workers had sent so many."""
    record_moves({campaign.dispatch_id: {"queued": -number, "accepted": number}})


def test_the_counts_always_sum_to_the_list() -> None:
    matter = matter_with(claims=4)
    campaign = running(matter, staff(matter))
    assert (progress_of(campaign).percent, progress_of(campaign).left) == (0, None)
    sent(campaign, 3)
    found = progress_of(campaign)
    assert found.states == {"queued": 1, "accepted": 3}
    assert found.is_whole
    assert (found.lines, found.waiting, found.percent) == (4, 1, 75)
    assert found.rate > 0
    assert found.left is not None
    record_moves({campaign.dispatch_id: {"queued": 1}})
    assert (progress_of(campaign).again, progress_of(campaign).is_whole) == (0, False)


def test_what_was_sent_to_another_address_is_beside_the_sum() -> None:
    matter = matter_with(claims=2)
    campaign = running(matter, staff(matter))
    sent(campaign, 1)
    record_moves({campaign.dispatch_id: {"accepted": -1, "superseded": 1, "queued": 1}})
    found = progress_of(campaign)
    assert (found.lines, found.again, found.is_whole, found.percent) == (2, 1, True, 0)


def test_our_own_mailboxes_get_four_rounds_and_are_in_no_count(settings: Settings) -> None:
    settings.SEED_MAILBOXES = ["seed@example.org", "other.seed@example.org"]
    matter = matter_with(claims=10)
    campaign = running(matter, staff(matter))
    assert campaign.dispatch.tally() == {"queued": 10}
    assert campaign.seeds.tally() == {"queued": 2}
    rounds = [0]
    for number in (1, 4, 5):
        assert actions.write_to_seeds(campaign=campaign) == 0
        sent(campaign, number)
        rounds.append(actions.sweep_seeds())
    assert rounds == [0, 2, 2, 2]
    assert campaign.manifest_rows == ManifestLine.objects.count() == 10
    assert Recipient.objects.filter(is_seed=True).count() == 2
    written = writer_for_dispatches()(list(campaign.seeds.notices.all()))
    assert all(isinstance(one, Written) for one in written.values())
    assert all(b"[reference]" in one.wire for one in written.values())
    assert list(verify_campaigns()) == []


@pytest.mark.parametrize("hours", [0, -1, 1, -3, 3])
def test_a_message_that_is_written_again_has_the_same_bytes(hours: int) -> None:
    """Also when the clock of the worker that wrote it first was wrong."""
    matter = matter_with(claims=1)
    running(matter, staff(matter))
    [notice] = Notice.objects.all()
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours)):
        first = writer_for_dispatches()([notice])[notice.pk]
    notice.attempts.create(number=1, phase="intent", message_sha256=first.sha256)
    notice.attempts_made = 1
    assert writer_for_dispatches()([notice])[notice.pk].wire == first.wire


def test_the_writer_asks_as_little_for_many_as_for_one(django_assert_max_num_queries: Any) -> None:
    matter = matter_with(claims=5)
    running(matter, staff(matter))
    notices = list(Notice.objects.all())
    with django_assert_max_num_queries(3):
        writer_for_dispatches()(notices)


def test_what_changed_while_it_was_read_is_not_approved() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = rehearsed(matter, by)
    read = digests(campaign)
    with pytest.raises(Refused, match="It changed while you read it"):
        actions.approve(campaign=campaign, by=by, seen={**read, "caps_sha256": "0" * 64})
    assert not campaign.approvals.exists()
    assert actions.approve(campaign=campaign, by=by, seen=read).caps_sha256 == read["caps_sha256"]


def test_words_for_several_languages_are_chosen_together_or_not_at_all() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = draft(matter, by)
    english = template(matter, by, "Dear reader,\n\nThe judge read the papers.\n")
    with pytest.raises(Refused, match="is in “en”, not in “es”"):
        actions.choose_words(campaign=campaign, templates={"en": english, "es": english}, by=by)
    assert campaign.templates.get().template != english
    assert len(actions.choose_words(campaign=campaign, templates={"en": english}, by=by)) == 1
    assert actions.choose_words(campaign=campaign, templates={"en": english}, by=by) == []


def test_what_is_worth_reading_is_shown() -> None:
    matter = matter_with(claims=3)
    campaign = rehearsed(matter, staff(matter))
    shown = previews.worth_reading(campaign)
    assert {one.place for one in shown} == {1, 2, 3}
    assert shown == previews.worth_reading(campaign)
    assert any("the longest message" in one.why for one in shown)
    message = previews.preview(campaign, 1)
    assert Recipient.objects.get(place=1).claim.reference in message.text
    assert "0000-0000" in message.text
    with pytest.raises(Refused, match="nobody on line 9"):
        previews.preview(campaign, 9)


def test_an_untouched_log_is_whole_and_every_act_is_in_it() -> None:
    matter = matter_with(claims=1)
    campaign = running(matter, staff(matter))
    assert list(campaign.events.values_list("kind", flat=True)) == [
        "created", "template_chosen", "frozen", "rehearsed", "approved", "approved", "started",
    ]  # fmt: skip
    assert list(verify_campaigns(matter)) == []


@pytest.mark.usefixtures("as_the_owner_of_the_database")
def test_every_alteration_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    matter = matter_with(claims=2)
    campaign = running(matter, staff(matter))
    said = []
    for change in (
        lambda: CampaignEvent.objects.filter(sequence=2).update(kind="closed"),
        lambda: ManifestLine.objects.filter(place=2).update(digest="0" * 64),
        lambda: Recipient.objects.filter(place=1).update(addresses=["eve@example.org"]),
        lambda: CampaignApproval.objects.filter(campaign=campaign)[:1].get().delete(),
        lambda: Recipient.objects.filter(place=1).delete(),
    ):
        change()
        said.append([finding.sentence for finding in verify_campaigns()])
    assert any("columns do not say" in one for one in said[0])
    assert any("not those that were sealed" in one for one in said[1])
    assert any("recipient of line 1 was altered" in one for one in said[2])
    assert any("without its approvals" in one for one in said[3])
    assert any("no erasure is on record" in one for one in said[4])
    with pytest.raises(CommandError, match="The log is broken"):
        call_command("verify_log")
    assert f"{matter.slug}, campaign {campaign.pk}: its lines are not those that were sealed" in capsys.readouterr().err


@pytest.mark.usefixtures("as_the_owner_of_the_database")
def test_a_removed_event_is_named() -> None:
    matter = matter_with(claims=1)
    campaign = approved(matter, staff(matter))
    CampaignEvent.objects.filter(campaign=campaign).order_by("-sequence")[:1].get().delete()
    assert any("the log was truncated" in finding.sentence for finding in verify_campaigns())


def test_moves_are_written_when_it_is_frozen() -> None:
    matter = matter_with(claims=2)
    running(matter, staff(matter))
    assert [(move.state, move.notices) for move in DispatchMove.objects.all()] == [("queued", 2)]
