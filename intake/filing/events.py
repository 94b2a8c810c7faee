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
from intake.filing.models import Claim, ClaimEvent, EventKind, Signed

Handler = Callable[[Claim, ClaimEvent], object]

_handlers: dict[EventKind, list[Handler]] = {}


def register(kind: EventKind, *handlers: Handler) -> None:
    """Says what follows from an event, in this order. Registering a kind again replaces what was there."""
    _handlers[kind] = list(handlers)


def is_registered(kind: EventKind) -> bool:
    return kind in _handlers


@transaction.atomic(savepoint=False)
def record(
    claim: Claim,
    kind: EventKind,
    *,
    by: User | None,
    about: str = "",
    digest: str = "",
    at: datetime | None = None,
    signed: Signed | None = None,
) -> ClaimEvent:
    """Appends one event and acts on it. `about` names the row it is about, such as `submission:12`.

    A handler that fails undoes the whole act, so there is no savepoint to go back to.
    """
    event = _next(claim, kind, by, about, digest, at or timezone.now())
    while not _heads(event, claim):
        claim.refresh_from_db(fields=["events_count", "head"])
        event = _next(claim, kind, by, about, digest, event.at)
    event.save(force_insert=True)
    event.signed = signed
    for handler in _handlers[kind]:
        handler(claim, event)
    return event


def _next(claim: Claim, kind: EventKind, by: User | None, about: str, digest: str, at: datetime) -> ClaimEvent:
    """The event after the last one that this claim knows of."""
    sequence = claim.events_count + 1
    text = canonical_text(
        claim=claim.reference, sequence=sequence, kind=kind, actor=by.pk if by else None,
        at=at.isoformat(), about=about, digest=digest,
    )  # fmt: skip
    return ClaimEvent(
        claim=claim, sequence=sequence, kind=kind, actor=by, at=at, about=about, text=text,
        previous_hash=claim.head, hash=chained(claim.head, text),
    )  # fmt: skip


def _heads(event: ClaimEvent, claim: Claim) -> bool:
    """Makes it the head of the claim's log, unless another event has come in between."""
    as_known = Claim.objects.filter(pk=claim.pk, events_count=claim.events_count, head=claim.head)
    if not as_known.update(events_count=event.sequence, head=event.hash):
        return False
    claim.events_count, claim.head = event.sequence, event.hash
    return True


def canonical_text(**fields: object) -> str:
    """The one way an event is written down: JSON, keys sorted, no spaces, every script as it is."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def chained(previous_hash: str, text: str) -> str:
    """The hash of an event: SHA-256 over the hash before it, a line feed, and its text."""
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()
