"""Where a registration ends on its first page: nothing more is asked, and nothing is kept beyond what is right."""

from datetime import date

import pytest
from playwright.sync_api import expect

from claimants.matters.models import Matter
from claimants.people.models import Person, User
from intake.filing.models import Claim
from intake.notices.models import Notice
from tests.fixtures.filings import file_claim, new_claimant
from tests.journeys import registering
from tests.journeys.claimant import Claimant
from tests.journeys.conftest import Enter, MakeClaimant
from tests.journeys.hands import Keyboard
from tests.journeys.traces import kept_by_the_site, tables

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def _at_the_gate(who: Claimant) -> None:
    registering.open_the_case(who)
    registering.sign_in_to_register(who)
    who.sees("Before we begin")


def _ends_here(who: Claimant, heading: str) -> None:
    """The page says so courteously, has a telephone number, and asks nothing."""
    who.sees(heading)
    main = who.page.locator("main")
    expect(main).to_contain_text("+1 415 555 0123")
    expect(main.locator("input, textarea, select, form")).to_have_count(0)


def test_someone_who_has_a_lawyer_is_sent_to_the_lawyer_and_nothing_is_kept(
    seed: Matter, sit_down: MakeClaimant
) -> None:
    bo = sit_down("bo@example.org")
    _at_the_gate(bo)
    before = kept_by_the_site()
    registering.pass_the_gate(bo, lawyer="Yes", names="Smith & Partners")
    _ends_here(bo, "Please talk to your own lawyer")
    assert kept_by_the_site() == before
    assert not Claim.objects.exists()
    assert not Notice.objects.exists()
    bo.go("/registrations/")
    bo.sees("Your registrations")
    expect(bo.page.locator("main")).to_contain_text("You have no registrations here.")


def test_someone_of_the_defendants_is_left_out_and_nothing_is_kept(seed: Matter, sit_down: MakeClaimant) -> None:
    kim = sit_down("kim@example.org")
    _at_the_gate(kim)
    before = kept_by_the_site()
    registering.pass_the_gate(kim, role="Works or worked for LinkedIn or Microsoft, or runs one of them")
    _ends_here(kim, "We cannot take your answers")
    assert kept_by_the_site() == before


def test_of_a_child_under_thirteen_not_even_the_account_is_kept(seed: Matter, sit_down: MakeClaimant) -> None:
    child = sit_down("child@example.org")
    registering.open_the_case(child)
    before = tables()
    registering.sign_in_to_register(child)
    assert User.objects.get().email == "child@example.org"
    registering.pass_the_gate(child, born=str(date.today().year - 11))
    _ends_here(child, "We have kept nothing")
    assert not User.objects.exists()
    assert not Person.objects.exists()
    assert tables() == before
    child.go("/registrations/")
    child.sees("Sign in or start")


def test_a_mistyped_year_is_asked_about_before_anything_goes_and_corrected_by_the_keyboard_alone(
    seed: Matter, sit_down: MakeClaimant, enter: Enter
) -> None:
    claim, mistyped = file_claim(seed, new_claimant("ana")), str(date.today().year - 7)
    ana = sit_down("ana@example.org", hands=Keyboard)
    enter(ana.page, claim.filed_by)
    ana.go(f"/matters/{seed.slug}/start/self/")
    registering.pass_the_gate(ana, born=mistyped, names="Smith & Partners")
    ana.sees(f"You wrote {mistyped}. Is that right?")
    expect(ana.page.locator("main")).to_contain_text(claim.reference)
    ana.press("No, correct the year")
    ana.sees("Before we begin")
    expect(ana.page.get_by_label("Are you in a dispute")).to_have_value("Smith & Partners")
    assert Claim.objects.get().state == "submitted"
    ana.press("Continue")
    ana.sees(f"You wrote {mistyped}. Is that right?")
    ana.press(f"Yes, {mistyped} is right. Delete everything")
    _ends_here(ana, "We have kept nothing of what you entered")
    assert Claim.objects.get().erasures.exists()


def test_a_parent_registers_for_a_child_of_fifteen_without_javascript(seed: Matter, sit_down: MakeClaimant) -> None:
    born = str(date.today().year - 15)
    teen = sit_down("family@example.org", javascript=False)
    _at_the_gate(teen)
    before = kept_by_the_site()
    registering.pass_the_gate(teen, born=born)
    teen.sees("Please ask a parent or guardian")
    assert kept_by_the_site() == before
    teen.follow("I am the parent")
    registering.pass_the_gate(teen, born=born)
    registering.answer_everything(teen, "Noor van Dijk")
    teen.sees("Check your answers and sign")
    expect(teen.page.locator("main")).to_contain_text("You answer as a parent of a minor")
    teen.sign("Eva van Dijk")
    teen.stands("Received, waiting to be read")
    expect(teen.page.locator(".signed-text")).to_contain_text("Eva van Dijk")
    assert Claim.objects.get().capacity == "parent"


def test_a_correction_stops_where_the_first_page_would(seed: Matter, sit_down: MakeClaimant, enter: Enter) -> None:
    claim = file_claim(seed, new_claimant("bo"))
    bo = sit_down("bo@example.org")
    enter(bo.page, claim.filed_by)
    bo.go(f"/registrations/{claim.reference}/correct/before-we-begin/")
    bo.pick("Do you already have a lawyer", "Yes")
    bo.press("Continue")
    _ends_here(bo, "Please talk to your own lawyer")
    assert claim.submissions.count() == 1
    bo.follow("Withdraw your registration")
    bo.sees("Withdraw your registration?")
