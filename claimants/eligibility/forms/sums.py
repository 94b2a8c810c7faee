"""A test on a number that each row of a list holds: what the rows add up to."""

from typing import Annotated, Literal

from pydantic import Field

from claimants.eligibility import intervals
from claimants.eligibility.dates import NO_START, OPEN
from claimants.eligibility.facts import FactKind, FieldKind
from claimants.eligibility.forms.overlaps import OnIntervals
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems
from claimants.eligibility.vocabulary import Flat, Judge, Terms, where_reads

Positive = Annotated[int, Field(strict=True, ge=1, le=10**12)]
NO_LIMIT = 10**30


class OnAmounts(OnIntervals):
    """Rows of a list with a number field."""

    field: Name
    period: Name | None = None

    def check(self, terms: Terms) -> Problems:
        yield from super().check(terms)
        yield from terms.check_fact(self.fact, FactKind.INTERVALS)
        if self.period is not None:
            yield from terms.check_period(self.period)
        spec = terms.facts.get(self.fact)
        if spec is not None and spec.fields.get(self.field) != FieldKind.NUMBER:
            yield Problem(("field",), f"{self.fact!r} needs a field {self.field!r} of kind number.")
        if self.field in (self.where or {}):
            yield Problem(("where", self.field), "the field that is added up cannot be a condition as well.")

    def bounds(self, terms: Terms) -> tuple[int, int]:
        return (terms.periods[self.period].first, terms.periods[self.period].last) if self.period else (NO_START, OPEN)

    def said(self, terms: Terms) -> str:
        when = f", {terms.periods[self.period].reads()}" if self.period else ""
        return f"{self.field.replace('_', ' ')} of {terms.words(self.fact)}{where_reads(self.where, terms)}{when}"


class SumAtLeast(OnAmounts):
    """A number field of the rows with a day in the period adds up to `value` or more. Less than 0 counts as 0."""

    op: Literal["sum_at_least"]
    value: Positive

    def compiled(self, terms: Terms) -> Judge:
        first, last = self.bounds(terms)
        fact, field, value, incomplete = self.fact, self.field, self.value, f"{self.fact}_complete"
        matches = self.matches(terms)

        def judge(flat: Flat) -> int:
            rows = flat.get(fact)
            if rows is None:
                return UNKNOWN
            least = 0
            most = NO_LIMIT if flat.get(incomplete) is False else 0
            for row in rows:
                truth = intervals.overlap(row, first, last)
                if truth and matches is not None:
                    truth = min(truth, matches(row[4]))
                if truth:
                    amount = row[4].get(field)
                    most += NO_LIMIT if amount is None else max(amount, 0)
                    least += max(amount or 0, 0) if truth == TRUE else 0
            return TRUE if least >= value else UNKNOWN if most >= value else FALSE

        return judge

    def reads(self, terms: Terms) -> str:
        return f"the {self.said(terms)}, add up to at least {self.value}"
