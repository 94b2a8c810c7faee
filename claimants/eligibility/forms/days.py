"""Tests on how long: so many days in all, each day counted once."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from claimants.eligibility.dates import NO_START, OPEN
from claimants.eligibility.forms.overlaps import OnIntervals
from claimants.eligibility.intervals import Matches, Row, Span, cores, floats, reaches, union
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems
from claimants.eligibility.vocabulary import Flat, Judge, Terms, where_reads


class DaysAtLeast(OnIntervals):
    """The intervals, with fields as `where` says, hold at least `n` days of the period. A day in two counts once."""

    op: Literal["days_at_least"]
    n: Annotated[int, Field(strict=True, ge=1, le=36_600)]
    period: Name | None = None

    def check(self, terms: Terms) -> Problems:
        yield from super().check(terms)
        if self.period is not None:
            yield from terms.check_period(self.period)
        first, last = _bounds(self.period, terms) if self.period in (None, *terms.periods) else (NO_START, OPEN)
        if last - first + 1 < self.n:
            yield Problem(("n",), f"the period has {last - first + 1} days; {self.n} can never be reached.")

    def compiled(self, terms: Terms) -> Judge:
        first, last = _bounds(self.period, terms)
        fact, n, incomplete = self.fact, self.n, f"{self.fact}_complete"
        matches, single = self.matches(terms), self.is_single(terms)

        def judge(flat: Flat) -> int:
            rows = flat.get(fact)
            if rows is None:
                return UNKNOWN
            rows = (rows,) if single else rows
            if _fewest(rows, matches, first, last) >= n:
                return TRUE
            if flat.get(incomplete) is False:
                return UNKNOWN
            return UNKNOWN if _most(rows, matches, first, last) >= n else FALSE

        return judge

    def reads(self, terms: Terms) -> str:
        when = f" {terms.periods[self.period].reads()}" if self.period else ""
        return f"{terms.words(self.fact)}{where_reads(self.where, terms)} make up at least {self.n} days{when}"


def _bounds(period: str | None, terms: Terms) -> Span:
    return (terms.periods[period].first, terms.periods[period].last) if period else (NO_START, OPEN)


def _fewest(rows: Sequence[Row], matches: Matches | None, first: int, last: int) -> int:
    """The days of the period that the rows hold however their dates turn out.

    A row that floats holds one day of its span. Rows whose spans meet can share that day, so it is set as late as
    the first of them allows.
    """
    certain = union(cores(rows, matches, first, last))
    count, placed = _length(certain), NO_START - 1
    for start, end in sorted(floats(rows, matches, first, last), key=lambda span: span[1]):
        if placed < start and not any(begin <= end and start <= stop for begin, stop in certain):
            count, placed = count + 1, end
    return count


def _most(rows: Sequence[Row], matches: Matches | None, first: int, last: int) -> int:
    return _length(
        union(
            (max(start, first), min(end, last))
            for start, end in reaches(rows, matches)
            if start <= last >= first <= end
        )
    )


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start + 1 for start, end in spans)
