"""Tests on intervals against a period: overlaps, covers, how many overlap."""

from typing import Annotated, Literal

from pydantic import Field

from claimants.eligibility import intervals
from claimants.eligibility.dates import NO_START
from claimants.eligibility.facts import FactKind
from claimants.eligibility.intervals import Matches, Row
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms, Where, accepted_values, check_where, where_reads


class OnIntervals(Form):
    fact: Name
    where: Where | None = None

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.INTERVAL, FactKind.INTERVALS)
        yield from check_where(self.where or {}, self.fact, terms, ("where",))

    def facts_used(self) -> set[str]:
        return {self.fact}

    def matches(self, terms: Terms) -> Matches | None:
        if self.where is None:
            return None
        return intervals.matcher({name: accepted_values(accepted, terms) for name, accepted in self.where.items()})

    def is_single(self, terms: Terms) -> bool:
        return terms.facts[self.fact].kind == FactKind.INTERVAL


class Overlaps(OnIntervals):
    """Some interval, with fields as `where` says, has a day in the period."""

    op: Literal["overlaps"]
    period: Name

    def check(self, terms: Terms) -> Problems:
        yield from super().check(terms)
        yield from terms.check_period(self.period)

    def compiled(self, terms: Terms) -> Judge:
        first, last = terms.periods[self.period].first, terms.periods[self.period].last
        fact, incomplete, matches = self.fact, f"{self.fact}_complete", self.matches(terms)

        def single(flat: Flat) -> int:
            row = flat.get(fact)
            return UNKNOWN if row is None else intervals.overlap(row, first, last)

        def several(flat: Flat) -> int:
            rows = flat.get(fact)
            if rows is None:
                return UNKNOWN
            greatest = FALSE
            for row in rows:
                if row[0] > last or row[3] < first:
                    continue
                truth = TRUE if row[1] <= last and row[2] >= first else UNKNOWN
                if matches is not None:
                    truth = min(truth, matches(row[4]))
                if truth == TRUE:
                    return TRUE
                if truth > greatest:
                    greatest = truth
            return UNKNOWN if flat.get(incomplete) is False else greatest

        return single if self.is_single(terms) else several

    def reads(self, terms: Terms) -> str:
        when = terms.periods[self.period].reads()
        return f"some day of {terms.words(self.fact)}{where_reads(self.where, terms)} is {when}"


class Covers(OnIntervals):
    """The intervals together, with fields as `where` says, hold every day of the period."""

    op: Literal["covers"]
    period: Name

    def check(self, terms: Terms) -> Problems:
        yield from super().check(terms)
        yield from terms.check_period(self.period)
        if self.period in terms.periods and terms.periods[self.period].first == NO_START:
            yield Problem(("period",), f"nothing covers {self.period!r}: it has no start. Give it one.")

    def compiled(self, terms: Terms) -> Judge:
        first, last = terms.periods[self.period].first, terms.periods[self.period].last
        fact, incomplete, matches = self.fact, f"{self.fact}_complete", self.matches(terms)

        def single(flat: Flat) -> int:
            row = flat.get(fact)
            return UNKNOWN if row is None else intervals.covers(row, first, last)

        def several(flat: Flat) -> int:
            rows = flat.get(fact)
            if rows is None:
                return UNKNOWN
            if intervals.union(intervals.cores(rows, matches, first, last)) == [(first, last)]:
                return TRUE
            if flat.get(incomplete) is False:
                return UNKNOWN
            reaches = intervals.union(intervals.reaches(rows, matches))
            return UNKNOWN if any(start <= first and end >= last for start, end in reaches) else FALSE

        return single if self.is_single(terms) else several

    def reads(self, terms: Terms) -> str:
        when = terms.periods[self.period].reads()
        return f"every day {when} is in {terms.words(self.fact)}{where_reads(self.where, terms)}"


class CountAtLeast(OnIntervals):
    """At least `n` intervals have a day in the period (any day, if none is given) and fields as `where` says."""

    op: Literal["count_at_least"]
    n: Annotated[int, Field(strict=True, ge=1, le=500)]
    period: Name | None = None

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.INTERVALS)
        yield from check_where(self.where or {}, self.fact, terms, ("where",))
        if self.period is not None:
            yield from terms.check_period(self.period)

    def compiled(self, terms: Terms) -> Judge:
        period = terms.periods[self.period] if self.period else None
        fact, n, incomplete = self.fact, self.n, f"{self.fact}_complete"
        matches = self.matches(terms)

        def truth_of(row: Row) -> int:
            truth = TRUE if period is None else intervals.overlap(row, first, last)
            return min(truth, matches(row[4])) if matches is not None else truth

        first, last = (period.first, period.last) if period else (0, 0)

        def judge(flat: Flat) -> int:
            rows = flat.get(fact)
            if rows is None:
                return UNKNOWN
            truths = [truth_of(row) for row in rows]
            if truths.count(TRUE) >= n:
                return TRUE
            possible = len(truths) - truths.count(FALSE) >= n or flat.get(incomplete) is False
            return UNKNOWN if possible else FALSE

        return judge

    def reads(self, terms: Terms) -> str:
        when = f", each with a day {terms.periods[self.period].reads()}" if self.period else ""
        return f"at least {self.n} of {terms.words(self.fact)}{where_reads(self.where, terms)}{when}"
