"""Chunks are taken by lease, by the database's clock: whoever is lost in the middle of one leaves it to another."""

import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.db.models.functions import Now

from intake.assessments.models import Assessment, Reassessment, ReassessmentChunk

LEASE = timedelta(minutes=2)
CLAIMS_A_CHUNK = 40_000
_State = ReassessmentChunk.State


@transaction.atomic
def take(run: Reassessment) -> ReassessmentChunk | None:
    """The next chunk that nobody is working on, now ours; None when there is none."""
    free = Q(state=_State.WAITING) | Q(state=_State.TAKEN, taken_until__lt=Now())
    waiting = ReassessmentChunk.objects.filter(free, run=run).order_by("number")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    chunk = waiting.first()
    if chunk is None:
        return None
    chunk.state, chunk.token = _State.TAKEN, str(uuid.uuid4())
    ReassessmentChunk.objects.filter(pk=chunk.pk).update(
        state=chunk.state, token=chunk.token, taken_until=Now() + LEASE
    )
    return chunk


def is_ours(chunk: ReassessmentChunk) -> bool:
    """Whether the lease still holds; asked in the transaction that writes the result, which then has the row."""
    held = ReassessmentChunk.objects.select_for_update().filter(pk=chunk.pk, state=_State.TAKEN, token=chunk.token)
    return held.first() is not None


def give_back(run: Reassessment) -> None:
    """Every chunk that is not done waits again, as after a snapshot was lost."""
    ReassessmentChunk.objects.filter(run=run).exclude(state=_State.DONE).update(
        state=_State.WAITING, token="", taken_until=None
    )


def divide(run: Reassessment, size: int = CLAIMS_A_CHUNK) -> int:
    """Makes the chunks of a run over all claims judged so far; how many."""
    of_matter = Assessment.objects.filter(definition__in=versions(run))
    ends = of_matter.aggregate(first=Min("claim_id"), last=Max("claim_id"))
    if ends["first"] is None:
        return 0
    starts = range(ends["first"], ends["last"] + 1, size)
    ReassessmentChunk.objects.bulk_create(
        [
            ReassessmentChunk(run=run, number=number, first=first, last=min(first + size - 1, ends["last"]))
            for number, first in enumerate(starts, 1)
        ],
        batch_size=1000,
    )
    return len(starts)


def versions(run: Reassessment) -> list[int]:
    """The versions under which results of the matter may be stored, but for the one that the run goes to."""
    others = run.matter.definitions.exclude(pk=run.definition_id)
    return list(others.order_by("pk").values_list("pk", flat=True))
