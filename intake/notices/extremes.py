"""Which rows of a list to look at before it is written to: the longest, the shortest, and those that lack something."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

SHOWN = 20


@dataclass(frozen=True)
class Row:
    """`number` counts from 1, as a person counts the rows of a list."""

    number: int
    values: Mapping[str, str]


@dataclass
class Extremes:
    """`lacking` holds the first rows in which a value is missing, for each variable; `lacks` counts them all."""

    longest: Row | None = None
    shortest: Row | None = None
    longest_of: dict[str, Row] = field(default_factory=dict)
    lacking: dict[str, list[Row]] = field(default_factory=dict)
    lacks: dict[str, int] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """All of them, each once, in the order of the list."""
        found = [self.longest, self.shortest, *self.longest_of.values(), *chain(*self.lacking.values())]
        return sorted({row.number: row for row in found if row}.values(), key=lambda row: row.number)


def extremes(rows: Iterable[Mapping[str, str]], variables: Collection[str], *, shown: int = SHOWN) -> Extremes:
    """Reads each row once and keeps few. Of equals the first is kept; the shortest lacks nothing, if any does not."""
    found = Extremes(lacking={name: [] for name in variables}, lacks=dict.fromkeys(variables, 0))
    most, least = -1, (True, 0)
    widest = dict.fromkeys(variables, 0)
    for number, values in enumerate(rows, start=1):
        widths = {name: len((values.get(name) or "").strip()) for name in variables}
        row, whole = Row(number, values), sum(widths.values())
        if whole > most:
            most, found.longest = whole, row
        rank = (not all(widths.values()), whole)
        if found.shortest is None or rank < least:
            least, found.shortest = rank, row
        for name, width in widths.items():
            if width > widest[name]:
                widest[name], found.longest_of[name] = width, row
            if not width:
                found.lacks[name] += 1
                found.lacking[name] += [row][: shown - len(found.lacking[name])]
    return found
