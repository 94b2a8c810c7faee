"""From a frozen context to a message. What is sent is stored first, and stored once."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template import Context as TemplateContext
from django.template.base import Template
from django.template.loader import render_to_string, select_template
from django.utils import timezone, translation

from intake.filing.models import Claim
from intake.notices.contexts import check_may_be_sent, context_of
from intake.notices.kinds import kind_named
from intake.notices.mime import sha256_of, wire_bytes
from intake.notices.models import Notice, NoticeMessage
from intake.notices.paragraphs import as_text, parse
from intake.notices.vocabulary import Attachment, Context, Kind
from intake.notices.words import one_line

UNSENT_CODE = "0000-0000"


@dataclass(frozen=True)
class Message:
    """What a reader gets to see."""

    subject: str
    text: str
    html: str


def preview(kind: str, claim: Claim, **given: Any) -> Message:
    """The message as it would be written now, with a code that no notice bears. Nothing is stored.

    Refused exactly when owing it would be: whoever looks before acting learns it before acting.
    """
    chosen = kind_named(kind)
    check_may_be_sent(chosen, claim)
    return write(chosen, context_of(chosen, claim, given), code=UNSENT_CODE, language=claim.language)


def write(kind: Kind, context: Context, *, code: str, language: str) -> Message:
    """Subject, text and HTML; the two bodies come from one and the same template."""
    with translation.override(language):
        words = {**context, "code": code, "label": kind.label}
        subject = one_line(kind.subject_of(context))
        blocks = parse(_body(kind, words, language))
        html = render_to_string("notices/layout.html", {**words, "subject": subject, "blocks": blocks})
    return Message(subject=subject, text=as_text(blocks), html=html)


def render(notice: Notice) -> NoticeMessage:
    """The message of a notice, not saved yet. Made from its frozen context and from nothing else that may change."""
    kind, payload = kind_named(notice.kind), notice.payload
    written = write(kind, payload.context, code=notice.code, language=notice.language)
    attachment = kind.attach(payload.context) if kind.attach else None
    message = NoticeMessage(
        notice=notice,
        claim_id=payload.claim_id,
        sender=settings.DEFAULT_FROM_EMAIL,
        subject=written.subject,
        text=written.text,
        html=written.html,
        attachment_name=attachment.name if attachment else "",
        attachment_type=attachment.type if attachment else "",
        attachment=attachment.content if attachment else b"",
        message_id=message_id(notice),
        rendered_at=_to_the_second(timezone.now()),
    )
    message.sha256 = sha256_of(wire_of(message, payload.address))
    return message


def wire_of(message: NoticeMessage, address: str) -> bytes:
    """The bytes that go to the relay, the same each time they are asked for."""
    content = bytes(message.attachment)
    attachment = Attachment(message.attachment_name, message.attachment_type, content) if content else None
    return wire_bytes(message, address, attachment)


def message_id(notice: Notice) -> str:
    """Known by the code, which no other notice bears."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{notice.code.lower()}.{notice.pk}@{domain}>"


def _body(kind: Kind, words: Context, language: str) -> str:
    chosen = select_template([f"notices/{language}/{kind.name}.txt", f"notices/{kind.name}.txt"])
    template: Template = chosen.template
    return str(template.render(TemplateContext(words, autoescape=False)))


def _to_the_second(moment: datetime) -> datetime:
    """A Date header has no fractions, and the row must not know more than the header."""
    return moment.replace(microsecond=0)
