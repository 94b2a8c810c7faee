"""A pack is read place by place: one line of the manifest with all that came of it.

Every table is sorted by place, so that a million places are walked without holding more than one. Pure: the rows
come from the database when a pack is made, and from the pack when it is checked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.reports.sheets import Row, Unreadable


class Stray(Exception):
    """A row that belongs to no line of the manifest, or stands out of order. `str()` of it says which."""


@dataclass(frozen=True)
class Place:
    """A line of the manifest and, in the order in which they were written, the rows that came of it."""

    line: Row
    notices: list[Row]
    attempts: list[Row]
    events: list[Row]
    postal: list[Row]

    def attempts_of(self, notice: Row) -> list[Row]:
        return [row for row in self.attempts if row["sequence"] == notice["sequence"]]

    def events_of(self, notice: Row) -> list[Row]:
        return [row for row in self.events if row["sequence"] == notice["sequence"]]


def places(
    manifest: Iterable[Row],
    notices: Iterable[Row],
    attempts: Iterable[Row],
    events: Iterable[Row],
    postal: Iterable[Row],
) -> Iterator[Place]:
    """Walks all tables at once. Raises Stray for a row without a place."""
    groups = [
        _Grouped("notices.csv", notices),
        _Grouped("attempts.csv", attempts),
        _Grouped("events.csv", events),
        _Grouped("postal.csv", postal),
    ]
    last = 0
    for line in manifest:
        number = number_in(line, "place", "manifest.csv")
        if number <= last:
            raise Stray(f"manifest.csv line {line.line}: place {number} stands twice, or out of order")
        yield Place(line, *(group.of(number) for group in groups))
        last = number
    for group in groups:
        group.check_nothing_is_left()


def number_in(row: Row, column: str, name: str) -> int:
    if not row[column].isdecimal():
        raise Unreadable(f"{name} line {row.line}: {row[column]!r} is no number in the column {column}")
    return int(row[column])


class _Grouped:
    """Hands out a stream of rows, sorted by place, one place at a time."""

    def __init__(self, name: str, rows: Iterable[Row]) -> None:
        self._name, self._rows = name, iter(rows)
        self._next = next(self._rows, None)

    def of(self, place: int) -> list[Row]:
        found = []
        while self._next is not None and (number := number_in(self._next, "place", self._name)) <= place:
            if number < place:
                raise self._stray(self._next)
            found.append(self._next)
            self._next = next(self._rows, None)
        return found

    def check_nothing_is_left(self) -> None:
        if self._next is not None:
            raise self._stray(self._next)

    def _stray(self, row: Row) -> Stray:
        where = f" line {row.line}" if row.line else ""
        return Stray(
            f"{self._name}{where}: this row is about place {row['place']}, which is no line of the manifest, "
            "or it stands out of order"
        )
