"""The work of a pass. A row is the queue: whoever leads or helps takes chunks until none is left.

One process leads: it holds the snapshot of a what-if, and ends the pass. Any number of others help. Whoever is killed
loses a chunk to another after its lease; a leader that is lost is replaced by the sweep.
"""

import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Now

from claimants.matters.definitions import compiled
from intake.assessments.actions.applying import apply_chunk, finish
from intake.assessments.judging import Plan, judged, plan
from intake.assessments.leases import divide, give_back, take, versions
from intake.assessments.models import Reassessment, ReassessmentChunk
from intake.assessments.moving import described
from intake.assessments.streams import Source, select, snapshot
from intake.assessments.tally import tally
from intake.assessments.wakeup import wake_helpers, wake_leader

log = structlog.get_logger(__name__)

QUIET = timedelta(seconds=60)
PAUSE = 0.2
_State = Reassessment.State
Watch = Callable[[Reassessment], object]


def lead(run: Reassessment, watch: Watch | None = None) -> Reassessment:
    """Leads a pass to its end, unless somebody else leads it. `watch` is called after every chunk and pause."""
    if not _begin(run):
        return run
    is_preview = run.kind == Reassessment.Kind.PREVIEW
    try:
        with snapshot() if is_preview else nullcontext() as source:
            if source is not None:
                _begin_preview(run, source.snapshot)
            wake_helpers(run)
            _work_and_wait(run, source, watch)
    except Exception as error:
        _fail(run, error)
        raise
    run.refresh_from_db()
    return run


def work(run: Reassessment) -> int:
    """Helps a pass that somebody leads; how many chunks it did."""
    is_preview = run.kind == Reassessment.Kind.PREVIEW
    if run.state != _State.RUNNING or (is_preview and not run.snapshot):
        return 0
    with snapshot(run.snapshot) if is_preview else nullcontext() as source:
        return _work(run, _job(run), source, None)


def sweep() -> int:
    """Wakes a leader for every pass that waits for one, or whose leader has not been heard of; how many."""
    lost = Reassessment.objects.filter(state=_State.RUNNING, beat_at__lt=Now() - QUIET)
    for run in list(lost):
        if lost.filter(pk=run.pk).update(state=_State.WAITING, snapshot=""):
            give_back(run)
    waiting = list(Reassessment.objects.filter(state=_State.WAITING))
    for run in waiting:
        wake_leader(run)
    return len(waiting)


def _begin(run: Reassessment) -> bool:
    """Whether the pass is ours to lead: it waited, and nobody was quicker."""
    waiting = Reassessment.objects.filter(pk=run.pk, state=_State.WAITING)
    before = ReassessmentChunk.objects.filter(run=run, state=ReassessmentChunk.State.DONE).aggregate(n=Sum("claims"))
    begun = waiting.update(
        state=_State.RUNNING, started_at=Now(), ended_at=None, beat_at=Now(), claims_before=before["n"] or 0
    )
    run.refresh_from_db()
    return bool(begun)


@transaction.atomic
def _begin_preview(run: Reassessment, name: str) -> None:
    """A what-if begins from nothing: on a new snapshot, no earlier chunk counts."""
    ReassessmentChunk.objects.filter(run=run).delete()
    divide(run)
    run.snapshot, run.claims_before = name, 0
    run.save(update_fields=["snapshot", "claims_before"])


def _work_and_wait(run: Reassessment, source: Source | None, watch: Watch | None) -> None:
    """Works, and then waits for those who help, until every chunk is done or a person stops the pass."""
    job = _job(run)
    while _is_running(run):
        done = _work(run, job, source, watch)
        if finish(run):
            return
        if not done:
            Reassessment.objects.filter(pk=run.pk).update(beat_at=Now())
            if watch:
                watch(run)
            time.sleep(PAUSE)


def _job(run: Reassessment) -> tuple[Plan, list[int]] | None:
    """What to judge, and under which versions results are stored; None where nobody had filed before."""
    return (plan(compiled(run.base), compiled(run.definition)), versions(run)) if run.base else None


def _work(run: Reassessment, job: tuple[Plan, list[int]] | None, source: Source | None, watch: Watch | None) -> int:
    """Takes chunks until none is left; how many it did. `source` is the snapshot of a what-if."""
    if job is None:
        return 0
    (how, pks), done = job, 0
    while _is_running(run) and (chunk := take(run)):
        if source is not None:
            _count_chunk(run, chunk, source, how, pks)
        else:
            apply_chunk(run, chunk, how, pks)
        done += 1
        Reassessment.objects.filter(pk=run.pk).update(beat_at=Now())
        if watch:
            watch(run)
    return done


def _count_chunk(run: Reassessment, chunk: ReassessmentChunk, source: Source, how: Plan, pks: list[int]) -> None:
    assert run.base is not None
    found = judged(source.rows(select(chunk.first, chunk.last, pks, from_fact_sets=how.from_fact_sets)), how)
    counts: dict[str, Any] = {
        **tally(found.pairs, compiled(run.base).definition, how.law.definition),
        **described(source, found.changes),
        "left_as_erased": found.erased,
    }
    ours = ReassessmentChunk.objects.filter(pk=chunk.pk, token=chunk.token, state=ReassessmentChunk.State.TAKEN)
    ours.update(state=ReassessmentChunk.State.DONE, claims=counts["claims"], counts=counts)


def _is_running(run: Reassessment) -> bool:
    return Reassessment.objects.filter(pk=run.pk, state=_State.RUNNING).exists()


def _fail(run: Reassessment, error: Exception) -> None:
    """A pass that met an error stops with a sentence; what its chunks did before that stays."""
    log.error("assessments.run_failed", run=run.pk, error=type(error).__name__)
    sentence = (
        f"It stopped at an error ({type(error).__name__}). What was done before it holds; nothing else was written."
    )
    Reassessment.objects.filter(Q(state=_State.RUNNING), pk=run.pk).update(
        state=_State.FAILED, note=sentence, ended_at=Now()
    )
    give_back(run)
