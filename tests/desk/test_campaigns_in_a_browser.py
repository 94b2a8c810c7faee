"""The pages of notices to many, measured at both widths, worked with the keyboard alone and without JavaScript."""

import os
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.campaigns.actions import owe_paper
from intake.campaigns.models import Campaign, PostalItem
from intake.notices.addresses import digest_of
from intake.notices.models import AddressStatus, MailEvent, NoticeState
from tests.axe import check_accessible
from tests.campaigns.listed import move, notices_of, running
from tests.desk.campaigns import approve, as_file, at, begun, fresh, rehearsed, words_for
from tests.fixtures.browsers import DESKTOP, PHONE, OpenPage
from tests.fixtures.filings import staff_of
from tests.journeys.hands import Keyboard

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
SignedIn = Callable[[User], Client]
Look = Callable[..., Page]


@pytest.fixture
def first(transactional_db: None, settlement: Matter) -> User:
    return staff_of(settlement, "first", Role.ADMINISTRATOR)


@pytest.fixture
def look(live_server: LiveServer, settings: Settings, open_page: OpenPage, signed_in: SignedIn, first: User) -> Look:
    """Opens a page of the desk, and measures it."""
    settings.SITE_URL = live_server.url
    pages: dict[tuple[int, bool], Page] = {}

    def look_at(address: str, width: int, *, javascript: bool = True) -> Page:
        if (width, javascript) not in pages:
            page = open_page(width=width, javascript=javascript)
            session = signed_in(first).cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            pages[width, javascript] = page
        page = pages[width, javascript]
        answer = page.goto(f"{live_server.url}{address}")
        assert answer
        assert answer.status == 200, address
        picture(page, f"{address.strip('/').replace('/', '_')}-{width}")
        if javascript:
            check_accessible(page)
        return page

    return look_at


def picture(page: Page, name: str) -> None:
    """For whoever wants to look at the pages."""
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)


@WIDTHS
def test_the_pages_before_a_notice_to_many_is_sent_read_well(
    look: Look, settlement: Matter, first: User, signed_in: SignedIn, width: int
) -> None:
    client = signed_in(first)
    base = f"/desk/matters/{settlement.slug}"
    for page in ("campaigns/", "campaigns/new/", "templates/", "templates/new/"):
        look(f"{base}/{page}", width)
    draft = begun(client, settlement, first)
    for page in ("", "edit/", "words/", "freeze/", "cancel/", "log/"):
        look(at(draft, page), width)
    Campaign.objects.filter(pk=draft.pk).update(name="Another")
    campaign = rehearsed(client, settlement, first)
    for page in ("", "messages/", "messages/1/", "limits/", "approve/", "notices/", "letters/", "declaration/"):
        look(at(campaign, page), width)
    look("/desk/", width)
    approve(client, campaign)
    look(at(campaign, "withdraw/"), width)
    for page in ("campaigns/", f"templates/{campaign.templates.get().template_id}/"):
        look(f"{base}/{page}", width)


@WIDTHS
def test_the_pages_of_a_notice_to_many_that_is_sent_read_well(
    look: Look, settlement: Matter, first: User, signed_in: SignedIn, width: int
) -> None:
    client = signed_in(first)
    campaign = rehearsed(client, settlement, first)
    approve(client, campaign)
    approve(signed_in(staff_of(settlement, "second", Role.REVIEWER)), campaign)
    look(at(campaign, "start/"), width)
    client.post(at(campaign, "start/"))
    owe_paper(fresh(campaign), {1: "No address."})
    for page in ("", "pause/", "drain/", "close/", "propose-cancel/", "letters/", "letters/read/", "log/"):
        look(at(campaign, page), width)
    client.post(at(campaign, "propose-cancel/"), {"reason": "The order was vacated."})
    look(at(campaign, "keep/"), width)
    client.post(at(campaign, "keep/"))
    bare = PostalItem.objects.get()
    for page in ("letters/", f"letters/{bare.pk}/address/"):
        look(at(campaign, page), width)
    letter = _came_back(fresh(campaign))
    for page in ("letters/", f"letters/{letter.pk}/again/", f"letters/{letter.pk}/give-up/"):
        look(at(campaign, page), width)
    client.post(at(campaign, "pause/"), {"reason": "A word is wrong."})
    look(at(campaign, "resume/"), width)
    look(f"/desk/notices/{campaign.dispatch.notices.all()[0].code}/", width)


