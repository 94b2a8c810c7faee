"""The real parts the tests stand on: a worker, a mail server and a browser."""

import smtplib
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import send_mail
from playwright.sync_api import Error, Page

from claimants.people.models import User
from tests.factories import UserFactory
from tests.fixtures.mail import MailFolder, MailSink
from tests.fixtures.workers import Worker


def _message(to: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["To"], message["From"] = "Grüße 🙂", to, "a@example.org"
    message.set_content("Hello")
    return message


def test_the_mail_server_keeps_what_it_accepts_and_refuses_what_it_is_told(smtp_sink: MailSink) -> None:
    smtp_sink.replies["gone@example.org"] = "550 5.1.1 No such mailbox"
    with smtplib.SMTP("127.0.0.1", smtp_sink.port) as client:
        client.send_message(_message("here@example.org"))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.send_message(_message("gone@example.org"))
    assert [message["Subject"] for message in smtp_sink.messages_to("here@example.org")] == ["Grüße 🙂"]
    assert len(smtp_sink.wait_for(1)) == 1


def test_the_mail_server_can_put_a_message_off(smtp_sink: MailSink) -> None:
    smtp_sink.data_replies.append("451 4.3.0 Try again later")
    with smtplib.SMTP("127.0.0.1", smtp_sink.port) as client:
        with pytest.raises(smtplib.SMTPDataError):
            client.send_message(_message("here@example.org"))
        client.send_message(_message("here@example.org"))
    assert len(smtp_sink.messages) == 1


def test_the_mail_folder_shows_what_was_sent_to_whom(mail_folder: MailFolder) -> None:
    send_mail("Your code", "123456", None, ["claimant@example.org"])
    assert "123456" in mail_folder.wait_for("claimant@example.org", "code").get_content()


@pytest.mark.django_db(transaction=True)
def test_a_worker_answers_and_works_on_the_tests_own_database(worker: Worker) -> None:
    user: User = UserFactory.create()
    worker.answers()
    assert "ready" in worker.log
    assert User.objects.get() == user


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_killed_is_gone(worker: Worker) -> None:
    worker.kill()
    assert worker.process.poll() is not None


@pytest.mark.journey
def test_the_browser_reaches_this_machine_and_no_other(page: Page) -> None:
    class Hello(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><link rel=icon href=data:,><title>Hello</title>")

        def log_message(self, format: str, *args: Any) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Hello) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://localhost:{server.server_port}/")
        assert page.title() == "Hello"
        server.shutdown()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")


def test_jobs_are_never_done_in_the_caller() -> None:
    assert not getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
