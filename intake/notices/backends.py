"""Delivery by any mail backend of Django's, such as a provider's: what it is given, and what its answers mean.

It tells no stages. What it refused with a clear status, and what never reached it, was certainly not sent; of
everything else that fails nobody knows.
"""

import socket
from email import message_from_bytes, policy
from email.message import Message
from email.policy import Policy

from anymail.exceptions import (
    AnymailConfigurationError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from anymail.message import AnymailStatus
from django.core.mail import get_connection
from django.core.mail.message import EmailMultiAlternatives
from requests import ConnectTimeout
from urllib3.exceptions import NewConnectionError

from intake.notices.delivery import Call, CannotConnect, Envelope
from intake.notices.replies import Reply, Stage
from intake.notices.smtp import said

_LETS_NOBODY_IN = {401, 402, 403, 404, 405}
"""The key, the account or the address of the interface is wrong: no message is to blame, and none is given up."""
_REFUSED = {400, 406, 413, 415, 422}
_TOO_FAST = 429
_NEVER_BEGUN = (AnymailInvalidAddress, AnymailSerializationError, AnymailUnsupportedFeature)


class BackendDelivery:
    def __init__(self) -> None:
        self._connection = get_connection()
        self._takes_envelope = True

    def open(self) -> None:
        try:
            self._connection.open()
        except Exception as error:
            raise CannotConnect(said(error)) from error

    def send(self, envelope: Envelope, hands_over: Call) -> Reply:
        hands_over()
        try:
            return self._offer(envelope)
        except Exception as error:  # a provider's library may raise anything, and none of it may stop the others
            return _read(error)

    def close(self) -> None:
        self._connection.close()

    def _offer(self, envelope: Envelope) -> Reply:
        """One that chooses the envelope itself says so before it sends, and reports by itself what came back."""
        try:
            return self._send(_Ready(envelope, self._takes_envelope))
        except AnymailUnsupportedFeature as error:
            if not self._takes_envelope or "envelope_sender" not in str(error):
                raise
        self._takes_envelope = False
        return self._send(_Ready(envelope, takes_envelope=False))

    def _send(self, message: EmailMultiAlternatives) -> Reply:
        if not self._connection.send_messages([message]):
            return Reply(Stage.MESSAGE, None, "no answer")
        status = getattr(message, "anymail_status", None)
        return _taken(status) if status is not None else Reply(Stage.MESSAGE, 250, "sent")


class _Whole(Message):
    """The parsed message, for backends that look into it. Written out, it is our own bytes and no others."""

    wire = b""

    def as_bytes(self, unixfrom: bool = False, policy: Policy | None = None, linesep: str = "\n") -> bytes:
        if not self.wire:
            return super().as_bytes(unixfrom, policy)
        return self.wire if linesep == "\r\n" else self.wire.replace(b"\r\n", linesep.encode())


class _Ready(EmailMultiAlternatives):
    """A message whose bytes are decided already; the parts are there for backends that read them.

    Providers return the metadata with whatever they report: it names the notice by its code.
    """

    def __init__(self, envelope: Envelope, takes_envelope: bool = True) -> None:
        parsed = message_from_bytes(envelope.wire, policy=policy.default)
        text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
        super().__init__(
            subject=parsed["Subject"],
            body=text.get_content() if text else "",
            from_email=str(parsed["From"]),
            to=[envelope.address],
            headers={name: str(value) for name, value in parsed.items() if _is_ours(name)},
        )
        self._wire = envelope.wire
        if takes_envelope:
            self.envelope_sender = envelope.sender
        self.metadata = {"notice": parsed["Message-ID"].strip("<>").partition(".")[0].upper()}
        if html:
            self.attach_alternative(html.get_content(), "text/html")
        for part in parsed.iter_attachments():
            self.attach(part.get_filename(), part.get_content(), part.get_content_type())

    def message(self) -> Message:
        whole = message_from_bytes(self._wire, _class=_Whole)
        whole.wire = self._wire
        return whole


def _is_ours(name: str) -> bool:
    """Not one of those that a backend makes of the parts."""
    return name.lower() not in {"from", "to", "subject", "mime-version"} and not name.lower().startswith("content-")


def _taken(status: AnymailStatus) -> Reply:
    """A provider may answer without an error that it took nothing."""
    said_of = status.status or set()
    if said_of and said_of <= {"sent", "queued"}:
        return Reply(Stage.MESSAGE, 250, f"sent as {status.message_id}")
    words = f"the provider says: {', '.join(sorted(map(str, said_of))) or 'nothing'}"
    if said_of & {"rejected", "failed", "invalid"} or getattr(status.esp_response, "status_code", None) in _REFUSED:
        return Reply(Stage.RCPT, 550, words)
    return Reply(Stage.MESSAGE, None, words)


def _read(error: Exception) -> Reply:
    status = getattr(error, "status_code", None)
    if _never_reached(error) or status in _LETS_NOBODY_IN or isinstance(error, AnymailConfigurationError):
        return Reply(Stage.CONNECT, None, _said_by(error))
    if status == _TOO_FAST:
        return Reply(Stage.RCPT, 450, f"4.7.1 {_said_by(error)}")
    if status in _REFUSED or isinstance(error, (AnymailRecipientsRefused, *_NEVER_BEGUN)):
        return Reply(Stage.RCPT, 550, _said_by(error))
    return Reply(Stage.MESSAGE, None, _said_by(error))


def _never_reached(error: BaseException | None) -> bool:
    """Nobody was there, or the name is of nobody: no line was opened, so nothing went over it."""
    while error is not None:
        reason = getattr(error.args[0], "reason", None) if error.args else None
        if isinstance(error, (ConnectTimeout, ConnectionRefusedError, socket.gaierror)):
            return True
        if isinstance(reason, NewConnectionError):
            return True
        error = error.__cause__
    return False


def _said_by(error: Exception) -> str:
    """The provider's status and words; otherwise what went wrong."""
    response = getattr(error, "response", None)
    return f"{response.status_code} {response.text[:300]}" if response is not None else said(error)
