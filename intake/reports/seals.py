"""Seals over what was tried, written every hour, and the proof that nothing under them was altered since.

A number is given to a row before its transaction commits, so a row may appear among numbers that were seen long ago.
Therefore a seal notes the last number given out, and the next goes up to there, ten minutes of the database's clock
later at least: a transaction that writes attempts is over in seconds. How old a row says it is plays no part, since
that is the clock of a worker. Seals are one chain over all attempts, not one a dispatch: numbers are given out across
dispatches, and a row that went from one to another would be missed.

The newest seals have none after them that would miss them, so whoever takes them out takes their attempts along. Their
head is therefore kept where the database's owner does not write: the log of the worker, packs, and what `verify_log`
prints; `verify_log --seal` asks whether a head from there is still in the chain.
"""

import hashlib
from collections.abc import Collection, Iterator
from datetime import UTC, timedelta

from django.db import connection, transaction
from django.db.models import Max

from intake.campaigns.models import Campaign
from intake.filing.events import canonical_text
from intake.filing.log import Finding
from intake.notices.models import NoticeAttempt
from intake.notices.queue import database_now
from intake.reports.models import AttemptSeal

HORIZON = timedelta(minutes=10)
_AT_A_TIME = 2000
_LOCK = 0x5EA1
_COLUMNS = (
    "pk", "notice_id", "number", "phase", "at", "stage", "code", "reply", "ground", "is_flagged", "lease_token",
    "message_sha256", "by_id",
)  # fmt: skip


@transaction.atomic
def seal_attempts() -> AttemptSeal | None:
    """The next seal; None when there is nothing new, or when the last one is too young. Twice at once makes one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = newest_seal()
    newest = NoticeAttempt.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if last and (database_now() - last.at < HORIZON or newest == last.to_pk):
        return None
    if not newest:
        return None
    after, to = (last.to_pk, last.noted_pk) if last else (0, 0)
    digest, count = digest_of_attempts(after, to)
    previous = last.sha256 if last else ""
    return AttemptSeal.objects.create(
        after_pk=after, to_pk=to, noted_pk=newest, count=count, previous=previous, sha256=_sealed(previous, digest)
    )


def newest_seal() -> AttemptSeal | None:
    return AttemptSeal.objects.order_by("pk").last()


def seal_over(campaign: Campaign) -> AttemptSeal | None:
    """The first seal over every attempt of a campaign, so that it stays the same; the newest while there is none."""
    attempts = NoticeAttempt.objects.filter(notice__dispatch=campaign.dispatch_id)
    newest = attempts.aggregate(newest=Max("pk"))["newest"] or 0
    return AttemptSeal.objects.filter(to_pk__gte=newest).order_by("pk").first() or newest_seal()


def verify_seals(known: Collection[str] = ()) -> Iterator[Finding]:
    """Every seal whose attempts are not what they were, and every break in the chain of seals.

    `known` are heads that were written down elsewhere: each of them must still be in the chain.
    """
    after, previous, absent = 0, "", {head.strip().lower() for head in known}
    for seal in AttemptSeal.objects.order_by("pk").iterator(chunk_size=_AT_A_TIME):
        name = f"attempts {seal.after_pk + 1} to {seal.to_pk}"
        if seal.after_pk != after or seal.previous != previous:
            yield Finding(name, 0, "their seal does not go on from the one before; a seal was altered or removed")
        digest, count = digest_of_attempts(seal.after_pk, seal.to_pk)
        if count != seal.count:
            yield Finding(name, 0, f"{seal.count} were sealed, and {count} are there")
        elif _sealed(seal.previous, digest) != seal.sha256:
            yield Finding(name, 0, "one of them, or their seal, was altered since they were sealed")
        after, previous = seal.to_pk, seal.sha256
        absent.discard(seal.sha256)
    for head in sorted(absent):
        yield Finding(f"seal {head}", 0, "it is not in the chain; it was removed or altered, with what it covered")


def digest_of_attempts(after: int, to: int) -> tuple[str, int]:
    """SHA-256 over the attempts numbered after `after` up to `to`, a line each; and how many they are."""
    rows = NoticeAttempt.objects.filter(pk__gt=after, pk__lte=to).order_by("pk").values(*_COLUMNS)
    digest, count = hashlib.sha256(), 0
    for row in rows.iterator(chunk_size=_AT_A_TIME):
        row["at"] = row["at"].astimezone(UTC).isoformat()
        digest.update(f"{canonical_text(**row)}\n".encode())
        count += 1
    return digest.hexdigest(), count


def _sealed(previous: str, digest: str) -> str:
    return hashlib.sha256(f"{previous}\n{digest}".encode()).hexdigest()
