"""The relay over one kept connection, one command at a time."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.core.mail.utils import DNS_NAME

from intake.notices.delivery import Call, CannotConnect, Envelope, said
from intake.notices.journal import CannotJournal
from intake.notices.replies import Reply, Stage


class SmtpDelivery:
    """Speaks SMTP one command at a time, so that every answer is known with its stage."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._is_used = False

    def open(self) -> None:
        """Connects and signs in, unless it is connected; raises CannotConnect with what the relay said."""
        if self._smtp is not None:
            return
        try:
            self._smtp, self._is_used = _connected(), False
        except (OSError, smtplib.SMTPException) as error:
            raise CannotConnect(said(error)) from error

    def send(self, envelope: Envelope, hands_over: Call) -> Reply:
        """Offers one message. A kept connection that the relay has meanwhile closed is opened once more."""
        was_used = self._is_used
        reply = self._offer(envelope, hands_over)
        if was_used and reply.stage is Stage.MAIL and reply.code in (None, 421):
            self.close()
            reply = self._offer(envelope, hands_over)
        return reply

    def _offer(self, envelope: Envelope, hands_over: Call) -> Reply:
        stage = Stage.CONNECT
        try:
            self.open()
            self._is_used = True
            for stage, step in self._steps(envelope, hands_over):
                code, text = step()
                if stage is Stage.MESSAGE or code not in _GO_ON[stage]:
                    return self._answered(stage, code, text)
        except CannotConnect as error:
            return Reply(Stage.CONNECT, None, str(error))
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self.close()
            return Reply(stage, None, said(error))
        except CannotJournal:
            self._drop()
            raise
        raise AssertionError("the last step always answers")

    def close(self) -> None:
        """Leaves the connection, politely if it still stands."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()

    def _drop(self) -> None:
        """Ends the line in the middle of a message, so that the relay takes nothing of it."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _steps(self, envelope: Envelope, hands_over: Call) -> Iterator[tuple[Stage, Callable[[], tuple[int, bytes]]]]:
        smtp = self._smtp
        assert smtp is not None
        sender, address = _bare(envelope.sender), _bare(envelope.address)
        options = [f"size={len(envelope.wire)}"] if smtp.has_extn("size") else []
        options += ["body=8bitmime"] if smtp.has_extn("8bitmime") else []
        yield Stage.MAIL, lambda: smtp.mail(sender, options)
        yield Stage.RCPT, lambda: smtp.rcpt(address)
        yield Stage.DATA, lambda: smtp.docmd("DATA")
        yield Stage.MESSAGE, lambda: _message(smtp, envelope.wire, hands_over)

    def _answered(self, stage: Stage, code: int, text: bytes) -> Reply:
        """After a refusal the connection is made clean for the next message, or given up."""
        if not (stage is Stage.MESSAGE and code == 250) and self._smtp is not None:
            try:
                if code == 421 or self._smtp.rset()[0] != 250:
                    self.close()
            except (OSError, smtplib.SMTPException):
                self.close()
        return Reply(stage, code, text.decode("utf-8", "replace"))


_GO_ON = {Stage.MAIL: {250}, Stage.RCPT: {250, 251}, Stage.DATA: {354}}


def _connected() -> smtplib.SMTP:
    timeout = settings.EMAIL_TIMEOUT or 60
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    secure = ssl.create_default_context()
    smtp: smtplib.SMTP
    if settings.EMAIL_USE_SSL:
        smtp = smtplib.SMTP_SSL(host, port, local_hostname=DNS_NAME.get_fqdn(), timeout=timeout, context=secure)
    else:
        smtp = smtplib.SMTP(host, port, local_hostname=DNS_NAME.get_fqdn(), timeout=timeout)
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=secure)
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        smtp.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


def _message(smtp: smtplib.SMTP, wire: bytes, hands_over: Call) -> tuple[int, bytes]:
    """Everything between 354 and the answer to the final dot."""
    whole = smtplib._quote_periods(wire)  # type: ignore[attr-defined]
    smtp.send(whole if whole.endswith(b"\r\n") else whole + b"\r\n")
    hands_over()
    smtp.send(b".\r\n")
    return smtp.getreply()


def _bare(address: str) -> str:
    """The address alone, its domain in ASCII, as it stands in the envelope."""
    return parseaddr(sanitize_address(address, "utf-8"))[1]
