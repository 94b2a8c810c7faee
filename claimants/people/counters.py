"""Counters in a file of their own, for one machine without a shared cache: nothing is lost when they are many.

A cache of files throws entries away at random when it is full, and reads before it writes. Each count here is one
statement of SQLite, which all processes of the machine wait for in turn.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

_WAIT = 5.0
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, times INTEGER NOT NULL, until REAL NOT NULL)",
    "CREATE INDEX IF NOT EXISTS counter_until ON counter (until)",
)
_COUNT = """
INSERT INTO counter (name, times, until) VALUES (?, 1, ?)
ON CONFLICT (name) DO UPDATE SET times = times + 1 RETURNING times
"""


def count_in_file(path: Path, name: str, seconds: int) -> int:
    """Counts one more under `name`, and how many that makes. Forgotten after `seconds`, which names its window too."""
    moment = time.time()
    with closing(sqlite3.connect(path, timeout=_WAIT, isolation_level=None)) as counters:
        counters.execute("PRAGMA synchronous = OFF")
        counters.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            counters.execute(statement)
        counters.execute("DELETE FROM counter WHERE until < ?", [moment])
        (times,) = counters.execute(_COUNT, [name, moment + seconds]).fetchone()
        counters.execute("COMMIT")
    return int(times)
