"""How bytes leave the house: over one kept SMTP connection, into files for development, or by a provider.

A delivery answers with what the other side said and at which stage. It never raises once a message was begun:
a lost connection is an answer too.
"""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from intake.notices.journal import CannotJournal
from intake.notices.mailfiles import keep
from intake.notices.replies import Reply, Stage
from intake.notices.smtp import Asked, bare, connected, in_one_piece, message, said

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_FILES = "intake.notices.mailfiles.EmailBackend"


class CannotConnect(Exception):
    """The relay is away or refuses us: nothing of any message was sent."""


@dataclass(frozen=True, eq=False)
class Envelope:
    """`then` is the one that is offered right after it: a relay may hear of that one together with the end of this."""

    sender: str
    address: str
    wire: bytes
    then: "Envelope | None" = None


Call = Callable[[], None]


class Delivery(Protocol):
    """`send` calls `hands_over` right before the one moment after which nobody can be sure that nothing was sent.

    What that call raises is passed on, and nothing was sent.
    """

    def open(self) -> None: ...
    def send(self, envelope: Envelope, hands_over: Call) -> Reply: ...
    def close(self) -> None: ...


def chosen_delivery() -> Delivery:
    """What the settings name."""
    if settings.EMAIL_BACKEND == _SMTP:
        return SmtpDelivery()
    if settings.EMAIL_BACKEND == _FILES:
        return FileDelivery()
    from intake.notices.backends import BackendDelivery  # libraries of providers are read where one is used

    return BackendDelivery()


class SmtpDelivery:
    """Speaks SMTP so that every answer is known with its stage."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._is_used = False
        self._ahead: tuple[Envelope, Asked] | None = None

    def open(self) -> None:
        """Connects and signs in, unless it is connected; raises CannotConnect with what the relay said."""
        if self._smtp is not None:
            return
        try:
            self._smtp, self._is_used = connected(), False
        except (OSError, smtplib.SMTPException) as error:
            raise CannotConnect(said(error)) from error

    def send(self, envelope: Envelope, hands_over: Call) -> Reply:
        """Offers one message. A kept connection that the relay has meanwhile closed is opened once more.

        A relay that lets us connect, and then does not answer to the first word of a message, is away.
        """
        was_used = self._is_used
        reply = self._offer(envelope, hands_over)
        if was_used and reply.stage is Stage.MAIL and reply.code in (None, 421):
            self.close()
            reply = self._offer(envelope, hands_over)
        return reply

    def _offer(self, envelope: Envelope, hands_over: Call) -> Reply:
        stage, is_fresh = Stage.CONNECT, False
        asked = self._asked_ahead(envelope)
        try:
            self.open()
            is_fresh, self._is_used = not self._is_used, True
            smtp = self._smtp
            assert smtp is not None
            stage = Stage.MAIL
            asked = asked or Asked(smtp, self._commands(smtp, envelope))
            for stage in _ENVELOPE:
                code, text = asked.answer()
                if code not in _GO_ON[stage]:
                    return self._refused(stage, code, text, may_go_on=asked.is_clean_after_refusal())
            stage = Stage.MESSAGE
            return self._answered(*message(smtp, envelope.wire, hands_over, self._goes_ahead(smtp, envelope.then)))
        except CannotConnect as error:
            return Reply(Stage.CONNECT, None, str(error))
        except UnicodeError as error:
            self.close()
            return Reply(stage, None, said(error))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            is_away = is_fresh and stage is Stage.MAIL
            return Reply(Stage.CONNECT if is_away else stage, None, said(error))
        except CannotJournal:
            self._drop()
            raise

    def close(self) -> None:
        """Leaves the connection, politely if it still stands."""
        if self._ahead is not None:
            self._drop()
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()

    def _drop(self) -> None:
        """Ends the line in the middle of a message, so that the relay takes nothing of it."""
        smtp, self._smtp, self._ahead = self._smtp, None, None
        if smtp is not None:
            smtp.close()

    def _goes_ahead(self, smtp: smtplib.SMTP, envelope: Envelope | None) -> bytes:
        """The envelope of the next message, for a relay that takes it together with the end of this one."""
        commands = self._commands(smtp, envelope) if envelope else []
        piece = in_one_piece(smtp, commands) if commands else b""
        if envelope and piece:
            self._ahead = envelope, Asked(smtp, commands, is_on_its_way=True)
        return piece

    def _asked_ahead(self, envelope: Envelope) -> Asked | None:
        """What this one's envelope is answered, if it went ahead. A line that expects another message is given up."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or ahead[0] is envelope:
            return ahead and ahead[1]
        self._drop()
        return None

    def _commands(self, smtp: smtplib.SMTP, envelope: Envelope) -> list[str]:
        """The envelope and the wish to send, in the order of the stages."""
        options = [f"size={len(envelope.wire)}"] if smtp.has_extn("size") else []
        options += ["body=8bitmime"] if smtp.has_extn("8bitmime") else []
        sender = " ".join([f"MAIL FROM:<{bare(envelope.sender)}>", *options])
        return [sender, f"RCPT TO:<{bare(envelope.address)}>", "DATA"]

    def _answered(self, code: int, text: bytes) -> Reply:
        if code != 250:
            self._makes_clean(code)
        return Reply(Stage.MESSAGE, code, text.decode("utf-8", "replace"))

    def _refused(self, stage: Stage, code: int, text: bytes, *, may_go_on: bool) -> Reply:
        if may_go_on:
            self._makes_clean(code)
        else:
            self._drop()
        return Reply(stage, code, text.decode("utf-8", "replace"))

    def _makes_clean(self, code: int) -> None:
        """After a refusal the connection is made ready for the next message, or given up. Where that one has begun,
        it is ready."""
        if self._ahead is not None and code != 421:
            return
        try:
            if self._smtp is not None and (code == 421 or self._smtp.rset()[0] != 250):
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()


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


_ENVELOPE = (Stage.MAIL, Stage.RCPT, Stage.DATA)
_GO_ON = {Stage.MAIL: {250}, Stage.RCPT: {250, 251}, Stage.DATA: {354}}
