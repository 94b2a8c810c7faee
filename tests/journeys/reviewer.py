"""What a member of staff does at the desk, by the words that stand on the page."""

import re

from playwright.sync_api import Locator, Page, expect

from claimants.people.models import User
from tests.journeys.looking import look
from tests.journeys.mailpage import MailPage
from tests.people.steps import app_code


class Reviewer:
    """A member of staff at a browser, with an authenticator app at hand."""

    def __init__(self, page: Page, mail: MailPage, user: User) -> None:
        self.page, self.mail, self.site, self.user = page, mail, mail.site, user

    def sees(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        look(self.page)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link).click()

    def told(self, sentence: str) -> None:
        expect(self.page.get_by_role("status")).to_contain_text(sentence)

    def sign_in(self) -> None:
        """By a code from the mailbox, and then one from the app."""
        self.page.goto(f"{self.site}/desk/")
        self.page.get_by_label("Your e-mail address").fill(self.user.email)
        self.press("Send me a code")
        expect(self.page.get_by_role("heading", name="Enter the code")).to_be_visible()
        self.page.get_by_label("The code from the message").fill(self.mail.sign_in_code())
        self.press("Continue")
        self.sees("Second step")
        self.page.get_by_label("The code from your authenticator app").fill(app_code())
        self.press("Continue")
        expect(self.page).to_have_url(f"{self.site}/desk/")
        look(self.page)

    def find(self, reference: str) -> None:
        """From the queue, by its reference, whatever its state."""
        self.page.goto(f"{self.site}/desk/queue/")
        self.sees("Queue")
        self.page.get_by_label("Find").fill(reference)
        self.page.get_by_label("State").select_option(label="Every state")
        self.press("Show")
        expect(self.page).to_have_url(re.compile(f"q={reference}"))
        look(self.page)
        self.follow(reference)
        self.sees(reference)

    @property
    def reasons_against(self) -> Locator:
        """What this person cannot do now, and why."""
        return self.page.locator("details", has_text="Not open to you now, and why")

    def preview(self) -> str:
        """The message as the page says it will be sent."""
        look(self.page)
        return self.page.locator("#preview-text").inner_text().strip()
