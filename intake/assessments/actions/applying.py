"""What an apply writes: the changed results of a chunk, each with its record, chained on the run; and its end."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from claimants.matters.definitions import compiled
from intake.assessments.comparing import compared
from intake.assessments.judging import Plan, judged
from intake.assessments.leases import is_ours
from intake.assessments.models import Reassessment, ReassessmentChunk
from intake.assessments.moving import described
from intake.assessments.streams import here, select
from intake.assessments.tally import summed, tally
from intake.assessments.writing import chained, digest_of_changes, write

_applied: list[Callable[[Reassessment], object]] = []


def register_applied(*handlers: Callable[[Reassessment], object]) -> None:
    """Says what follows from an apply that came to its end, in the same transaction."""
    _applied[:] = handlers


@transaction.atomic
def apply_chunk(run: Reassessment, chunk: ReassessmentChunk, how: Plan, versions: list[int]) -> bool:
    """Judges the claims of a chunk anew and writes what changed; False if the lease was lost. All of it or nothing."""
    if not is_ours(chunk):
        return False
    assert run.base is not None
    source = here()
    found = judged(source.rows(select(chunk.first, chunk.last, versions, from_fact_sets=how.from_fact_sets)), how)
    moving = described(source, found.changes)
    changed = write(chunk, found.changes, definition=run.definition_id, at=timezone.now())
    chunk.counts = {
        **tally(found.pairs, compiled(run.base).definition, how.law.definition),
        **moving, "changed": changed, "left_as_erased": found.erased,
    }  # fmt: skip
    chunk.claims = chunk.counts["claims"]
    _chain(chunk)
    return True


def finish(run: Reassessment) -> bool:
    """Ends a pass of which every chunk is done: sums it up and, for an apply, says whether it is as was shown."""
    with transaction.atomic():
        held = Reassessment.objects.select_for_update(of=("self",)).get(pk=run.pk)
        chunks = ReassessmentChunk.objects.filter(run=held).order_by("number")
        if held.state != Reassessment.State.RUNNING or chunks.exclude(state=ReassessmentChunk.State.DONE).exists():
            return False
        held.counts = summed(counts for counts in chunks.values_list("counts", flat=True))
        held.state, held.ended_at, held.snapshot = Reassessment.State.DONE, timezone.now(), ""
        if held.kind == Reassessment.Kind.APPLY:
            held.note = compared(held)
        held.save(update_fields=["counts", "state", "ended_at", "snapshot", "note"])
        if held.kind == Reassessment.Kind.APPLY:
            for handler in _applied:
                handler(held)
    return True


def _chain(chunk: ReassessmentChunk) -> None:
    """Gives the chunk its place in the run's chain. The run's row is held only for this."""
    changes = digest_of_changes(chunk.pk)
    run = Reassessment.objects.select_for_update(of=("self",)).only("head", "chunks_done").get(pk=chunk.run_id)
    chunk.sequence, chunk.digest, chunk.state = run.chunks_done + 1, changes, ReassessmentChunk.State.DONE
    chunk.save(update_fields=["sequence", "digest", "state", "claims", "counts"])
    run.head, run.chunks_done = chained(run.head, chunk.number, changes), chunk.sequence
    run.save(update_fields=["head", "chunks_done"])
