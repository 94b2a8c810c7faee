"""Mail for development: every message, whoever sends it, is one `.eml` file in `EMAIL_FILE_PATH`."""

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class EmailBackend(BaseEmailBackend):
    """Keeps sign-in codes and everything else Django sends beside the notices."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep(message.message().as_bytes(linesep="\r\n"))
        return len(email_messages)


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def keep(wire: bytes) -> str:
    """Writes one message and gives the name of its file. A reader never sees half of one."""
    folder().mkdir(parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
    unfinished = folder() / f".{name}"
    unfinished.write_bytes(wire)
    os.replace(unfinished, folder() / name)
    return name
