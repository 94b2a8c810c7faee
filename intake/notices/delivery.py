"""How bytes leave the house: over one kept SMTP connection, into files for development, or by a provider.

A delivery answers with what the other side said and at which stage. It never raises once a message was begun:
a lost connection is an answer too.
"""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Protocol

from django.core.mail import get_connection
from django.core.mail.message import EmailMultiAlternatives

from intake.notices.mailfiles import keep
from intake.notices.replies import Reply, Stage


class CannotConnect(Exception):
    """The relay is away or refuses us: nothing of any message was sent."""


@dataclass(frozen=True)
class Envelope:
    sender: str
    address: str
    wire: bytes


Call = Callable[[], None]


class Delivery(Protocol):
    """`send` calls `hands_over` right before the one moment after which nobody can be sure that nothing was sent.

    What that call raises is passed on, and nothing was sent.
    """

    def open(self) -> None: ...
    def send(self, envelope: Envelope, hands_over: Call) -> Reply: ...
    def close(self) -> None: ...


class FileDelivery:
    """For development: each message is one file, shown at /dev/mail/."""

    def open(self) -> None:
        """Nothing to open."""

    def send(self, envelope: Envelope, hands_over: Call) -> Reply:
        hands_over()
        try:
            name = keep(envelope.wire)
        except OSError as error:
            return Reply(Stage.MAIL, 452, f"4.3.1 the file could not be written: {error.strerror}")
        return Reply(Stage.MESSAGE, 250, f"2.0.0 kept as {name}")

    def close(self) -> None:
        """Nothing to close."""


class BackendDelivery:
    """Any other mail backend of Django's, such as a provider's. It tells no stages: what fails after it was begun
    is not known."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def open(self) -> None:
        try:
            self._connection.open()
        except Exception as error:
            raise CannotConnect(said(error)) from error

    def send(self, envelope: Envelope, hands_over: Call) -> Reply:
        hands_over()
        try:
            sent = self._connection.send_messages([_Ready(envelope)])
        except Exception as error:  # a provider's library may raise anything, and none of it may stop the others
            return Reply(Stage.MESSAGE, None, said(error))
        return Reply(Stage.MESSAGE, 250, "sent") if sent else Reply(Stage.MESSAGE, None, "no answer")

    def close(self) -> None:
        self._connection.close()


class _Ready(EmailMultiAlternatives):
    """A message whose bytes are decided already; the parts are there for backends that read them.

    Providers return the metadata with whatever they report: it names the notice by its code.
    """

    def __init__(self, envelope: Envelope) -> None:
        parsed = message_from_bytes(envelope.wire, policy=policy.default)
        text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
        super().__init__(
            subject=parsed["Subject"],
            body=text.get_content() if text else "",
            from_email=parsed["From"],
            to=[envelope.address],
            headers={name: parsed[name] for name in ("Message-ID", "Date", "Auto-Submitted")},
        )
        self.envelope_sender = envelope.sender
        self.metadata = {"notice": parsed["Message-ID"].strip("<>").partition(".")[0].upper()}
        if html:
            self.attach_alternative(html.get_content(), "text/html")
        for part in parsed.iter_attachments():
            self.attach(part.get_filename(), part.get_content(), part.get_content_type())


def said(error: Exception) -> str:
    """What went wrong, with the relay's own code and words when it gave any."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return f"{error.smtp_code} {words}"
    return f"{type(error).__name__}: {error}"
