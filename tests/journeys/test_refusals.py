"""The pages people hope never to see are as readable as the rest: whatever the answer's number, axe finds nothing."""

import secrets

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from claimants.common.references import new_reference
from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import User
from intake.filing import actions
from intake.portal.views.verify import CODES_FROM_A_PLACE
from tests.fixtures.browsers import OpenPage
from tests.fixtures.filings import REGISTRATION, file_claim, new_claimant, staff_of
from tests.journeys.conftest import Enter
from tests.journeys.looking import look

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

_ADDS_THOUSANDS_OF_FIELDS = """form => {
    for (let number = 0; number < 3000; number++) form.append(Object.assign(
        document.createElement("input"), {type: "hidden", name: `premium.${number}.from.year`, value: "2020"}));
}"""


@pytest.fixture
def writer(transactional_db: None) -> User:
    return new_claimant("writer")


def _is_told(page: Page, heading: str, *sentences: str) -> None:
    """A heading that says what happened, what to do next, and a way on."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    for sentence in sentences:
        expect(page.locator("main")).to_contain_text(sentence)
    expect(page.locator("main").get_by_role("link").first).to_be_visible()
    look(page)


def _goes(page: Page, address: str, status: int) -> None:
    answer = page.goto(address)
    assert answer
    assert answer.status == status


def test_a_form_that_cannot_be_read_is_answered_in_words(seed: Matter, site: str, page: Page) -> None:
    page.goto(f"{site}/matters/{seed.slug}/check/")
    page.locator("main form").evaluate(_ADDS_THOUSANDS_OF_FIELDS)
    with page.expect_navigation() as answered:
        page.get_by_role("button", name="See the result").click()
    assert answered.value
    assert answered.value.status == 400
    _is_told(page, "We could not read that", "Nothing was changed.", "Press Back in your browser")


def test_a_failure_of_ours_is_answered_in_words(seed: Matter, site: str, page: Page) -> None:
    """A matter whose file was broken behind our back; under a digest of which no process keeps a file."""
    Matter.objects.filter(pk=seed.pk).update(document={}, sha256=secrets.token_hex(32))
    _goes(page, f"{site}/matters/{seed.slug}/", 500)
    _is_told(page, "Something broke on our side", "It is not your fault.", "Wait a minute")


def test_what_the_rules_do_not_allow_now_is_answered_in_words(
    seed: Matter, site: str, page: Page, enter: Enter, writer: User
) -> None:
    """A draft that cannot be signed, for no definition is in force."""
    draft = actions.start(matter=seed, by=writer)
    actions.save_answers(claim=draft, answers=REGISTRATION, by=writer)
    ClassDefinition.objects.filter(matter=seed).update(status="superseded")
    enter(page, writer)
    _goes(page, f"{site}/registrations/{draft.reference}/check-answers/", 409)
    _is_told(page, "That is not possible now", "Nothing was changed, and nothing you gave is lost.")


def test_whoever_asks_too_often_is_told_how_long_to_wait(site: str, page: Page) -> None:
    page.goto(f"{site}/notices/verify/")
    for _ in range(CODES_FROM_A_PLACE.times):
        Client(REMOTE_ADDR="127.0.0.1").post("/notices/verify/", {"code": new_reference()})
    page.get_by_label("The code in the message").fill(new_reference())
    with page.expect_navigation() as answered:
        page.get_by_role("button", name="Check the code").click()
    assert answered.value
    assert answered.value.status == 429
    expect(page.get_by_role("alert")).to_contain_text("You have checked many codes")
    look(page)


def test_what_is_not_open_or_not_there_is_said_at_the_desk_too(
    settlement: Matter, seed: Matter, site: str, open_page: OpenPage, enter: Enter, writer: User
) -> None:
    elsewhere = file_claim(settlement, writer)
    page = open_page()
    enter(page, staff_of(seed, "anna"))
    for address, status, heading in [
        (f"/desk/claims/{elsewhere.reference}/", 403, "Not open to you"),
        (f"/desk/registrations/{new_reference()}/", 404, "Nothing here"),
        ("/desk/nothing-here/", 404, "There is no such page"),
    ]:
        _goes(page, f"{site}{address}", status)
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        look(page)
