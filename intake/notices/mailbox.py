"""Reads the messages that development keeps as files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from django.utils.http import content_disposition_header

from intake.notices.mailfiles import folder


@dataclass(frozen=True)
class File:
    name: str
    type: str
    content: bytes

    @property
    def disposition(self) -> str:
        return content_disposition_header(True, self.name) or "attachment"


@dataclass(frozen=True)
class Kept:
    """One message as a reader of the mail page sees it. `name` is that of its file, without the ending."""

    name: str
    sender: str
    to: str
    subject: str
    at: datetime | None
    text: str
    html: str
    attachments: list[File]

    def is_to(self, address: str) -> bool:
        return address.casefold() in {to.casefold() for _, to in getaddresses([self.to])}


def names() -> list[str]:
    """The names of all messages, newest first."""
    if not folder().is_dir():
        return []
    return sorted((path.stem for path in folder().glob("[0-9]*.eml")), reverse=True)


def messages(chosen: Iterable[str]) -> list[Kept]:
    found = (message_named(name) for name in chosen)
    return [message for message in found if message is not None]


def message_named(name: str) -> Kept | None:
    """The message of that name; None when there is none, or when the name leads out of the folder."""
    path = folder() / f"{name}.eml"
    if Path(name).name != name or not path.is_file():
        return None
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Kept(
        name=name,
        sender=str(parsed["From"] or ""),
        to=str(parsed["To"] or ""),
        subject=str(parsed["Subject"] or ""),
        at=parsed["Date"].datetime if parsed["Date"] else None,
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        attachments=[_file(part) for part in parsed.iter_attachments()],
    )


def _part(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    return str(part.get_content()) if part else ""


def _file(part: EmailMessage) -> File:
    content = part.get_payload(decode=True)
    return File(
        name=part.get_filename() or "attachment",
        type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )
