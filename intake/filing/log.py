"""Proof that the log is whole: every hash computed again, every link followed, every payload compared."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from claimants.common import frozen
from claimants.matters.models import Matter
from intake.filing.attestation import payload_digest
from intake.filing.events import canonical_text, chained
from intake.filing.models import Claim, ClaimEvent, Erasure, Submission, SubmissionPayload


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written. `sequence` is the event's number, 0 where none is meant."""

    claim: str
    sequence: int
    sentence: str

    def __str__(self) -> str:
        where = f"{self.claim} event {self.sequence}" if self.sequence else self.claim
        return f"{where}: {self.sentence}"


def verify(matter: Matter | None = None) -> Iterator[Finding]:
    """Every break in every chain, and every payload that is not what was signed. Nothing found means whole."""
    for name in frozen.missing(connection):
        yield Finding("database", 0, f"the trigger {name} is absent, so rows could be edited unnoticed")
    claims = Claim.objects.order_by("pk")
    events = ClaimEvent.objects.order_by("claim_id", "sequence")
    if matter:
        claims, events = claims.filter(matter=matter), events.filter(claim__matter=matter)
    stream = _Groups(events.iterator(chunk_size=2000))
    for claim in claims.only("reference", "events_count", "head").iterator(chunk_size=2000):
        yield from verify_chain(claim, stream.of(claim.pk))
    yield from _verify_payloads(matter)


def verify_chain(claim: Claim, events: Iterable[ClaimEvent]) -> Iterator[Finding]:
    """The breaks in one claim's chain, in order."""
    expected, previous = 1, ""
    for event in events:
        if event.sequence != expected:
            yield Finding(claim.reference, expected, "was removed")
            expected, previous = event.sequence, event.previous_hash
        if event.text != _as_written(claim, event):
            yield Finding(claim.reference, event.sequence, "was altered: its columns do not say what its text says")
        elif event.previous_hash != previous or event.hash != chained(previous, event.text):
            yield Finding(claim.reference, event.sequence, "was altered: its hash does not follow from its text")
        expected, previous = event.sequence + 1, event.hash
    if expected - 1 != claim.events_count or previous != claim.head:
        first_gone = min(expected, claim.events_count)
        yield Finding(
            claim.reference,
            first_gone,
            f"the log was truncated: it ends at event {expected - 1} and should end at {claim.events_count}",
        )


def _as_written(claim: Claim, event: ClaimEvent) -> str:
    try:
        digest = json.loads(event.text).get("digest", "")
    except (ValueError, AttributeError):
        return ""
    return canonical_text(
        claim=claim.reference, sequence=event.sequence, kind=event.kind, actor=event.actor_id,
        at=event.at.isoformat(), about=event.about, digest=digest,
    )  # fmt: skip


def _verify_payloads(matter: Matter | None) -> Iterator[Finding]:
    submissions = Submission.objects.select_related("claim", "payload").prefetch_related("fact_sets").order_by("pk")
    if matter:
        submissions = submissions.filter(claim__matter=matter)
    for submission in submissions.iterator(chunk_size=500):
        yield from _verify_digest(submission)
        payload: SubmissionPayload | None = getattr(submission, "payload", None)
        if payload is None:
            if not Erasure.objects.filter(claim=submission.claim).exists():
                yield Finding(
                    submission.claim.reference, 0,
                    f"what was signed as submission {submission.version} is gone, and no erasure is on record",
                )  # fmt: skip
        elif submission.digest not in _digests(submission, payload):
            yield Finding(
                submission.claim.reference, 0,
                f"what was signed as submission {submission.version} was altered",
            )  # fmt: skip


def _verify_digest(submission: Submission) -> Iterator[Finding]:
    """The chain holds the digest of every submission, so that a digest made to fit altered words is found."""
    text = ClaimEvent.objects.filter(claim=submission.claim_id, about=f"submission:{submission.pk}").values_list("text")
    recorded = [json.loads(row[0]).get("digest") for row in text if row[0].startswith("{")]
    if submission.digest not in recorded:
        sentence = f"the digest of submission {submission.version} is not the one in the log"
        yield Finding(submission.claim.reference, 0, sentence)


def _digests(submission: Submission, payload: SubmissionPayload) -> list[str]:
    """The digest that the stored words and facts have now: of each fact set drawn from the submission."""
    return [
        payload_digest(payload.salt, payload.answers, payload.signed_text, payload.typed_name, drawn.facts)
        for drawn in submission.fact_sets.all()
    ]


class _Groups:
    """Hands out a stream of events, sorted by claim, one claim at a time."""

    def __init__(self, events: Iterator[ClaimEvent]) -> None:
        self._events = events
        self._next = next(events, None)

    def of(self, claim: int) -> Iterator[ClaimEvent]:
        while self._next is not None and self._next.claim_id <= claim:
            if self._next.claim_id == claim:
                yield self._next
            self._next = next(self._events, None)