@WIDTHS
def test_how_the_queue_is_and_held_addresses_read_well(look: Look, settlement: Matter, first: User, width: int) -> None:
    troubled = notices_of(running(first, [["ana@example.org"], ["wei@example.org"]], matter=settlement))
    move(troubled[0], NoticeState.FAILED)
    move(troubled[1], NoticeState.UNKNOWN)
    look("/desk/", width)
    _reported()
    look("/desk/health/", width)
    look("/desk/mail-reports/", width)
    look("/desk/mail-reports/?show=unmatched", width)
    held = AddressStatus.objects.create(digest=digest_of("ana@example.org"), reason="prefers_post")
    look(f"/desk/addresses/{held.pk}/lift/", width)
    page = look("/desk/addresses/", width)
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Let mail go to")).to_be_visible()
    check_accessible(page)


@WIDTHS
def test_a_person_is_erased_from_the_lists_at_both_widths(
    look: Look, settlement: Matter, first: User, signed_in: SignedIn, width: int
) -> None:
    rehearsed(signed_in(first), settlement, first)
    page = look(f"/desk/matters/{settlement.slug}/erase-from-lists/", width)
    page.get_by_label("E-mail address", exact=True).fill("ana@example.org")
    page.get_by_role("button", name="Show what would be erased").click()
    expect(page.get_by_role("heading", name="What would be erased")).to_be_visible()
    check_accessible(page)
    picture(page, f"erasing-{width}")
    page.get_by_label("I have looked at these lines").check()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why the person is erased.")
    page.get_by_label("The person asked").check()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("1 line is erased.")).to_be_visible()


def test_words_are_written_with_the_keyboard_alone_and_keep_what_was_typed(look: Look, settlement: Matter) -> None:
    page = look(f"/desk/matters/{settlement.slug}/templates/new/", DESKTOP)
    hands = Keyboard(page)
    hands.write(page.get_by_label("Name", exact=True), "Word")
    hands.tick(page.get_by_label("Update"))
    hands.write(page.get_by_label("Subject"), "Word of the case")
    hands.write(page.get_by_label("Body"), "You will receive money.")
    hands.press(page.get_by_role("button", name="Check and save as a version"))
    expect(page.get_by_role("alert")).to_contain_text("may not be said")
    expect(page.get_by_label("Body")).to_have_value("You will receive money.")
    hands.write(page.get_by_label("Body"), "The judge read the papers.")
    hands.press(page.get_by_role("button", name="Check and save as a version"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Word (en) version 1")


@WIDTHS
def test_a_long_line_of_a_notice_is_seen_whole_while_it_is_typed(look: Look, settlement: Matter, width: int) -> None:
    body = look(f"/desk/matters/{settlement.slug}/templates/new/", width).get_by_label("Body")
    body.fill("The court gave an order about the case. " * 12)
    assert body.evaluate("field => field.scrollWidth <= field.clientWidth")


def test_a_list_is_frozen_and_watched_without_javascript(
    look: Look, settlement: Matter, first: User, signed_in: SignedIn
) -> None:
    words_for(settlement, first)
    campaign = begun(signed_in(first), settlement, first)
    page = look(at(campaign, "freeze/"), PHONE, javascript=False)
    wrong = as_file("email,name\nnobody,Ana\n").read()
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": wrong}
    page.get_by_label("The list, as CSV").set_input_files(file)
    page.get_by_role("button", name="Freeze the recipients").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing of this list was stored.")
    page.get_by_label("The list, as CSV").set_input_files(file | {"buffer": b"email,name\nana@example.org,Ana\n"})
    page.get_by_role("button", name="Freeze the recipients").click()
    page.get_by_role("button", name="Start a dry run").click()
    expect(page.get_by_role("link", name="Look again")).to_be_visible()


def test_a_page_that_nobody_sees_asks_for_nothing_and_goes_on_when_it_is_shown(
    look: Look, settlement: Matter, first: User
) -> None:
    campaign = running(first, [["ana@example.org"]], matter=settlement)
    page = look(at(campaign), DESKTOP)
    _hide(page, is_hidden=True)
    page.wait_for_timeout(500)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(3000)
    assert asked == []
    with page.expect_request("**/progress/"):
        _hide(page, is_hidden=False)


def _hide(page: Page, *, is_hidden: bool) -> None:
    """What a browser says when another tab is in front."""
    page.evaluate(
        "is => { Object.defineProperty(document, 'hidden', {configurable: true, get: () => is});"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        is_hidden,
    )


def _reported() -> None:
    """A report that nobody could read, about no message that is known."""
    MailEvent.objects.get_or_create(
        provider="returned", provider_event_id="1", kind="other", said="Out of office until Monday.", is_flagged=True,
        happened_at=timezone.now(),
    )  # fmt: skip


def _came_back(campaign: Campaign) -> PostalItem:
    """A letter that the post brought back, with nothing done about it yet."""
    now = timezone.now()
    letters = PostalItem.objects.filter(campaign=campaign)
    letters.update(state=PostalItem.State.RETURNED, batch=1, mailed_at=now, returned_at=now)
    return letters.get()
