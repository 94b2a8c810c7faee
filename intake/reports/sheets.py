"""The tables of a pack as text: one row is one line, no cell is a formula, and each row carries its own check.

Pure. Whatever reads or writes a table of a pack does it here, so that both sides agree to the byte.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import BinaryIO

CHECK = "check"
SHEETS: dict[str, tuple[str, ...]] = {
    "manifest.csv": ("place", "digest", "language", "template_sha256"),
    "notices.csv": (
        "place", "sequence", "code", "language", "rank", "state", "arrival", "rows_of_attempts",
        "owed_utc", "owed_court", "accepted_utc", "accepted_court",
    ),
    "attempts.csv": (
        "place", "sequence", "code", "number", "phase", "at_utc", "at_court", "stage", "smtp_code", "enhanced",
        "ground", "reply", "message_sha256", "by",
    ),
    "events.csv": (
        "place", "sequence", "code", "provider", "provider_event_id", "kind", "status", "said", "happened_utc",
        "happened_court", "received_utc", "received_court",
    ),
    "remails.csv": (
        "place", "sequence", "code", "rank", "state", "arrival", "owed_utc", "owed_court", "after_code",
        "after_state", "after_arrival",
    ),
    "postal.csv": (
        "place", "sequence", "state", "why", "batch", "owed_utc", "owed_court", "due_utc", "due_court", "mailed_utc",
        "mailed_court", "returned_utc", "returned_court", "tracking",
    ),
    "unknowns.csv": (
        "place", "sequence", "code", "number", "at_utc", "at_court", "said", "settled", "settled_utc",
        "settled_court", "by", "rule",
    ),
}  # fmt: skip
"""The columns of each table; every row ends with one more, its check."""

_BREAKS = re.compile(r"\r\n|[\r\n]")
_FORMULA = ("=", "+", "-", "@", "\t")


class Row(dict[str, str]):
    """One row by column, and the line of its file on which it stands."""

    line: int = 0


class Unreadable(Exception):
    """A line of a table that is not a row of it. `str()` of it says which line, and why."""


def row_of(**cells: object) -> Row:
    """A row whose cells may stand in any table: see `safe`."""
    return Row({name: safe(value) for name, value in cells.items()})


def safe(value: object) -> str:
    """The value as a cell: on one line, without control characters, and never run by a spreadsheet.

    A line break is written `\\n`; what would be taken for a formula gets an apostrophe before it.
    """
    if value is None:
        return ""
    text = str(value)
    if not text.isascii() or not text.isprintable():
        text = _BREAKS.sub(r"\\n", text)
        text = "".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cs"})
    return f"'{text}" if text.startswith(_FORMULA) else text


class SheetWriter:
    """Writes one table, row by row."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._columns, self._file = SHEETS[name], file
        self._file.write(f"{_joined((*self._columns, CHECK))}\n".encode())

    def write(self, row: Row) -> str:
        """Appends the row; answers with the line as it now stands there."""
        text = _joined([row[column] for column in self._columns])
        line = f"{text},{check_of(text)}"
        self._file.write(f"{line}\n".encode())
        return line


def read_sheet(name: str, file: Iterable[bytes]) -> Iterator[tuple[Row, str]]:
    """Every row with its line as it stands; raises Unreadable at the first line that is not what was written."""
    columns = SHEETS[name]
    lines = iter(file)
    if next(lines, b"") != f"{_joined((*columns, CHECK))}\n".encode():
        raise Unreadable(f"{name} line 1: the names of the columns are not those of this table")
    for number, raw in enumerate(lines, start=2):
        text = _decoded(name, number, raw)
        cells, check = _cells(name, number, text)
        if check != check_of(text.rpartition(",")[0]):
            raise Unreadable(f"{name} line {number}: this row was altered; its check does not follow from its cells")
        if len(cells) != len(columns):
            raise Unreadable(f"{name} line {number}: {len(columns)} cells are expected before the check")
        row = Row(zip(columns, cells, strict=True))
        row.line = number
        yield row, text


def check_of(text: str) -> str:
    """The check of a row: the first sixteen digits of the SHA-256 of what stands before its last comma."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _decoded(name: str, number: int, raw: bytes) -> str:
    if not raw.endswith(b"\n"):
        raise Unreadable(f"{name} line {number}: the line does not end; something after it was cut off")
    try:
        return raw[:-1].decode()
    except UnicodeDecodeError:
        raise Unreadable(f"{name} line {number}: this row was altered; it is no longer text in UTF-8") from None


def _cells(name: str, number: int, text: str) -> tuple[list[str], str]:
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error:
        rows = []
    if len(rows) != 1 or not rows[0]:
        raise Unreadable(f"{name} line {number}: this row was altered; it is no longer a row of a table")
    return rows[0][:-1], rows[0][-1]


def _joined(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()
