"""Writing what a chunk changed: only rows that change, in a few statements, whatever their number.

The changes go into a temporary table; what happened to a claim in between (a new answer, an erasure) is noticed there
and left alone, because it was judged by the new version already or has nothing left to judge.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from claimants.eligibility.evaluator import outcome_of
from intake.assessments.judging import Change
from intake.assessments.models import ReassessmentChunk
from intake.assessments.moving import DECIDED

_TABLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS reassessed (
    claim_id bigint PRIMARY KEY, fact_version integer,
    old_outcome text, old_fail_mask bigint, old_unknown_mask bigint, old_flag_mask bigint,
    outcome text, fail_mask bigint, unknown_mask bigint, flag_mask bigint, facts {json}, fate text
)"""
_COLUMNS = (
    "claim_id, fact_version, old_outcome, old_fail_mask, old_unknown_mask, old_flag_mask, "
    "outcome, fail_mask, unknown_mask, flag_mask, facts"
)
_LOCK = """
SELECT 1 FROM assessments_assessment a JOIN reassessed r ON r.claim_id = a.claim_id
ORDER BY a.claim_id FOR UPDATE OF a"""
_FATE = f"""
UPDATE reassessed SET fate = CASE
    WHEN c.state IN ({", ".join(f"'{state}'" for state in DECIDED)}) THEN 'behind'
    WHEN a.fail_mask = reassessed.fail_mask AND a.unknown_mask = reassessed.unknown_mask
        AND a.flag_mask = reassessed.flag_mask AND NOT a.left_behind THEN 'same'
    ELSE 'changed' END
FROM assessments_assessment a JOIN filing_claim c ON c.id = a.claim_id
WHERE a.claim_id = reassessed.claim_id AND a.fact_version = reassessed.fact_version AND a.definition_id <> %s
    AND a.facts <> '{{}}'"""  # noqa: S608 - our own states
_CHANGE = """
UPDATE assessments_assessment SET definition_id = %s, since = %s, left_behind = false, outcome = r.outcome,
    fail_mask = r.fail_mask, unknown_mask = r.unknown_mask, flag_mask = r.flag_mask
FROM reassessed r WHERE r.claim_id = assessments_assessment.claim_id AND r.fate = 'changed'"""
_LEAVE_BEHIND = """
UPDATE assessments_assessment SET left_behind = NOT (assessments_assessment.fail_mask = r.fail_mask
    AND assessments_assessment.unknown_mask = r.unknown_mask AND assessments_assessment.flag_mask = r.flag_mask)
FROM reassessed r WHERE r.claim_id = assessments_assessment.claim_id AND r.fate = 'behind'"""
_FACTS = """
UPDATE assessments_assessment SET facts = r.facts
FROM reassessed r WHERE r.claim_id = assessments_assessment.claim_id AND r.fate IS NOT NULL
    AND r.facts IS NOT NULL AND assessments_assessment.facts <> r.facts"""
_RECORD = """
INSERT INTO assessments_assessmentchange (claim_id, definition_id, chunk_id, fact_version, old_outcome, old_fail_mask,
    old_unknown_mask, old_flag_mask, outcome, fail_mask, unknown_mask, flag_mask, at)
SELECT claim_id, %s, %s, fact_version, old_outcome, old_fail_mask, old_unknown_mask, old_flag_mask, outcome, fail_mask,
    unknown_mask, flag_mask, %s
FROM reassessed WHERE fate = 'changed' ORDER BY claim_id"""
_RECORDED = """
SELECT claim_id, fact_version, old_outcome, old_fail_mask, old_unknown_mask, old_flag_mask, outcome, fail_mask,
    unknown_mask, flag_mask, definition_id
FROM assessments_assessmentchange WHERE chunk_id = %s ORDER BY claim_id"""


def write(chunk: ReassessmentChunk, changes: Sequence[Change], *, definition: int, at: datetime) -> int:
    """Applies the changes in the caller's transaction, and records each; how many results changed."""
    if not changes:
        return 0
    moment = connection.ops.adapt_datetimefield_value(at)
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            # A chunk that a crash of the server takes back is simply not done yet, so nobody waits for the disk.
            cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(_TABLE.format(json="jsonb" if is_postgresql else "text"))
        cursor.execute("DELETE FROM reassessed")
        _fill(cursor, changes)
        if is_postgresql:
            cursor.execute("ANALYZE reassessed")  # nobody else does that for a temporary table
            cursor.execute(_LOCK)
        cursor.execute(_FATE, [definition])
        cursor.execute(_CHANGE, [definition, moment])
        changed = cursor.rowcount
        cursor.execute(_RECORD, [definition, chunk.pk, moment])
        cursor.execute(_LEAVE_BEHIND)
        if changes[0].facts is not None:
            cursor.execute(_FACTS)
    return changed


def digest_of_changes(chunk: int) -> str:
    """SHA-256 over the changes that a chunk recorded, a line each, by claim."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute(_RECORDED, [chunk])
        while rows := cursor.fetchmany(2000):
            for row in rows:
                digest.update(",".join(str(value) for value in row).encode() + b"\n")
    return digest.hexdigest()


def chained(head: str, chunk: int, changes: str) -> str:
    """The head of a run's chain after a chunk: over the head before it, the chunk's number and its digest."""
    return hashlib.sha256(f"{head}\n{chunk}\n{changes}".encode()).hexdigest()


def _fill(cursor: Any, changes: Iterable[Change]) -> None:
    rows = (
        (
            one.claim, one.version, outcome_of(one.old[0], one.old[1]).value, *one.old,
            outcome_of(one.new[0], one.new[1]).value, *one.new,
            None if one.facts is None else orjson.dumps(one.facts).decode(),
        )
        for one in changes
    )  # fmt: skip
    if connection.vendor == "postgresql":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        with cursor.copy(f"COPY reassessed ({_COLUMNS}) FROM STDIN WITH (FORMAT csv)") as copy:
            copy.write(text.getvalue())
    else:
        marks = ", ".join(["%s"] * 11)
        cursor.executemany(f"INSERT INTO reassessed ({_COLUMNS}) VALUES ({marks})", rows)  # noqa: S608 - our own names
