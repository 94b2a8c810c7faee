"""One connection to a relay, and the two moments on it that decide what is known afterwards: how a message begins
and how it ends."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from email.utils import parseaddr

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.core.mail.utils import DNS_NAME

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_BEGIN = 354
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)


def connected() -> smtplib.SMTP:
    timeout = settings.EMAIL_TIMEOUT or 60
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    secure = ssl.create_default_context()
    smtp: smtplib.SMTP
    if settings.EMAIL_USE_SSL:
        smtp = smtplib.SMTP_SSL(host, port, local_hostname=DNS_NAME.get_fqdn(), timeout=timeout, context=secure)
    else:
        smtp = smtplib.SMTP(host, port, local_hostname=DNS_NAME.get_fqdn(), timeout=timeout)
    try:
        _at_once(smtp)
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=secure)
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        smtp.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


class Asked:
    """Commands that were sent together, where the relay takes that (RFC 2920), or else one after another.

    Their answers are read one by one either way, so that it is known which of them was refused.
    """

    def __init__(self, smtp: smtplib.SMTP, commands: list[str]) -> None:
        self._smtp = smtp
        self._commands = commands
        self._is_together = smtp.has_extn("pipelining") and all(map(_is_plain, commands))
        if self._is_together:
            smtp.send("".join(f"{command}\r\n" for command in commands))

    def answer(self) -> tuple[int, bytes]:
        """The answer to the next of them."""
        command = self._commands.pop(0)
        return self._smtp.getreply() if self._is_together else self._smtp.docmd(command)

    def is_clean_after_refusal(self) -> bool:
        """Reads what was answered to the commands after the one refused. False when a message is waited for all the
        same: then only a line that ends makes sure that none is taken."""
        try:
            return not self._is_together or all(self.answer()[0] != _BEGIN for _ in list(self._commands))
        except (OSError, smtplib.SMTPException):
            return False


def _is_plain(command: str) -> bool:
    """One line of ASCII. What is not is left to `smtplib`, which says what is wrong with it."""
    return command.isascii() and command.isprintable()


def message(smtp: smtplib.SMTP, wire: bytes, hands_over: Callable[[], None]) -> tuple[int, bytes]:
    """Everything between 354 and the answer to the final dot."""
    whole = smtplib._quote_periods(wire)  # type: ignore[attr-defined]
    smtp.send(whole if whole.endswith(b"\r\n") else whole + b"\r\n")
    hands_over()
    smtp.send(b".\r\n")
    return smtp.getreply()


def bare(address: str) -> str:
    """The address alone, its domain in ASCII, as it stands in the envelope. Most stand so already, and parsing an
    address costs more than sending a message to it."""
    return address if _PLAIN.fullmatch(address) else parseaddr(sanitize_address(address, "utf-8"))[1]


def said(error: Exception) -> str:
    """What went wrong, with the relay's own code and words when it gave any."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return f"{error.smtp_code} {words}"
    return f"{type(error).__name__}: {error}"


def _at_once(smtp: smtplib.SMTP) -> None:
    """The final dot is a write of its own; left to itself, the kernel keeps it back for 40 ms, every time."""
    assert smtp.sock is not None
    smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
