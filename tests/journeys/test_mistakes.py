"""What a page says when something is wrong: a sentence at its place, reachable, and nothing already given is lost."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from claimants.common.references import new_reference
from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.filing.models import Claim
from intake.review.actions import ask, clear_conflict, lapse_due, take
from intake.review.models import InformationRequest
from tests.fixtures.browsers import DESKTOP, OpenPage
from tests.fixtures.filings import file_claim, new_claimant, staff_of
from tests.journeys import registering
from tests.journeys.claimant import Claimant
from tests.journeys.conftest import Enter, MakeClaimant
from tests.journeys.hands import Keyboard
from tests.journeys.looking import look

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SAVE = "Save and continue"


def _goes_wrong(who: Claimant, button: str, *sentences: str) -> None:
    """The list of mistakes has the focus, the title says so, and each line leads to something on the page."""
    who.press(button)
    summary = who.page.get_by_role("alert")
    for sentence in sentences:
        expect(summary).to_contain_text(sentence)
    expect(summary).to_be_focused()
    expect(who.page).to_have_title(re.compile("^Error: "))
    for link in summary.get_by_role("link").all():
        expect(who.page.locator(f"[id='{(link.get_attribute('href') or '#')[1:]}']")).to_have_count(1)
    who.look()


def test_whoever_gets_everything_wrong_is_told_each_thing_and_loses_nothing(
    seed: Matter, sit_down: MakeClaimant, enter: Enter
) -> None:
    who = sit_down("oops@example.org")
    enter(who.page, new_claimant("oops"))
    who.go(f"/matters/{seed.slug}/start/")
    _goes_wrong(who, "Continue", "Choose for whom you answer.")
    who.pick("For whom do you answer?", "For myself")
    who.press("Continue")
    who.write("In which year were you born?", "85")
    _goes_wrong(who, "Continue", "Write a number of 1900 or more.")
    registering.pass_the_gate(who)
    _writes_dates_that_cannot_be(who)
    registering.say_when_premium(who)
    _lives_nowhere(who)
    registering.say_where_lived(who)
    registering.say_what_messages(who)
    registering.say_what_was_known(who)
    _cannot_be_reached(who)
    registering.say_who(who, "محمد العلي 🙂")
    who.sees("Check your answers and sign")
    expect(who.page.locator("main")).to_contain_text("محمد العلي 🙂")
    _goes_wrong(who, "Sign and submit", "Type your full name to sign.")
    who.write("Type your full name to sign", "12345")
    _goes_wrong(who, "Sign and submit", "Type your name in letters")
    who.sign("محمد العلي")
    who.stands("Received, waiting to be read")


def _writes_dates_that_cannot_be(who: Claimant) -> None:
    row = who.group("Row 1")
    who.date(who.group("From", within=row), year="2023", month="February", day="31")
    who.date(who.group("Until", within=row), year="22")
    _goes_wrong(who, SAVE, "Row 1: ", "Say whether this list is complete.")
    who.date(who.group("From", within=row), year="2023", month="March", day="1")
    who.date(who.group("Until", within=row), year="2022")
    _goes_wrong(who, SAVE, "Row 1: The end is before the start. Check both dates.")
    who.date(who.group("Until", within=row), year="2099")
    _goes_wrong(who, SAVE, "Row 1: This date is in the future. Check the year.")
    expect(who.group("From", within=row).get_by_label("Year")).to_have_value("2023")
    who.hands.write(who.group("From", within=row).get_by_label("Day"), "")


def _lives_nowhere(who: Claimant) -> None:
    row = who.group("Row 1")
    who.hands.write(row.get_by_label("Country"), "Atlantis")
    who.since(row, year="2015")
    _goes_wrong(who, SAVE, "We do not know a country by this name.")
    expect(row.get_by_label("Country")).to_have_value("Atlantis")


def _cannot_be_reached(who: Claimant) -> None:
    who.write("Telephone", "12")
    who.write("Address of your LinkedIn profile", "https://example.org/in/ana")
    who.write("Is there anything else", "x" * 3_001)
    _goes_wrong(who, SAVE, "too few or too many digits", "This is not an address at linkedin.com.", "Your full name")
    for label in ("Telephone", "Address of your LinkedIn profile", "Is there anything else"):
        who.write(label, "")


def test_whoever_is_signed_out_meanwhile_sends_the_page_again_and_loses_nothing(
    seed: Matter, sit_down: MakeClaimant, enter: Enter
) -> None:
    who = sit_down("slow@example.org")
    user = new_claimant("slow")
    enter(who.page, user)
    who.go(f"/matters/{seed.slug}/start/self/")
    registering.pass_the_gate(who)
    who.sees("When did you have LinkedIn Premium?")
    registering.write_of_premium(who)
    who.page.context.clear_cookies()
    who.press(SAVE)
    who.sees("Please send that again")
    enter(who.page, user)
    who.press("Send it again")
    who.sees("Where did you live while you had Premium?")
    assert Claim.objects.get().draft["answers"]["premium"]["rows"][0]["plan"] == "career"


def test_a_page_left_open_changes_nothing_after_the_signature(
    seed: Matter, sit_down: MakeClaimant, enter: Enter
) -> None:
    user = new_claimant("two.windows")
    left_open = sit_down("two.windows@example.org")
    enter(left_open.page, user)
    left_open.go(f"/matters/{seed.slug}/start/self/")
    registering.pass_the_gate(left_open)
    left_open.sees("When did you have LinkedIn Premium?")
    claim = file_claim(seed, user)
    registering.write_of_premium(left_open)
    left_open.press(SAVE)
    left_open.stands("Received, waiting to be read")
    expect(left_open.page.get_by_role("status")).to_contain_text("nothing on that page was changed")
    assert claim.submissions.count() == 1


def test_an_answer_that_comes_too_late_is_shown_and_sent_as_a_correction_by_the_keyboard_alone(
    seed: Matter, sit_down: MakeClaimant, enter: Enter
) -> None:
    claim, anna = file_claim(seed, new_claimant("late")), staff_of(seed, "anna")
    take(claim=claim, by=anna)
    clear_conflict(claim=claim, by=anna)
    ask(claim=Claim.objects.with_matter().get(), questions=["inmail"], message="", days=30, by=anna)
    late = sit_down("late@example.org", hands=Keyboard)
    enter(late.page, claim.filed_by)
    late.go(f"/registrations/{claim.reference}/answer/")
    late.pick("Did you send or receive InMail?", "I sent some")
    late.press("Continue")
    late.sees("Check and sign")
    InformationRequest.objects.update(due_at=timezone.now())
    lapse_due(now=timezone.now())
    late.sign("Ana", "Sign and send")
    late.sees("Your answers were not received")
    expect(late.page.locator("main")).to_contain_text("I sent some")
    late.press("Correct “Your account and your InMail”")
    late.sees("Your account and your InMail")
    late.press("Continue")
    late.sees("Check and sign")
    late.sign("Ana", "Sign and send")
    expect(late.page.get_by_role("status")).to_contain_text("Your correction is signed and with us.")


def test_an_account_with_nothing_in_it_is_closed_by_the_keyboard_alone_and_not_by_a_slip(
    seed: Matter, sit_down: MakeClaimant, enter: Enter
) -> None:
    user = new_claimant("gone")
    gone = sit_down("gone@example.org", hands=Keyboard)
    enter(gone.page, user)
    gone.go("/account/")
    gone.follow("Have your data erased, or close your account")
    gone.sees("Erase what you gave")
    _goes_wrong(gone, "Close my account", "Tick the box that says you are sure.")
    gone.hands.tick(gone.page.get_by_label("I am sure. Close my account."))
    gone.press("Close my account")
    gone.sees("It is erased")
    assert not User.objects.filter(pk=user.pk).exists()


def test_what_is_not_there_or_not_ones_own_says_so(seed: Matter, sit_down: MakeClaimant, enter: Enter) -> None:
    claim = file_claim(seed, new_claimant("owner"))
    who = sit_down("stranger@example.org", width=DESKTOP)
    enter(who.page, new_claimant("stranger"))
    for path in ("/nothing-here/", f"/registrations/{claim.reference}/", "/registrations/0000-0000/"):
        who.go(path)
        who.sees("There is no such page")
    who.go("/desk/")
    expect(who.page.locator("main")).to_contain_text("These pages are for the people who work on the case.")
    who.look()
    who.go("/account/erase/")
    who.look()
    who.go("/notices/verify/")
    _goes_wrong(who, "Check the code", "Type the code that stands in the message.")
    who.write("The code in the message", "0000-0001")
    _goes_wrong(who, "Check the code", "This is not one of our codes")
    who.write("The code in the message", new_reference())
    who.press("Check the code")
    expect(who.page.get_by_role("status")).to_contain_text("We have not sent a message with this code")
    who.look()


def test_the_desk_says_what_is_missing_before_anything_is_done(
    seed: Matter, site: str, open_page: OpenPage, enter: Enter
) -> None:
    anna, claim = staff_of(seed, "anna", Role.ADMINISTRATOR), file_claim(seed, new_claimant("owner"))
    take(claim=claim, by=anna)
    clear_conflict(claim=claim, by=anna)
    page = open_page(DESKTOP)
    enter(page, anna)
    base = f"/desk/registrations/{claim.reference}"
    for path, button, sentence in [
        (f"{base}/ask/", "Show what will be sent", "Choose at least one question."),
        (f"{base}/decline/", "Show what will be sent", "Choose at least one reason."),
        (f"{base}/mailbox/", "Propose this mailbox", "This field is required."),
        (f"{base}/erase/", "Erase", "This field is required."),
        ("/desk/roles/give/", "Give this role", "This field is required."),
    ]:
        _is_refused(page, f"{site}{path}", button, sentence)
    page.goto(f"{site}/desk/queue/?state=nonsense&q=%F0%9F%99%82")
    look(page)
    assert Claim.objects.get().state == "in_review"


def _is_refused(page: Page, path: str, button: str, sentence: str) -> None:
    page.goto(path)
    page.get_by_role("button", name=button).first.click()
    expect(page.locator("main")).to_contain_text(sentence)
    look(page)
