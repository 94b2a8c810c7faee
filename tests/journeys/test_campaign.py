"""A court orders a notice: prepared, rehearsed, approved by two, sent by a real worker, declared and checked."""

import contextlib
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from claimants.matters.models import Matter
from claimants.people.models import Role
from intake.campaigns.models import Campaign, CampaignState, DryRun
from intake.notices.models import Notice, NoticeState
from intake.notices.wakeup import wake
from intake.reports.models import DeclarationAsked
from tests.fixtures.filings import staff_of
from tests.fixtures.workers import Worker
from tests.journeys.conftest import MakeReviewer
from tests.journeys.looking import look
from tests.journeys.reviewer import Reviewer
from tests.waiting import until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PEOPLE = 240
BODY = "Dear {{ name }},\n\nThe court gave an order in this case.\nIt is about the plan you had.\n"


def test_a_notice_ordered_by_the_court_from_the_list_to_the_declaration(
    settlement: Matter, at_the_desk: MakeReviewer, start_worker: Callable[[], Worker], tmp_path: Path
) -> None:
    first = at_the_desk(staff_of(settlement, "first", Role.ADMINISTRATOR), is_in=True)
    second = at_the_desk(staff_of(settlement, "second", Role.SUPERVISOR), is_in=True)
    _writes_the_words(first, settlement)
    _prepares(first, settlement)
    _freezes(first)
    start_worker()
    _rehearses_and_reads(first)
    _approves(first)
    _approves(second)
    _starts_pauses_and_goes_on(first, second)
    _closes_and_declares(first, tmp_path)


def _writes_the_words(who: Reviewer, matter: Matter) -> None:
    who.page.goto(f"{who.site}/desk/matters/{matter.slug}/templates/")
    who.sees("Words for many")
    who.follow("Write new words")
    who.page.get_by_label("Name", exact=True).fill("Class notice")
    who.page.get_by_label("Notice ordered by the court").check()
    who.page.get_by_label("Docket reference of the order").fill("ECF 41")
    who.page.get_by_label("Subject").fill("An order of the court")
    who.page.get_by_label("Body").fill(f"{BODY}You will receive $500.")
    who.press("Check and save as a version")
    expect(who.page.get_by_role("alert")).to_contain_text("“You will receive” may not be said")
    who.page.get_by_label("Body").fill(BODY)
    who.press("Check and save as a version")
    who.told("can be chosen for a notice to many")
    look(who.page)


def _prepares(who: Reviewer, matter: Matter) -> None:
    who.page.goto(f"{who.site}/desk/matters/{matter.slug}/campaigns/")
    who.sees("Notices to many")
    who.follow("Prepare a notice to many")
    who.sees("A new notice to many")
    who.page.get_by_label("Name", exact=True).fill("First wave")
    who.page.get_by_label("Notice ordered by the court").check()
    who.page.get_by_label("Docket reference of the order").fill("ECF 41")
    who.page.get_by_label("Deadline").fill("2099-12-15 17:00")
    who.page.get_by_label("People on a list that is uploaded").check()
    who.page.get_by_label("At most so many messages a second").fill("6")
    who.press("Save the draft")
    who.sees("The words of “First wave”")
    who.page.get_by_label("For those who read English").select_option(label="Class notice, version 1")
    who.press("Use these words")
    who.told("These are its words now.")


def _freezes(who: Reviewer) -> None:
    who.follow("Freeze the recipients")
    who.sees("Freeze the recipients of “First wave”")
    _uploads(who, _list_of(PEOPLE).replace("person7@", "person7"))
    expect(who.page.get_by_role("alert")).to_contain_text("Nothing of this list was stored.")
    expect(who.page.locator("ol")).to_contain_text("this is not an e-mail address")
    look(who.page)
    _uploads(who, _list_of(PEOPLE))
    who.told("The recipients are frozen.")


