"""The check without an account, and the proof that nothing of it stays anywhere."""

import pytest
from playwright.sync_api import expect

from tests.journeys.claimant import Claimant
from tests.journeys.traces import kept_by_the_browser, kept_by_the_site

WORD_OF_HIS_OWN = "Liechtenstein"


def check_without_an_account(who: Claimant, caplog: pytest.LogCaptureFixture) -> None:
    """From the page of the case to a result and out again; site, browser and log hold what they held before."""
    caplog.set_level("DEBUG")
    site, browser = kept_by_the_site(), kept_by_the_browser(who.page.context)
    who.follow("Check if this covers you")
    who.sees("Check if this covers you")
    _say_what_decides(who)
    who.press("See the result")
    result = who.page.get_by_role("region", name="What your answers say")
    expect(result).to_contain_text(
        "By these answers you do not meet every part of the definition that we can ask you about."
    )
    expect(result).to_contain_text("Met. You had Premium at some time before September 18, 2024.")
    expect(result).to_contain_text("Not met. There is no day before September 18, 2024")
    expect(result).to_contain_text("Not known yet. We cannot tell whether you have signed away this claim.")
    who.look()
    assert kept_by_the_site() == site
    assert kept_by_the_browser(who.page.context) == browser == {"cookies": [], "origins": []}
    assert WORD_OF_HIS_OWN not in caplog.text + who.page.url


def _say_what_decides(who: Claimant) -> None:
    """A member who lived abroad, and leaves out one question."""
    who.pick("Does one of these describe you", "None of these")
    who.since(
        who.group("List each time you had Premium").get_by_role("group", name="Row 1"), year="2022", month="March"
    )
    who.pick("List each time you had Premium", "Yes, this is all")
    home = who.group("List the countries you lived in").get_by_role("group", name="Row 1")
    who.hands.write(home.get_by_label("Country"), WORD_OF_HIS_OWN)
    who.since(home, year="2001")
    who.pick("List the countries you lived in", "Yes, this is all")
    who.since(who.group("When did you have a LinkedIn account?"), year="2012")
    who.pick("Did you send or receive InMail?", "I received some")
