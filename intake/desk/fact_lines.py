"""Rows of a list as lines of text, and back: `2015 – open, country US`."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from claimants.eligibility.facts import FieldKind

NONE = "none"
_UNKNOWN = {"", "?"}
_TIMES = re.compile(r"\s*(?P<first>[\w?-]*?)\s*(?:–|—|\bto\b|\s-\s|\s-$)\s*(?P<last>[\w?-]*)\s*")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


class LineError(ValueError):
    """A line that cannot be read. `str()` of it is a sentence that names the row."""


def read_lines(text: str, fields: Mapping[str, FieldKind]) -> list[dict[str, Any]]:
    """The rows that the lines say; “none” is a list known to be empty."""
    if text.strip().lower() == NONE:
        return []
    lines = [line for line in text.splitlines() if line.strip()]
    return [_row(line, number, fields) for number, line in enumerate(lines, 1)]


def as_lines(rows: Iterable[Mapping[str, Any]] | None) -> str:
    """The same rows as text; empty when the list is not known."""
    if rows is None:
        return ""
    return "\n".join(_line(row) for row in rows) or NONE


def _line(row: Mapping[str, Any]) -> str:
    times = f"{row.get('from') or '?'} – {row.get('to') or '?'}"
    further = [
        f"{name} {_shown(value)}" for name, value in row.items() if name not in {"from", "to"} and value is not None
    ]
    return ", ".join([times, *further])


def _shown(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _row(line: str, number: int, fields: Mapping[str, FieldKind]) -> dict[str, Any]:
    times, *rest = line.split(",")
    found = _TIMES.fullmatch(times)
    if found is None:
        raise LineError(f"Row {number}: begin with the first and the last day, such as 2015 – open.")
    row: dict[str, Any] = {
        key: found[part] for key, part in (("from", "first"), ("to", "last")) if found[part] not in _UNKNOWN
    }
    for name, words in _pieces(rest, number, fields):
        row[name] = _value(words, fields[name], f"Row {number}, {name}")
    return row


def _pieces(rest: list[str], number: int, fields: Mapping[str, FieldKind]) -> list[tuple[str, str]]:
    """Each further column with its words. A piece that names no column goes on with the one before it."""
    pieces: list[tuple[str, str]] = []
    for piece in rest:
        name, _, words = piece.strip().partition(" ")
        if name in fields:
            pieces.append((name, words.strip()))
        elif pieces:
            pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]},{piece.rstrip()}")
        else:
            known = ", ".join(fields) or "none"
            raise LineError(f"Row {number}: “{name[:40]}” is no column of this list. Its further columns: {known}.")
    return pieces


def _value(words: str, kind: FieldKind, where: str) -> Any:
    if not words:
        raise LineError(f"{where}: write a value after it, or leave the column out.")
    if kind == FieldKind.YES_NO:
        if words.lower() not in _YES_NO:
            raise LineError(f"{where}: write yes or no.")
        return _YES_NO[words.lower()]
    if kind == FieldKind.NUMBER:
        if not re.fullmatch(r"-?[0-9]{1,15}", words):
            raise LineError(f"{where}: write a whole number.")
        return int(words)
    return words
