"""What a claimant does in a browser, one step at a time, by the words that stand on the page."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.hands import Hands, Pointer
from tests.journeys.mailpage import MailPage

Looking = Callable[[Page], object]


class Claimant:
    """Somebody at a browser. `look` is what is done with every page before it is worked on."""

    def __init__(
        self, page: Page, mail: MailPage, *, hands: Hands | None = None, look: Looking = lambda _: None
    ) -> None:
        self.page, self.mail, self.site = page, mail, mail.site
        self.hands: Hands = hands or Pointer()
        self.look = look

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def sees(self, heading: str) -> None:
        """Waits for the page with this heading, and looks at it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.look(self.page)

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

    def answer_what_came_up(self, question: str) -> None:
        """A question that an answer brought up stands on the same page, shown once more."""
        expect(self.group(question)).to_contain_text("Your answers brought up this question. Please answer it too.")
        self.look(self.page)

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
        self.look(self.page)
