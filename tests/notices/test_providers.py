"""Sending through a provider's interface: what it is given, and what of its answers means that nothing was sent."""

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from intake.notices.actions import send_due
from intake.notices.backends import BackendDelivery, _Ready
from intake.notices.delivery import Envelope
from intake.notices.models import AddressStatus, Notice
from intake.notices.replies import Stage
from intake.notices.unsubscribing import header_templates
from intake.settings.providers import SECRETS, check_provider

TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "0a129aee", "To": "ana@example.org", "SubmittedAt": ""}
WIRE = (
    b"Subject: Word\r\nFrom: Office <notices@localhost>\r\nTo: ana@example.org\r\nMessage-ID: <7k.12@localhost>\r\n"
    b"Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nList-Unsubscribe: <https://site/mail/stop/x/>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nUn mot \xc3\xa9crit.\r\n"
)
ENVELOPE = Envelope("b+7@bounce.example.org", "ana@example.org", WIRE)


class Provider(ThreadingHTTPServer):
    """Answers every request with `status` and `body`; with no status it drops the line instead."""

    status: int | None = 200
    body: dict[str, Any] = TAKEN

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[dict[str, Any]] = []


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:  # noqa: N802
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self.server.status is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        content = json.dumps(self.server.body).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    server = Provider()
    Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "secret", "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/",
        "REQUESTS_TIMEOUT": 5,
    }  # fmt: skip
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
def test_a_notice_is_sent_with_its_code_and_the_provider_s_number_is_kept(owed: Notice, provider: Provider) -> None:
    provider.body = {**TAKEN, "To": "claimant@example.org"}
    assert send_due() == {"accepted": 1}
    (asked,) = provider.asked
    assert (asked["To"], asked["Metadata"]["notice"]) == ("claimant@example.org", owed.code)
    assert owed.attempts.get(phase="accepted").reply == "sent as 0a129aee"


def test_every_header_of_ours_is_carried(provider: Provider) -> None:
    reply = BackendDelivery().send(ENVELOPE, lambda: None)
    assert reply.is_acceptance
    (asked,) = provider.asked
    given = {header["Name"]: header["Value"] for header in asked["Headers"]}
    assert given["List-Unsubscribe"] == "<https://site/mail/stop/x/>"
    assert given["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert given["X-Auto-Response-Suppress"] == "All"
    assert not {"Subject", "From", "To", "Content-Type", "MIME-Version"} & set(given)
    assert header_templates("update").keys() <= given.keys()


def test_a_backend_that_asks_for_the_message_gets_our_bytes() -> None:
    assert _Ready(ENVELOPE).message().as_bytes(linesep="\r\n") == WIRE  # type: ignore[call-arg]
    assert _Ready(ENVELOPE).message()["List-Unsubscribe"] == "<https://site/mail/stop/x/>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "body", "end"),
    [
        (422, {"ErrorCode": 300, "Message": "Invalid 'From' address."}, "failed"),
        (
            422,
            {"ErrorCode": 406, "Message": "You tried to send to a recipient that has been marked as inactive."},
            "failed",
        ),
        (401, {"ErrorCode": 10, "Message": "Bad or missing server token."}, "wait"),
        (404, {"ErrorCode": 0, "Message": "Nothing here."}, "wait"),
        (429, {"ErrorCode": 429, "Message": "Rate limit exceeded."}, "wait"),
        (200, {**TAKEN, "To": "somebody.else@example.org"}, "unknown"),
        (500, {"ErrorCode": 100, "Message": "Maintenance."}, "unknown"),
        (None, {}, "unknown"),
    ],
)
def test_what_it_refuses_was_not_sent_and_what_it_leaves_open_is_not_known(
    owed: Notice, provider: Provider, status: int | None, body: dict[str, Any], end: str
) -> None:
    provider.status, provider.body = status, body
    assert send_due() == {end: 1}
    owed.refresh_from_db()
    assert owed.state == {"failed": "failed", "wait": "queued", "unknown": "unknown"}[end]
    assert not AddressStatus.objects.exists()


@pytest.mark.django_db
def test_where_nobody_answers_nothing_was_sent(owed: Notice, provider: Provider) -> None:
    provider.shutdown()
    provider.server_close()
    assert send_due() == {"wait": 1}
    owed.refresh_from_db()
    assert (owed.state, provider.asked) == ("queued", [])


def test_a_silence_after_the_question_leaves_it_open(provider: Provider) -> None:
    provider.status = None
    reply = BackendDelivery().send(ENVELOPE, lambda: None)
    assert (reply.stage, reply.code) == (Stage.MESSAGE, None)


@pytest.mark.pure
@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_provider_needs_its_secrets(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"ANYMAIL_{SECRETS[name][0]}.* must be set"):
        check_provider(name, {})
    check_provider(name, dict.fromkeys(SECRETS[name], "secret"))


@pytest.mark.pure
def test_nothing_is_sent_through_a_provider_nobody_knows() -> None:
    with pytest.raises(ImproperlyConfigured, match="Choose one of brevo, mailersend"):
        check_provider("console", {})