def _rehearses_and_reads(who: Reviewer) -> None:
    who.press("Start a dry run")
    expect(who.page.locator("body")).to_contain_text("Every message can be written.", timeout=30_000)
    assert DryRun.objects.get().done == PEOPLE
    who.follow("Its messages")
    who.sees("Messages of “First wave”")
    who.page.get_by_label("Line of the list").fill("7")
    who.press("Read this line")
    who.sees("Line 7 of “First wave”")
    expect(who.page.locator("pre")).to_contain_text("Dear Person 7,")


def _approves(who: Reviewer) -> None:
    campaign = Campaign.objects.select_related("matter").get()
    who.page.goto(f"{who.site}/desk/matters/{campaign.matter.slug}/campaigns/{campaign.pk}/")
    who.follow("Read what would be sent, and approve")
    who.sees("Approve “First wave”")
    expect(who.page.locator("body")).to_contain_text(campaign.manifest_sha256)
    expect(who.page.locator("body")).to_contain_text("the court's deadline is December 15, 2099")
    who.page.get_by_label("I have read the messages").check()
    who.press("Approve it")
    who.told("You approved it.")


def _starts_pauses_and_goes_on(first: Reviewer, second: Reviewer) -> None:
    first.page.goto(second.page.url)
    first.follow("Start it")
    first.sees("Start “First wave”")
    first.press("Start it")
    first.told("It runs.")
    until(lambda: _left() < PEOPLE, seconds=90)
    second.page.reload()
    second.follow("Pause it")
    second.page.get_by_label("Why").fill("The registrar called.")
    second.press("Pause it")
    second.told("It is paused.")
    until(lambda: not Notice.objects.filter(state__in=["leased", "attempting"]).exists(), seconds=90)
    left = _left()
    assert left
    expect(first.page.locator("body")).to_contain_text("It is paused: The registrar called.", timeout=15_000)
    look(first.page)
    time.sleep(1)
    assert _left() == left
    first.follow("Go on with it")
    first.press("Go on with it")
    first.told("It goes on.")
    _ticks_until_all_is_sent()
    expect(first.page.locator("body")).to_contain_text(f"Accepted by the mail relay {PEOPLE}", timeout=15_000)
    look(first.page)


def _closes_and_declares(who: Reviewer, folder: Path) -> None:
    who.follow("Close it")
    who.press("Close it")
    who.told("It is closed.")
    assert Campaign.objects.get().state == CampaignState.CLOSED
    who.follow("Declaration")
    who.press("Make the declaration")
    link = who.page.get_by_role("link", name="Take pack")
    expect(link).to_be_visible(timeout=60_000)
    look(who.page)
    with who.page.expect_download() as coming:
        link.click()
    pack = folder / "pack.zip"
    coming.value.save_as(pack)
    said = StringIO()
    call_command("verify_pack", str(pack), head=DeclarationAsked.objects.get().made.head, stdout=said, stderr=said)
    assert f"The pack agrees with itself: {PEOPLE} lines of the list." in said.getvalue()


def _uploads(who: Reviewer, text: str) -> None:
    file = {"name": "class-list.csv", "mimeType": "text/csv", "buffer": text.encode()}
    who.page.get_by_label("The list, as CSV").set_input_files(file)
    who.press("Freeze the recipients")


def _list_of(people: int) -> str:
    return "email,name\n" + "".join(f"person{n}@example.org,Person {n}\n" for n in range(1, people + 1))


def _left() -> int:
    return Notice.objects.filter(dispatch__campaign__isnull=False).exclude(state=NoticeState.ACCEPTED).count()


def _ticks_until_all_is_sent() -> None:
    """As the clock does every fifteen seconds: a worker ends its time, and another takes its place."""
    for _ in range(8):
        wake()
        with contextlib.suppress(AssertionError):
            return until(lambda: _left() == 0, seconds=15)
    raise AssertionError("Not everything was sent.")
