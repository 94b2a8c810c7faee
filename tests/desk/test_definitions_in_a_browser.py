"""The pages of the class definition, measured at both widths, and followed while a pass runs."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from claimants.matters.actions import start_draft
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.assessments import actions as assessments
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.actions import owe_for_changes
from tests.axe import check_accessible
from tests.desk.versions import Scene, at, at_run, cleared, scene_of
from tests.fixtures.browsers import DESKTOP, PHONE, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
SignedIn = Callable[[User], Client]
Look = Callable[..., Page]


@pytest.fixture
def scene(transactional_db: None, seed: Matter) -> Scene:
    return scene_of(seed)


@pytest.fixture
def look(live_server: LiveServer, settings: Settings, open_page: OpenPage, signed_in: SignedIn) -> Look:
    """Opens a page as somebody, and measures it."""
    settings.SITE_URL = live_server.url
    pages: dict[tuple[User, int, bool], Page] = {}

    def look_at(user: User, address: str, width: int, *, javascript: bool = True) -> Page:
        if (user, width, javascript) not in pages:
            page = open_page(width=width, javascript=javascript)
            session = signed_in(user).cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            pages[user, width, javascript] = page
        page = pages[user, width, javascript]
        answer = page.goto(f"{live_server.url}{address}")
        assert answer
        assert answer.status == 200, address
        if javascript:
            check_accessible(page)
        return page

    return look_at


@WIDTHS
def test_the_pages_of_a_version_read_well(look: Look, scene: Scene, width: int) -> None:
    scene.previewed(scene.proposed())
    draft = start_draft(matter=scene.matter, by=scene.first)
    two = scene.matter.definitions.get(version=2)
    look(scene.first, f"/desk/matters/{scene.matter.slug}/definitions/", width)
    for definition in (scene.in_force, two, draft):
        look(scene.first, at(definition), width)
    for page in ("difference/", "difference/?with=9", "people/", "playground/", "withdraw/"):
        look(scene.first, at(two, page), width)
    for page in ("edit/", "discard/"):
        look(scene.first, at(draft, page), width)


@WIDTHS
def test_a_mistake_in_the_text_leads_to_its_line(look: Look, scene: Scene, width: int) -> None:
    draft = start_draft(matter=scene.matter, by=scene.first)
    page = look(scene.first, at(draft, "edit/"), width)
    text = page.get_by_label("The definition")
    written = text.input_value().replace("op: overlaps", "op: overlap", 1).replace("bit: 1", "bit: one", 1)
    text.fill(written)
    page.get_by_role("button", name="Check and save").click()
    expect(page.get_by_role("alert")).to_contain_text("2 things are wrong with the text")
    expect(text).to_have_value(written)
    check_accessible(page)
    page.get_by_role("link", name=re.compile("^Line [0-9]")).first.click()
    expect(text).to_be_focused()
    assert text.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)") == "  test:"


@WIDTHS
def test_the_pages_of_a_pass_read_well(look: Look, scene: Scene, width: int) -> None:
    cleared(scene, *scene.filed[1:3])
    Claim.objects.filter(pk=scene.filed[2].pk).update(state=State.ACCEPTED)
    definition = scene.approved()
    look(scene.first, at_run(definition.reassessments.get()), width)
    look(scene.first, at(definition, "apply/"), width)
    run = assessments.apply(definition=definition, by=scene.first)
    look(scene.first, at_run(run), width).goto("about:blank")  # where it does not ask for news any more
    assessments.stop(run=run, by=scene.first)
    look(scene.first, at_run(run), width)
    assessments.lead(assessments.resume(run=run, by=scene.first))
    owe_for_changes(run=run)
    look(scene.first, at_run(run), width)
    look(scene.first, f"/desk/registrations/{scene.filed[2].reference}/", width)
    look(scene.first, "/desk/queue/?state=earlier", width)
    look(scene.first, f"/desk/matters/{scene.matter.slug}/definitions/", width)
    look(scene.first, "/desk/", width)


@WIDTHS
def test_mistakes_in_the_playground_stand_at_their_fields(look: Look, scene: Scene, width: int) -> None:
    page = look(scene.first, at(scene.proposed(), "playground/"), width)
    page.get_by_label("The times with Premium", exact=True).fill("2023-02 – 2023-11, plan career")
    page.get_by_role("button", name="Judge").click()
    expect(page.get_by_text("Version 1, in force now, says: Meets every criterion")).to_be_in_viewport()
    check_accessible(page)
    page.get_by_label("The first InMail").fill("May 2022")
    page.get_by_role("button", name="Judge").click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    check_accessible(page)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("The first InMail")).to_be_focused()


def test_a_page_of_a_pass_follows_it_to_its_end(look: Look, scene: Scene) -> None:
    run = assessments.preview(definition=scene.proposed(), by=scene.first)
    page = look(scene.first, at_run(run), PHONE)
    expect(page.get_by_text("It waits for a worker.")).to_be_visible()
    assessments.lead(run)
    expect(page.get_by_text("4 claims judged.")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("heading", name="From which result to which")).to_be_visible()


def test_a_pass_can_be_followed_without_javascript(look: Look, scene: Scene) -> None:
    run = assessments.preview(definition=scene.proposed(), by=scene.first)
    page = look(scene.first, at_run(run), PHONE, javascript=False)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("It waits for a worker.")).to_be_visible()
    assessments.lead(run)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("4 claims judged.")).to_be_visible()
    page.get_by_role("button", name="Run the what-if again").click()
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_role("status")).to_contain_text("It stops.")
