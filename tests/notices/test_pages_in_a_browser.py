"""The mail page, a message and the page that checks a code, in a real browser, on a phone and on a desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from intake.filing.models import Claim
from intake.notices import mailbox
from intake.notices.actions import owe, send_due
from intake.notices.models import Notice
from tests.axe import check_accessible
from tests.fixtures.browsers import DESKTOP, PHONE, OpenPage
from tests.fixtures.mail import MailFolder

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = [PHONE, DESKTOP]


@pytest.fixture
def site(mail_folder: MailFolder, live_server: object) -> str:
    return str(live_server).replace("127.0.0.1", "localhost")


@pytest.fixture
def sent(mail_folder: MailFolder, claim: Claim) -> Notice:
    notice = owe(kind="claim_received", cause="event:1", claim=claim)
    send_due()
    return notice


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_of_a_message_is_read_on_the_mail_page_and_confirmed(
    site: str, sent: Notice, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    page.goto(f"{site}/dev/mail/")
    check_accessible(page)
    page.get_by_role("link", name="We received your registration").click()
    expect(page.frame_locator("iframe").get_by_text(f"The code of this message is {sent.code}.")).to_be_visible()
    check_accessible(page)
    page.goto(f"{site}{reverse('portal:verify_notice')}")
    check_accessible(page)
    page.get_by_label("The code in the message").fill(sent.code.lower().replace("-", " "))
    page.get_by_role("button", name="Check the code").click()
    expect(page.get_by_text("Yes, this code is from a message of ours")).to_be_visible()
    check_accessible(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("code", ["", "K7QX-PM2X", "0000-0000"])
def test_a_code_that_is_not_ours_gets_a_page_that_reads_well(
    site: str, open_page: OpenPage, width: int, code: str
) -> None:
    page = open_page(width=width)
    page.goto(f"{site}{reverse('portal:verify_notice')}")
    page.get_by_label("The code in the message").fill(code)
    page.get_by_role("button", name="Check the code").click()
    expect(page.get_by_role("heading", name="Is this message real?")).to_be_visible()
    check_accessible(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_empty_mail_page_and_the_html_of_a_message_read_well(
    site: str, sent: Notice, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    page.goto(f"{site}/dev/mail/?to=nobody@example.org")
    check_accessible(page)
    page.goto(f"{site}/dev/mail/{mailbox.names()[0]}/html/")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    expect(page.get_by_role("heading", name="How to check that this message is real")).to_be_visible()
