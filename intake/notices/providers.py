"""What providers report, in the words of this house. Their own are read by django-anymail."""

import hashlib
import re
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from intake.notices.heard import Heard
from intake.notices.models import MailEvent
from intake.notices.replies import find_status, read_refusal

_K = MailEvent.Kind
_KINDS = {
    "queued": _K.ACCEPTED,
    "sent": _K.ACCEPTED,
    "rejected": _K.REJECTED,
    "failed": _K.REJECTED,
    "bounced": _K.BOUNCED,
    "deferred": _K.DELAYED,
    "delivered": _K.DELIVERED,
    "complained": _K.COMPLAINED,
    "unsubscribed": _K.UNSUBSCRIBED,
}
_CODE = re.compile(r"(?:^|[\s;:])([245]\d\d)(?=[\s-])")
NOTICE = "notice"
"""The name under which a message sent through a provider carries the code of its notice, as tag or metadata."""


class TrackingEvent(Protocol):
    """The part of anymail's event that is read here."""

    event_type: str
    event_id: str | None
    timestamp: datetime | None
    message_id: str | None
    metadata: Any
    tags: Any
    mta_response: str | None
    description: str | None
    reject_reason: str | None
    esp_event: Any


def heard_from(provider: str, event: TrackingEvent) -> Heard:
    """One event as a report. What is not said in the fields of the provider is not guessed from its prose."""
    said = " ".join(str(part) for part in (event.mta_response, event.description) if part)
    status, ground, is_flagged = _refusal(event)
    return Heard(
        provider=provider,
        provider_event_id=event.event_id or _identity(provider, event),
        kind=_KINDS.get(event.event_type, _K.OTHER),
        about=_about(event),
        happened_at=_moment(event.timestamp),
        status=status,
        ground=ground,
        said=said,
        is_flagged=is_flagged,
    )


def _about(event: TrackingEvent) -> str:
    """The code that we gave the message, else what the provider calls it."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    if metadata.get(NOTICE):
        return str(metadata[NOTICE])
    tags = event.tags if isinstance(event.tags, list | tuple) else []
    named = [str(tag)[len(NOTICE) + 1 :] for tag in tags if str(tag).startswith(f"{NOTICE}:")]
    return named[0] if named else str(event.message_id or "")


def _refusal(event: TrackingEvent) -> tuple[str, str, bool]:
    """The status, its ground, and whether a person should look, of something that came back."""
    if event.event_type not in {"bounced", "rejected", "failed"}:
        return "", "", False
    said = str(event.mta_response or "")
    code = _CODE.search(said)
    status = find_status(said, int(code[1]) if code else None)
    if status is None and event.reject_reason == "invalid":
        status = "5.1.3"  # the provider itself says that this can be nobody's address
    if status is None and code is None:
        return "", "", True
    reading = read_refusal(int(code[1]) if code else None, status, said)
    return status or "", reading.ground.value, reading.is_flagged


def _identity(provider: str, event: TrackingEvent) -> str:
    """Of an event without a number: the same one again gives the same."""
    parts = (provider, event.event_type, event.message_id, event.timestamp, event.esp_event)
    return hashlib.sha256(repr(parts).encode(errors="replace")).hexdigest()


def _moment(given: datetime | None) -> datetime:
    """When it happened, never later than now: a provider's clock decides nothing in the future."""
    now = timezone.now()
    if not isinstance(given, datetime) or timezone.is_naive(given):
        return now
    return min(given, now)
