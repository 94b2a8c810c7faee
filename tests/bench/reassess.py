"""What it costs to read everybody under another version, and to write what that changes. `ROWS=10000000` for more."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from claimants.matters import actions as matters
from claimants.matters.actions import load
from claimants.matters.definitions import table_of
from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import Role, RoleGrant, User
from intake.assessments import actions
from intake.assessments.models import Reassessment
from tests.bench.measures import Measure, at_least, at_most
from tests.bench.people import load_people
from tests.bench.servers import celery_worker, database_cpu_seconds

ROWS = int(os.environ.get("ROWS", "1000000"))
BENCH = "reassess"
EVERY_CRITERION: dict[str, Any] = {
    "periods": {"before_change": {"to": "2024-06-30"}, "exemption": {"to": "2025-10-31"}},
    "criteria": {
        "inmail_before": {"test": {"op": "all", "of": [
            {"op": "in", "fact": "inmail", "values": ["sent", "received", "both"]},
            {"op": "before", "fact": "inmail_first", "date": "2024-07-01"},
        ]}},
        "not_an_excluded_person": {"test": {"op": "in", "fact": "excluded_role", "values": ["court", "defendant"]}},
        "claim_not_released": {"test": {"op": "any", "of": [{"op": "is", "fact": "released", "value": True}]}},
    },
}  # fmt: skip
"""Every criterion reads otherwise: nothing can be taken from what is stored."""
ONE_CRITERION: dict[str, Any] = {
    "criteria": {
        "inmail_before": {"test": {"op": "all", "of": [
            {"op": "in", "fact": "inmail", "values": ["sent", "received", "both"]},
            {"op": "before", "fact": "inmail_first", "date": "2022-06-01"},
        ]}},
    },
}  # fmt: skip
"""One criterion reads otherwise, for about one person in six."""
SMALL: dict[str, Any] = {
    "criteria": {"not_an_excluded_person": {"test": {"op": "in", "fact": "excluded_role", "values": ["court"]}}}
}
"""One criterion reads otherwise, for fewer than one person in a hundred."""
EVERYBODY: dict[str, Any] = {
    "criteria": {"long_ago": {
        "bit": 6, "kind": "include", "test": {"op": "before", "fact": "inmail_first", "date": "1990-01-01"},
        "cite": "A benchmark", "quote": "long ago", "met": "Yes.", "not_met": "No.", "ask": "When?",
    }}
}  # fmt: skip
"""A new criterion that nobody is known to meet, so that every result changes."""


def measure() -> list[Measure]:
    matter = load(Path(settings.BASE_DIR) / "matters" / "de-la-torre-v-linkedin.yaml", at=timezone.now()).matter
    first, second = _administrators(matter)
    started = perf_counter()
    load_people(matter, matter.definitions.get(version=1), first, ROWS)
    measures = [Measure(BENCH, "made-up people loaded", ROWS / (perf_counter() - started), "claims/s")]
    with _settled():
        bare = min(_read_away() for _ in range(2))
    measures.append(Measure(BENCH, "reading the facts with COPY", bare / ROWS * 1e6, "µs/claim"))
    every = _proposed(matter, first, EVERY_CRITERION)
    one_worker = _what_ifs(every, first, 1, bare, "every criterion")
    two_workers = _what_ifs(every, first, 2, bare, "every criterion")
    measures += [*one_worker.rows, *two_workers.rows]
    measures.append(
        at_least(
            BENCH, "what-if, every criterion: with a second worker", one_worker.wall / two_workers.wall, "times", 1.7
        )
    )
    matters.withdraw_proposal(definition=every, by=first)
    return measures + _applies(matter, first, second, bare)


class Passed:
    """How long a pass took, and its rows of the table."""

    def __init__(self, wall: float, rows: list[Measure]) -> None:
        self.wall, self.rows = wall, rows


def _applies(matter: Matter, first: User, second: User, bare: float) -> list[Measure]:
    one = _proposed(matter, first, ONE_CRITERION)
    what_if = _what_ifs(one, first, 1, bare, "one criterion")
    rows = what_if.rows
    wall, changed = _apply(one, first, second, 2)
    rows.append(Measure(BENCH, "apply: results changed", 100 * changed / ROWS, "%"))
    rows.append(Measure(BENCH, "apply, two workers", wall / ROWS * 1e6, "µs/claim"))
    small = _proposed(matter, first, SMALL)
    small_what_if = _what_ifs(small, first, 2, bare, "small amendment").wall
    small_wall, small_changed = _apply(small, first, second, 2)
    rows.append(Measure(BENCH, "small amendment: results changed", 100 * small_changed / ROWS, "%"))
    rows.append(at_most(BENCH, "small amendment: apply over its what-if", small_wall / small_what_if, "times", 2))
    everybody = _proposed(matter, first, EVERYBODY)
    _what_ifs(everybody, first, 2, bare, "everybody")
    rewriting, everyone = _apply(everybody, first, second, 2)
    rows.append(Measure(BENCH, "apply that changes every result", rewriting / ROWS * 1e6, "µs/claim"))
    rows.append(Measure(BENCH, "apply that changes every result: results changed", 100 * everyone / ROWS, "%"))
    rows.append(at_least(BENCH, "apply, faster than one that writes every row", rewriting / wall, "times", 3))
    bare_update = _rewrite_every_row(one) / ROWS * 1e6
    rows.append(Measure(BENCH, "one bare UPDATE of every row, nobody judged", bare_update, "µs/claim"))
    return rows


def _what_ifs(definition: ClassDefinition, by: User, workers: int, bare: float, what: str) -> Passed:
    with celery_worker(workers) as worker:
        before = worker.cpu_seconds() + database_cpu_seconds()
        run = _done(actions.preview(definition=definition, by=by))
        cpu = worker.cpu_seconds() + database_cpu_seconds() - before
        memory = worker.peak_megabytes()
    wall = _seconds(run)
    name = f"what-if, {what}, {workers} {'worker' if workers == 1 else 'workers'}"
    return Passed(wall, [
        Measure(BENCH, f"{name}: wall", wall / ROWS * 1e6, "µs/claim"),
        at_most(BENCH, f"{name}: CPU of all processes", cpu / ROWS * 1e6, "µs/claim", 15),
        *([at_most(BENCH, f"{name}: over the bare COPY", wall / bare, "times", 3)] if workers == 1 else []),
        Measure(BENCH, f"{name}: most memory of a process", memory, "MB"),
    ])  # fmt: skip


def _apply(definition: ClassDefinition, first: User, second: User, workers: int) -> tuple[float, int]:
    """Seconds, and how many results changed."""
    for person in (first, second):
        matters.approve(definition=definition, table_sha256=table_of(definition).sha256, by=person)
    with _settled(), celery_worker(workers):
        run = _done(actions.apply(definition=definition, by=first))
    assert run.note == "The recount equals the what-if.", run.note
    return _seconds(run), run.counts["changed"]


def _done(run: Reassessment) -> Reassessment:
    while run.is_open:
        sleep(0.05)
        run.refresh_from_db()
    assert run.state == Reassessment.State.DONE, run.note
    return run


def _seconds(run: Reassessment) -> float:
    assert run.started_at
    assert run.ended_at
    return (run.ended_at - run.started_at).total_seconds()


def _read_away() -> float:
    started = perf_counter()
    columns = "claim_id, fact_version, fail_mask, unknown_mask, flag_mask, left_behind, facts"
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT {columns} FROM assessments_assessment) TO STDOUT") as copy,
    ):
        for _ in copy:
            pass
    return perf_counter() - started


def _rewrite_every_row(definition: ClassDefinition) -> float:
    """What writing every row anew costs the database alone, without judging anything."""
    with _settled(), connection.cursor() as cursor:
        started = perf_counter()
        cursor.execute("UPDATE assessments_assessment SET definition_id = %s, since = now()", [definition.pk])
        return perf_counter() - started


@contextmanager
def _settled() -> Iterator[None]:
    """After a checkpoint and a vacuum, so that nobody pays for what was written before."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) assessments_assessment")
        cursor.execute("CHECKPOINT")
    yield


def _proposed(matter: Matter, by: User, patch: dict[str, Any]) -> ClassDefinition:
    draft = matters.start_draft(matter=matter, by=by, patch=patch)
    return matters.propose(definition=draft, order="Dkt. 41", order_date=date(2026, 3, 2), by=by)


def _administrators(matter: Matter) -> tuple[User, User]:
    people = [
        User.objects.create_user(email=f"{name}@counsel.example.org", is_staff=True) for name in ("first", "second")
    ]
    for person in people:
        RoleGrant.objects.create(user=person, matter=matter, role=Role.ADMINISTRATOR)
    return people[0], people[1]
