"""The log of every act on a claim, and what calls the rooms that come later.

`record` writes the event and, in the same transaction, calls the handlers that `intake/pipeline.py` registered
for its kind. The hash covers the stored text, never the columns, so that it can be computed again from the row.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claimants.people.models import User
from intake.filing.models import Claim, ClaimEvent, EventKind

Handler = Callable[[Claim, ClaimEvent], object]

_handlers: dict[EventKind, list[Handler]] = {}


def register(kind: EventKind, *handlers: Handler) -> None:
    """Says what follows from an event, in this order. Registering a kind again replaces what was there."""
    _handlers[kind] = list(handlers)


def is_registered(kind: EventKind) -> bool:
    return kind in _handlers


@transaction.atomic
def record(
    claim: Claim,
    kind: EventKind,
    *,
    by: User | None,
    about: str = "",
    digest: str = "",
    at: datetime | None = None,
) -> ClaimEvent:
    """Appends one event and acts on it. `about` names the row it is about, such as `submission:12`."""
    locked = Claim.objects.select_for_update().only("events_count", "head").get(pk=claim.pk)
    moment = at or timezone.now()
    sequence = locked.events_count + 1
    text = canonical_text(
        claim=claim.reference, sequence=sequence, kind=kind, actor=by.pk if by else None,
        at=moment.isoformat(), about=about, digest=digest,
    )  # fmt: skip
    event = ClaimEvent.objects.create(
        claim=claim, sequence=sequence, kind=kind, actor=by, at=moment, about=about, text=text,
        previous_hash=locked.head, hash=chained(locked.head, text),
    )  # fmt: skip
    Claim.objects.filter(pk=claim.pk).update(events_count=sequence, head=event.hash)
    claim.events_count, claim.head = sequence, event.hash
    for handler in _handlers[kind]:
        handler(claim, event)
    return event


def canonical_text(**fields: object) -> str:
    """The one way an event is written down: JSON, keys sorted, no spaces, every script as it is."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def chained(previous_hash: str, text: str) -> str:
    """The hash of an event: SHA-256 over the hash before it, a line feed, and its text."""
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()
