"""The page on which a campaign is approved: what it shows is what is approved."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.campaigns import actions
from intake.campaigns.actions.erasing import erase_line
from intake.campaigns.models import DryRun
from intake.campaigns.previews import preview
from intake.review.models import StaffRead
from tests.campaigns import situations
from tests.campaigns.situations import matter_with, staff
from tests.desk.campaigns import at, fresh, rehearsed
from tests.desk.steps import said
from tests.desk.versions import words_of
from tests.fixtures.filings import staff_of

LINE = "ana@example.org,Ana López,Plan A"
SignedIn = Callable[[User], Client]


@pytest.fixture
def first(settlement: Matter) -> User:
    return staff_of(settlement, "first", Role.ADMINISTRATOR)


@pytest.fixture
def client(first: User, signed_in: SignedIn) -> Client:
    return signed_in(first)


def test_the_page_that_is_approved_says_who_is_written_to_how_and_quotes_what_passed(
    settlement: Matter, first: User, client: Client
) -> None:
    text = f"email,name,product,address_1,city,country\n{LINE},,,\n,Bo,B,1 Main Street,Oakland,US\n"
    campaign = rehearsed(client, settlement, first, text)
    passed = campaign.dry_runs.get()
    DryRun.objects.create(
        campaign=campaign, by=first, state="stale", manifest_sha256="0" * 64, templates_sha256="0" * 64
    )
    page = client.get(at(campaign, "approve/"))
    assert "by e-mail 1, by post 1, not at all 0" in words_of(page)
    assert page.context["dry_run"] == passed
    assert "Reads at grade 1 or below." in words_of(page)
    assert "A dry run wrote every message that is to be sent by e-mail" in words_of(page)
    for by in (first, staff_of(settlement, "second", Role.REVIEWER)):
        actions.approve(campaign=campaign, by=by)
    assert "by e-mail from now on: 1. By post: 1. Not at all" in words_of(client.get(at(campaign, "start/")))


def test_whoever_approves_reads_a_whole_message_and_what_of_the_matter_is_bound_into_it(
    settlement: Matter, first: User, client: Client
) -> None:
    campaign = rehearsed(client, settlement, first)
    answer = client.get(at(campaign, "approve/"))
    page = words_of(answer)
    assert "To ana@example.org" in page
    assert "Dear Ana López, The court gave an order about Plan A." in page
    assert answer.context["first"].message == preview(campaign, 1)
    file = settlement.file
    for said_there in (
        settlement.caption, file.number, settlement.get_stage_display(), file.dates[0].label, file.release[0],
        file.sponsor.firm, file.sponsor.telephone, "A settlement has been proposed.",
    ):  # fmt: skip
        assert said_there in page[page.index("What the matter adds") :]
    content = answer.content.decode()
    assert content.index("<details") > content.index("Your approval")
    for digest in answer.context["bound"].values():
        assert f"<code>{digest}</code>" in content[content.index("<details") :]
    erase_line(campaign=campaign, place=1, ground="request", by=first)
    assert "To wei@example.org" in words_of(client.get(at(campaign, "approve/")))


def test_who_reads_a_message_about_a_claim_before_approving_is_on_record(db: None, signed_in: SignedIn) -> None:
    matter = matter_with(claims=1)
    campaign = situations.rehearsed(matter, staff(matter))
    second = staff(matter, Role.REVIEWER)
    signed_in(second).get(at(campaign, "approve/"))
    assert [read.reader for read in StaffRead.objects.all()] == [second]


def test_what_changed_since_it_was_read_is_not_approved(settlement: Matter, first: User, client: Client) -> None:
    campaign = rehearsed(client, settlement, first)
    old = client.get(at(campaign, "approve/")).context["form"]["seen"].value()
    limits = {
        "deadline": "2099-12-15 17:00", "per_second": "5", "per_day": "", "unknown_rule": "hold", "remail_days": "15",
    }  # fmt: skip
    assert "in the mail within 10 working days" in words_of(client.get(at(campaign, "approve/")))
    assert "Two people must approve it anew" in said(client.post(at(campaign, "limits/"), limits))
    page = client.post(at(campaign, "approve/"), {"seen": old, "read": "on"})
    assert "Something changed after you opened this page" in words_of(page)
    assert not campaign.approvals.exists()
    assert fresh(campaign).remail_days == 15


def test_a_box_that_is_not_ticked_says_so_at_its_place(settlement: Matter, first: User, client: Client) -> None:
    campaign = rehearsed(client, settlement, first)
    seen = client.get(at(campaign, "approve/")).context["form"]["seen"].value()
    page = client.post(at(campaign, "approve/"), {"seen": seen}).content.decode()
    assert 'aria-describedby="id_read_error"' in page
    sentence = "Read what would be sent first; then say that you have."
    assert re.search(rf'id="id_read_error">\s*<p class="error">{sentence}</p>', page)
