"""The mail that development keeps, as its page shows it."""

from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.test import Client
from pytest_django import Settings

from intake.notices import mailbox
from intake.notices.actions import send_due
from intake.notices.models import Notice
from tests.fixtures.mail import MailFolder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(mail_folder: MailFolder) -> MailFolder:
    return mail_folder


def _page(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_folder_says_so(client: Client) -> None:
    assert "There is no message yet." in _page(client, "/dev/mail/")


def test_a_notice_and_a_sign_in_code_stand_side_by_side_newest_first(owed: Notice, client: Client) -> None:
    send_mail("Your code", "123456", None, ["someone@example.org"])
    assert send_due() == {"accepted": 1}
    page = _page(client, "/dev/mail/")
    assert page.index("We received your registration") < page.index("Your code")
    assert "Your code" not in _page(client, "/dev/mail/", to="claimant@example.org")
    assert "Your code" in _page(client, "/dev/mail/", to="Someone@Example.org")


def test_a_message_shows_its_text_its_frame_and_its_attachment(owed: Notice, client: Client) -> None:
    send_due()
    name = mailbox.names()[0]
    response = client.get(f"/dev/mail/{name}/")
    page = response.content.decode()
    assert f"The code of this message is {owed.code}." in page
    assert f'src="/dev/mail/{name}/html/"' in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    attachment = client.get(f"/dev/mail/{name}/attachments/0/")
    assert attachment.content.startswith(b"%PDF-")
    assert attachment["Content-Disposition"].startswith("attachment;")


def test_the_html_of_a_message_can_run_and_load_nothing(client: Client) -> None:
    message = EmailMultiAlternatives("Hello", "text", None, ["a@example.org"])
    message.attach_alternative("<script>alert(1)</script><p>Hi</p>", "text/html")
    message.send()
    name = mailbox.names()[0]
    response = client.get(f"/dev/mail/{name}/html/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    assert "'self'" not in policy.replace("frame-ancestors 'self'", "")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script>" not in client.get(f"/dev/mail/{name}/").content.decode().partition("<main")[2]


def test_a_message_in_another_script_reads_as_it_was_sent(client: Client) -> None:
    send_mail("Код для Ольги 王", "Ваш код: 123456", None, ["olga@example.org"])
    name = mailbox.names()[0]
    page = _page(client, f"/dev/mail/{name}/")
    assert "Код для Ольги 王" in page
    assert "Ваш код: 123456" in page


@pytest.mark.parametrize("path", ["nothing/", "..%2F..%2Fetc%2Fpasswd/", "nothing/html/", "nothing/attachments/0/"])
def test_a_message_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/dev/mail/{path}").status_code == 404


def test_an_attachment_that_is_not_there_is_not_found(client: Client) -> None:
    send_mail("Hello", "text", None, ["a@example.org"])
    assert client.get(f"/dev/mail/{mailbox.names()[0]}/attachments/3/").status_code == 404


def test_many_messages_come_in_pages(client: Client) -> None:
    for number in range(51):
        send_mail(f"Message {number}", "text", None, ["a@example.org"])
    assert "Page 1 of 2" in _page(client, "/dev/mail/")
    assert "Message 0" in _page(client, "/dev/mail/", page="2")


def test_a_name_that_leads_out_of_the_folder_names_no_message() -> None:
    for name in ("../secret", "/etc/passwd", "", ".", "a/b"):
        assert mailbox.message_named(name) is None


@pytest.mark.parametrize("path", ["", "x/", "x/html/", "x/attachments/0/"])
def test_where_mail_is_sent_there_is_no_such_page(client: Client, settings: Settings, path: str) -> None:
    settings.DEV_MAIL = False
    assert client.get(f"/dev/mail/{path}").status_code == 404


def test_a_file_that_cannot_be_written_is_tried_again(owed: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("intake.notices.delivery.keep", full)
    assert send_due() == {"deferred": 1}
    owed.refresh_from_db()
    assert "No space left on device" in owed.last_reply
