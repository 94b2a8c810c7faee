"""Rows of intervals whose ends may be known in part: which days they must hold, and which they may hold.

A row is `[earliest start, latest start, earliest end, latest end, fields]` with bounds that agree (see
`facts.tightened`). It certainly holds the days from its latest start through its earliest end, if there are
any (its core), and can hold any day from its earliest start through its latest end (its reach). A row whose
latest start is after its earliest end holds some day between them, nobody knows which: it floats.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN, Truth

Row = Sequence[Any]
Span = tuple[int, int]
Matches = Callable[[Mapping[str, Any]], Truth]

FEW_PAIRS = 16
"""Up to so many pairs of spans, looking at each pair is quicker than putting the spans in order first."""


def overlap(row: Row, first: int, last: int) -> Truth:
    """Whether the row holds some day from `first` through `last`."""
    if row[0] > last or row[3] < first:
        return FALSE
    return TRUE if row[1] <= last and row[2] >= first else UNKNOWN


def covers(row: Row, first: int, last: int) -> Truth:
    """Whether the row holds every day from `first` through `last`."""
    if row[0] > first or row[3] < last:
        return FALSE
    return TRUE if row[1] <= first and row[2] >= last else UNKNOWN


def matcher(where: Mapping[str, Iterable[Any]]) -> Matches:
    """Judges the fields of a row: each must be one of its accepted values."""
    conditions = tuple((name, frozenset(accepted)) for name, accepted in where.items())
    if len(conditions) == 1:
        return _one_field(*conditions[0])

    def matches(fields: Mapping[str, Any]) -> Truth:
        truth = TRUE
        for name, accepted in conditions:
            value = fields.get(name)
            if value is None:
                truth = UNKNOWN
            elif value not in accepted:
                return FALSE
        return truth

    return matches


def _one_field(name: str, accepted: frozenset[Any]) -> Matches:
    def matches(fields: Mapping[str, Any]) -> Truth:
        value = fields.get(name)
        return UNKNOWN if value is None else TRUE if value in accepted else FALSE

    return matches


def union(spans: Iterable[Span]) -> list[Span]:
    """The same days as spans in order that neither overlap nor touch."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def common(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """The days in both."""
    if len(left) * len(right) > FEW_PAIRS:
        return _swept(union(left), union(right))
    return [
        (start if start > begin else begin, end if end < stop else stop)
        for start, end in left
        for begin, stop in right
        if start <= stop and begin <= end
    ]


def _swept(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """The days in both, of many spans; each side in order and apart, as `union` leaves them."""
    shared: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start <= end:
            shared.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return shared


def cores(rows: Iterable[Row], matches: Matches | None, first: int, last: int) -> list[Span]:
    """The days from `first` through `last` that matching rows certainly hold."""
    spans = []
    for row in rows:
        start, end = row[1], row[2]
        if start < first:
            start = first
        if end > last:
            end = last
        if start <= end and (matches is None or matches(row[4]) == TRUE):
            spans.append((start, end))
    return spans


def share_a_day(
    left: Iterable[Row], left_matches: Matches | None, right: Iterable[Row], right_matches: Matches | None,
    first: int, last: int,
) -> bool:  # fmt: skip
    """Whether some day from `first` through `last` certainly is in a matching row of each; quick for few rows."""
    for row in left:
        start = row[1] if row[1] > first else first
        end = row[2] if row[2] < last else last
        if start <= end and (left_matches is None or left_matches(row[4]) == TRUE):
            for other in right:
                meets = start <= other[2] and end >= other[1] <= other[2]
                if meets and (right_matches is None or right_matches(other[4]) == TRUE):
                    return True
    return False


def reaches(rows: Iterable[Row], matches: Matches | None) -> list[Span]:
    """The days that matching rows can hold."""
    return [(row[0], row[3]) for row in rows if matches is None or matches(row[4]) != FALSE]


def floats(rows: Iterable[Row], matches: Matches | None, first: int, last: int) -> list[Span]:
    """Where matching rows float, if wholly from `first` through `last`: each holds one day there at the least."""
    return [
        (row[2], row[1])
        for row in rows
        if first <= row[2] < row[1] <= last and (matches is None or matches(row[4]) == TRUE)
    ]
