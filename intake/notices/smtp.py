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
_LARGE = 65_536
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


def in_one_piece(smtp: smtplib.SMTP, commands: list[str]) -> bytes:
    """These commands as one piece, if the relay takes that (RFC 2920); else nothing."""
    if not smtp.has_extn("pipelining") or not all(map(_is_plain, commands)):
        return b""
    return "".join([f"{command}\r\n" for command in commands]).encode("ascii")


class Asked:
    """Commands that were sent together, where the relay takes that, or else one after another.

    Their answers are read one by one either way, so that it is known which of them was refused. With `is_on_its_way`
    they are sent already, behind the final dot of the message before.
    """

    def __init__(self, smtp: smtplib.SMTP, commands: list[str], *, is_on_its_way: bool = False) -> None:
        self._smtp = smtp
        self._commands = commands
        self._is_together = is_on_its_way
        if not is_on_its_way and (piece := in_one_piece(smtp, commands)):
            self._is_together = True
            smtp.send(piece)

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


def message(smtp: smtplib.SMTP, wire: bytes, hands_over: Callable[[], None], then: bytes = b"") -> tuple[int, bytes]:
    """Everything between 354 and the answer to the final dot. `then` goes out with the dot, and is answered after it.

    What is not large is one piece with its dot: it is handed over right before.
    """
    whole = smtplib._quote_periods(wire) if wire[:1] == b"." or b"\n." in wire else wire  # type: ignore[attr-defined]
    rest = b"" if whole.endswith(b"\r\n") else b"\r\n"
    if len(whole) > _LARGE:
        smtp.send(whole)
        whole = b""
    hands_over()
    smtp.send(b"".join([whole, rest, b".\r\n", then]))
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
    """What ends a message may be a write of its own; left to itself, the kernel keeps it back for 40 ms."""
    assert smtp.sock is not None
    smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
