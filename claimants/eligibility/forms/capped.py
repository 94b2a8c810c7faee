"""A test on what the rows of a list add up to, where only so much counts for each month or year."""

from collections import defaultdict
from datetime import date
from typing import Literal

from claimants.eligibility.dates import FIRST_DAY, LAST_DAY
from claimants.eligibility.forms.sums import OnAmounts, Positive
from claimants.eligibility.intervals import Row
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Problem, Problems
from claimants.eligibility.vocabulary import Flat, Judge, Terms


class CappedQuantity(OnAmounts):
    """A number field of the rows that begin in the period adds up to `value`; each month or year counts up to `cap`.

    A limit for a household or an account is about several claims, not about one: it is a matter for screening. If
    the month of a row is not known, the answer can stay unknown though every month would give the same.
    """

    op: Literal["capped_quantity"]
    each: Literal["month", "year"]
    cap: Positive
    value: Positive

    def check(self, terms: Terms) -> Problems:
        yield from super().check(terms)
        if self.period in (None, *terms.periods) and self.cap * self._stretches(terms) < self.value:
            yield Problem(("value",), f"with at most {self.cap} each {self.each} this can never be reached.")

    def compiled(self, terms: Terms) -> Judge:
        first, last = self.bounds(terms)
        fact, field, cap, value, incomplete = self.fact, self.field, self.cap, self.value, f"{self.fact}_complete"
        matches, limit = self.matches(terms), self.cap * self._stretches(terms)

        def judge(flat: Flat) -> int:
            rows = flat.get(fact)
            if rows is None:
                return UNKNOWN
            least: defaultdict[int, int] = defaultdict(int)
            most: defaultdict[int, int] = defaultdict(int)
            elsewhere = limit if flat.get(incomplete) is False else 0
            for row in rows:
                truth = _begins(row, first, last)
                if truth and matches is not None:
                    truth = min(truth, matches(row[4]))
                if not truth:
                    continue
                amount = row[4].get(field)
                possible = cap if amount is None else max(amount, 0)
                stretch = self._stretch(max(row[0], first))
                if stretch != self._stretch(min(row[1], last)):
                    elsewhere += min(possible, cap)
                    continue
                most[stretch] += possible
                least[stretch] += max(amount or 0, 0) if truth == TRUE else 0
            if sum(min(total, cap) for total in least.values()) >= value:
                return TRUE
            possible = min(limit, elsewhere + sum(min(total, cap) for total in most.values()))
            return UNKNOWN if possible >= value else FALSE

        return judge

    def reads(self, terms: Terms) -> str:
        return f"the {self.said(terms)}, at most {self.cap} for each {self.each}, add up to at least {self.value}"

    def _stretch(self, day: int) -> int:
        """The number of the month, or of the year, that holds the day."""
        when = date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY))
        return when.year if self.each == "year" else when.year * 12 + when.month

    def _stretches(self, terms: Terms) -> int:
        first, last = self.bounds(terms)
        return self._stretch(last) - self._stretch(first) + 1


def _begins(row: Row, first: int, last: int) -> int:
    """Whether the row begins in the period."""
    if row[0] > last or row[1] < first:
        return FALSE
    return TRUE if row[0] >= first and row[1] <= last else UNKNOWN
