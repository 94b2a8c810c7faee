"""The bytes of a message. The same rows always give the same bytes, so a digest of them is proof."""

import hashlib
from datetime import datetime
from email.message import Message
from email.utils import format_datetime
from typing import Protocol

from django.core.mail import EmailMultiAlternatives

from intake.notices.vocabulary import Attachment

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Written(Protocol):
    """What must be known of a message to put it on the wire."""

    sender: str
    subject: str
    text: str
    html: str
    message_id: str
    rendered_at: datetime


def wire_bytes(message: Written, address: str, attachment: Attachment | None = None) -> bytes:
    """The whole message as it is offered to the relay, with CRLF line ends."""
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=message.sender,
        to=[address],
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(message.rendered_at),
            **AUTOMATIC,
        },
    )
    email.attach_alternative(message.html, "text/html")
    if attachment:
        email.attach(attachment.name, attachment.content, attachment.type)
    whole = email.message()
    _fix_boundaries(whole, message.message_id)
    return whole.as_bytes(linesep="\r\n")


def sha256_of(wire: bytes) -> str:
    return hashlib.sha256(wire).hexdigest()


def _fix_boundaries(whole: Message, message_id: str) -> None:
    """Boundaries are drawn by lot otherwise, and the digest would never come out the same."""
    seed = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(part for part in whole.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{seed}")
