"""Mail as the person in a journey reads it: on the page that shows what would have gone out."""

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.fixtures.mail import MailFolder
from tests.journeys.looking import look

_SIGN_IN_CODE = re.compile(r"^ {4}(\d{4} \d{4})$", re.MULTILINE)
_CODE_OF_A_MESSAGE = re.compile(r"The code of this message is ([0-9A-Z-]+)\.")


class MailPage:
    """The messages to one person, read in a browser tab of their own."""

    def __init__(self, page: Page, site: str, folder: MailFolder, address: str) -> None:
        self.page, self.site, self.folder, self.address = page, site, folder, address

    def open(self, subject: str, *, count: int = 1) -> str:
        """The text of the newest message with these words in its subject, once there are `count` of them."""
        self.folder.wait_for(self.address, subject, count=count)
        self.page.goto(f"{self.site}/dev/mail/?to={quote(self.address)}")
        self.page.get_by_role("link", name=subject).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(subject)
        self._look_at_the_html()
        return self.page.get_by_label("Plain text").inner_text()

    def _look_at_the_html(self) -> None:
        """The frame shows the message; what is in it is measured as a page of its own."""
        look(self.page)
        if self.page.locator("iframe").count():
            drawn = self.page.frame_locator("iframe")
            expect(drawn.get_by_role("heading").first).to_be_visible()
            own = self.page.context.new_page()
            own.set_content(drawn.locator(":root").evaluate("root => root.outerHTML"))
            look(own)
            own.close()

    def sign_in_code(self) -> str:
        return _found(_SIGN_IN_CODE, self.open("code"))

    def attachment(self) -> bytes:
        """What is attached to the message that is open."""
        link = self.page.locator("dt", has_text="Attachment").locator("+ dd").get_by_role("link")
        return self.page.request.get(f"{self.site}{link.get_attribute('href')}").body()

    def count(self, subject: str) -> int:
        """How many messages with these words in the subject have come."""
        self.page.goto(f"{self.site}/dev/mail/?to={quote(self.address)}")
        return self.page.get_by_role("link", name=subject).count()


def code_in(message: str) -> str:
    """The code by which the site knows its own message."""
    return _found(_CODE_OF_A_MESSAGE, message)


def link_in(message: str, site: str) -> str:
    """Where the message tells its reader to sign in."""
    return _found(re.compile(rf"^({re.escape(site)}/(?:registrations|claims)/\S+)$", re.MULTILINE), message)


def as_previewed(message: str) -> str:
    """The message with the code that stands in every preview."""
    return message.replace(code_in(message), "0000-0000").strip()


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    assert found, text
    return found[1]
