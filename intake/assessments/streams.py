"""Reading the stored results of a chunk as fast as the database gives them out, on one snapshot where that is asked.

PostgreSQL: `COPY … TO STDOUT`, and a snapshot that one session exports and others, on any machine, take up. SQLite: a
second connection to the file, whose read transaction is the snapshot; only the process that opened it can use it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import connection
from psycopg import sql

from intake.assessments.judging import Masks, Stored


class Source(Protocol):
    """Where results are read from."""

    snapshot: str

    def rows(self, select: str) -> Iterator[Stored]: ...

    def all(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]: ...


_COLUMNS = "a.claim_id, a.fact_version, a.fail_mask, a.unknown_mask, a.flag_mask, a.left_behind"
_STORED = "SELECT {columns}, a.facts FROM assessments_assessment a"
_FILED = (
    "SELECT {columns}, f.facts FROM assessments_assessment a "
    "JOIN filing_factset f ON f.claim_id = a.claim_id AND f.version = a.fact_version"
)
_OF_CHUNK = "WHERE a.claim_id BETWEEN {first:d} AND {last:d} AND a.definition_id IN ({versions})"


def select(first: int, last: int, versions: Iterable[int], *, from_fact_sets: bool) -> str:
    """The results of claims numbered `first` to `last` under these versions, with their facts as they are stored.

    Only numbers of ours go into it: `COPY` takes no parameters.
    """
    template = f"{_FILED if from_fact_sets else _STORED} {_OF_CHUNK}"
    return template.format(columns=_COLUMNS, first=first, last=last, versions=", ".join(f"{pk:d}" for pk in versions))


@contextmanager
def snapshot(taken_up: str = "") -> Iterator[Source]:
    """A connection of its own that reads the database as it is now, or as the named snapshot has it."""
    if connection.vendor == "postgresql":
        with _postgresql_snapshot(taken_up) as source:
            yield source
    else:
        own = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True, isolation_level=None)
        try:
            own.execute("BEGIN")
            own.execute("SELECT 1 FROM assessments_assessment LIMIT 1").fetchall()
            yield _Sqlite(own)
        finally:
            own.close()


def here() -> Source:
    """The connection and the transaction of whoever asks."""
    connection.ensure_connection()
    return (_Postgresql if connection.vendor == "postgresql" else _Sqlite)(connection.connection)


@contextmanager
def _postgresql_snapshot(taken_up: str) -> Iterator[Source]:
    wrapper = connection.copy()
    try:
        wrapper.connect()
        with wrapper.connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            if taken_up:
                cursor.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(taken_up)))
            else:
                cursor.execute("SELECT pg_export_snapshot()")
                taken_up = cursor.fetchone()[0]
        yield _Postgresql(wrapper.connection, taken_up)
    finally:
        wrapper.close()


class _Postgresql:
    def __init__(self, own: Any, snapshot: str = "") -> None:
        self._own, self.snapshot = own, snapshot

    def rows(self, select: str) -> Iterator[Stored]:
        with self._own.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT") as copy:
            lines = [bytes(line) for line in copy]
        return _stored(lines)

    def all(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self._own.cursor() as cursor:
            return cursor.execute(query, parameters).fetchall()


class _Sqlite:
    def __init__(self, own: Any) -> None:
        self._own, self.snapshot = own, ""

    def rows(self, select: str) -> Iterator[Stored]:
        for claim, version, fail, unknown, flags, left_behind, facts in self._own.execute(select):
            yield claim, version, (fail, unknown, flags), bool(left_behind), facts

    def all(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self._own.execute(query.replace("%s", "?"), parameters).fetchall()


def _stored(lines: list[bytes]) -> Iterator[Stored]:
    """Rows in PostgreSQL's text format: columns between tabs, a line feed at the end, and backslashes written twice."""
    known: dict[tuple[bytes, bytes, bytes], Masks] = {}
    for line in lines:
        claim, version, fail, unknown, flags, left_behind, facts = line.split(b"\t")
        written = fail, unknown, flags
        masks = known.get(written)
        if masks is None:
            masks = known[written] = (int(fail), int(unknown), int(flags))
        if b"\\" in facts:
            facts = facts.replace(b"\\\\", b"\\")
        yield claim, version, masks, left_behind == b"t", facts
