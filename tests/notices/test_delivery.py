"""What is put on the wire, and delivery by other ways than SMTP."""

import socket
from email import message_from_bytes, policy
from typing import Any

import pytest

from intake.notices.actions import send_due
from intake.notices.backends import BackendDelivery
from intake.notices.delivery import Call, Envelope
from intake.notices.models import Notice, NoticeMessage
from intake.notices.render import render, wire_of
from intake.notices.replies import Reply
from intake.notices.smtp import bare, connected
from tests.notices.relay import Relay

pytestmark = pytest.mark.django_db
ADDRESS = "claimant@example.org"


def test_any_other_mail_backend_of_django_serves_too(owed: Notice, mailoutbox: list[Any]) -> None:
    assert send_due() == {"accepted": 1}
    sent, stored = mailoutbox[0], NoticeMessage.objects.get()
    assert (sent.subject, sent.to) == (stored.subject, [ADDRESS])
    assert sent.alternatives[0].content.splitlines() == stored.html.splitlines()
    assert sent.attachments[0].content == bytes(stored.attachment)


def test_a_backend_that_fails_leaves_the_outcome_unknown(owed: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(BackendDelivery):
        def send(self, envelope: Envelope, hands_over: Call) -> Reply:
            self._connection = _Raises()
            return super().send(envelope, hands_over)

    assert send_due(delivery=Broken()) == {"unknown": 1}
    assert owed.attempts.get(phase="unknown").reply == "TimeoutError: no answer"


class _Raises:
    def send_messages(self, messages: list[Any]) -> int:
        raise TimeoutError("no answer")

    def close(self) -> None: ...


def test_the_bytes_of_a_message_are_the_same_each_time(owed: Notice) -> None:
    message = render(owed)
    assert wire_of(message, ADDRESS) == wire_of(message, ADDRESS)
    parsed = message_from_bytes(wire_of(message, ADDRESS), policy=policy.default)
    assert parsed["Date"].datetime == message.rendered_at


def test_the_final_dot_is_not_kept_back_until_the_relay_confirms_what_came_before(relay: Relay) -> None:
    with connected() as line:
        assert line.sock is not None
        assert line.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(
    "address, envelope",
    [
        ("ana@example.org", "ana@example.org"),
        ("Ana López <ana@example.org>", "ana@example.org"),
        ("o'neill+list@mail.example.org", "o'neill+list@mail.example.org"),
        ("ana@exämple.org", "ana@xn--exmple-cua.org"),
        ('"two words"@example.org', '"two words"@example.org'),
    ],
)
def test_the_envelope_holds_the_bare_address(address: str, envelope: str) -> None:
    assert bare(address) == envelope
    assert bare(envelope) == envelope
