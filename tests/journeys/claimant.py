"""What a claimant does in a browser, one step at a time, by the words that stand on the page."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.hands import Hands, Pointer
from tests.journeys.looking import look
from tests.journeys.mailpage import MailPage


class Claimant:
    """Somebody at a browser, who looks at every page before working on it."""

    def __init__(self, page: Page, mail: MailPage, *, hands: Hands | None = None, javascript: bool = True) -> None:
        self.page, self.mail, self.site = page, mail, mail.site
        self.hands: Hands = hands or Pointer()
        self.has_javascript = javascript

    def look(self) -> None:
        """Measures the page; not without JavaScript, which axe is written in."""
        if self.has_javascript:
            look(self.page)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def sees(self, heading: str) -> None:
        """Waits for the page with this heading, and looks at it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.look()

    def follow(self, link: str) -> None:
        self.hands.press(self.page.get_by_role("link", name=link, exact=True))

    def press(self, button: str) -> None:
        self.hands.press(self.page.get_by_role("button", name=button, exact=True))

    def group(self, name: str, *, within: Locator | None = None) -> Locator:
        return (within or self.page.locator("main")).get_by_role("group", name=name)

    def pick(self, question: str, answer: str) -> None:
        """One of several answers, or a box to tick."""
        self.hands.tick(self.group(question).get_by_label(answer, exact=True).first)

    def write(self, label: str, words: str) -> None:
        self.hands.write(self.page.locator("main").get_by_label(label), words)

    def date(self, within: Locator, *, year: str, month: str = "", day: str = "") -> None:
        if month:
            self.hands.choose(within.get_by_label("Month", exact=True), month)
        if day:
            self.hands.write(within.get_by_label("Day", exact=True), day)
        self.hands.write(within.get_by_label("Year", exact=True), year)

    def since(self, within: Locator, *, year: str, month: str = "") -> None:
        """From then on, and still today."""
        self.date(self.group("From", within=within), year=year, month=month)
        self.hands.tick(self.group("Until", within=within).get_by_label("Still today"))

    def bring_up(self, question: str) -> None:
        """A question that an answer brings up: at once, or without JavaScript when the page is sent."""
        if not self.has_javascript:
            self.press("Save and continue")
            expect(self.group(question)).to_contain_text("Your answers brought up this question.")
        expect(self.group(question)).to_be_visible()
        self.look()

    def sign_in(self) -> None:
        """Types the address, reads the code on the mail page, and types that."""
        self.sees("Sign in or start")
        self.write("Your e-mail address", self.mail.address)
        self.press("Send me a code")
        self.sees("Enter the code")
        self.write("The code from the message", self.mail.sign_in_code())
        self.press("Continue")

    def sign(self, name: str, button: str = "Sign and submit") -> None:
        self.write("Type your full name to sign", name)
        self.press(button)

    def stands(self, headline: str) -> None:
        """What the status page says of where it stands."""
        expect(self.page.locator("dl.facts").first).to_contain_text(headline)
        self.look()
