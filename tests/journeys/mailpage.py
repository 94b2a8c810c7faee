"""Mail as the person in a journey reads it: on the page that shows what would have gone out."""

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.fixtures.mail import MailFolder

_SIGN_IN_CODE = re.compile(r"^ {4}(\d{4} \d{4})$", re.MULTILINE)
_CODE_OF_A_MESSAGE = re.compile(r"The code of this message is ([0-9A-Z-]+)\.")


class MailPage:
    """The messages to one person, read in a browser tab of their own."""

    def __init__(self, page: Page, site: str, folder: MailFolder, address: str) -> None:
        self.page, self.site, self.folder, self.address = page, site, folder, address

    def open(self, subject: str) -> str:
        """The text of the newest message with these words in its subject, once it is there."""
        self.folder.wait_for(self.address, subject)
        self.page.goto(f"{self.site}/dev/mail/?to={quote(self.address)}")
        self.page.get_by_role("link", name=subject).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(subject)
        return self.page.get_by_label("Plain text").inner_text()

    def sign_in_code(self) -> str:
        return _found(_SIGN_IN_CODE, self.open("code"))

    def count(self, subject: str) -> int:
        """How many messages with these words in the subject have come."""
        self.page.goto(f"{self.site}/dev/mail/?to={quote(self.address)}")
        return self.page.get_by_role("link", name=subject).count()


def code_in(message: str) -> str:
    """The code by which the site knows its own message."""
    return _found(_CODE_OF_A_MESSAGE, message)


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    assert found, text
    return found[1]
