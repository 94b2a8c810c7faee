"""Whose approvals a declaration names, and what the check of a pack asks of them, however it came to its end."""

import zipfile
from pathlib import Path

import pytest

from claimants.people.models import User
from intake.campaigns import actions
from intake.campaigns.caps import Caps
from intake.campaigns.models import Campaign
from intake.reports.actions import make_pack
from intake.reports.checking.packs import check_pack
from tests.campaigns.situations import matter_with, rehearsed, running, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db: None) -> User:
    return staff(matter_with(2))


def _declared(campaign: Campaign, into: Path) -> str:
    """The declaration in words, out of a pack that passes its own check."""
    campaign.refresh_from_db()
    pack = make_pack(campaign=campaign, into=into, is_interim=campaign.dispatch.ended_at is None, by=None)
    assert check_pack(pack.path, head=pack.made.head).findings == []
    with zipfile.ZipFile(pack.path) as archive:
        return " ".join(archive.read("declaration.txt").decode().split())


def _change_limits(campaign: Campaign, per_day: int, by: User) -> None:
    actions.change_limits(campaign=campaign, caps=Caps(per_second=None, per_day=per_day), deadline=None, by=by)


def test_who_withdrew_is_not_named(first: User, tmp_path: Path) -> None:
    campaign = rehearsed(first.grants.get().matter, first)
    withdrew, second = staff(campaign.matter), staff(campaign.matter)
    actions.approve(campaign=campaign, by=withdrew)
    actions.withdraw_approval(campaign=campaign, by=withdrew)
    assert "No approval of it stands: each was withdrawn" in _declared(campaign, tmp_path)
    for person in (first, second):
        actions.approve(campaign=campaign, by=person)
    actions.start(campaign=campaign, by=first)
    words = _declared(campaign, tmp_path)
    assert f"were approved by {first.email} on " in words
    assert f"; {second.email} on " in words
    assert withdrew.email not in words


def test_who_approved_other_limits_is_not_named(first: User, tmp_path: Path) -> None:
    campaign = rehearsed(first.grants.get().matter, first)
    before, second = staff(campaign.matter), staff(campaign.matter)
    actions.approve(campaign=campaign, by=before)
    _change_limits(campaign, 5_000, first)
    for person in (first, second):
        actions.approve(campaign=campaign, by=person)
    actions.start(campaign=campaign, by=first)
    words = _declared(campaign, tmp_path)
    assert (first.email in words, second.email in words, before.email in words) == (True, True, False)


def test_one_approval_of_what_never_started_is_no_alteration(first: User, tmp_path: Path) -> None:
    campaign = rehearsed(first.grants.get().matter, first)
    actions.approve(campaign=campaign, by=first)
    actions.cancel(campaign=campaign, reason="The order was vacated.", by=first)
    assert f"were approved by {first.email} on " in _declared(campaign, tmp_path)


def test_limits_changed_before_the_rest_was_cancelled_are_no_alteration(first: User, tmp_path: Path) -> None:
    campaign = running(first.grants.get().matter, first)
    approved = set(campaign.approvals.values_list("by__email", flat=True))
    actions.pause(campaign=campaign, reason="A word is wrong.", by=first)
    _change_limits(campaign, 5_000, first)
    late = staff(campaign.matter)
    actions.approve(campaign=campaign, by=late)
    actions.propose_cancel(campaign=campaign, reason="Vacated.", by=first)
    actions.cancel(campaign=campaign, reason="Vacated.", by=late)
    words = _declared(campaign, tmp_path)
    assert all(email in words for email in approved)
    assert late.email not in words


def test_an_approval_withdrawn_after_the_last_message_left_is_still_one_it_left_under(
    first: User, tmp_path: Path
) -> None:
    campaign = running(first.grants.get().matter, first)
    actions.pause(campaign=campaign, reason="A word is wrong.", by=first)
    actions.withdraw_approval(campaign=campaign, by=first)
    actions.propose_cancel(campaign=campaign, reason="Vacated.", by=first)
    actions.cancel(campaign=campaign, reason="Vacated.", by=staff(campaign.matter))
    assert f"were approved by {first.email} on " in _declared(campaign, tmp_path)


def test_what_was_resumed_rests_on_the_approvals_given_anew(first: User, tmp_path: Path) -> None:
    campaign = running(first.grants.get().matter, first)
    actions.pause(campaign=campaign, reason="Too fast.", by=first)
    _change_limits(campaign, 5_000, first)
    anew = [staff(campaign.matter) for _ in range(2)]
    for person in anew:
        actions.approve(campaign=campaign, by=person)
    actions.resume(campaign=campaign, by=first)
    words = _declared(campaign, tmp_path)
    assert all(person.email in words for person in anew)
    assert first.email not in words.partition("were approved by")[2].partition("The list has")[0]
