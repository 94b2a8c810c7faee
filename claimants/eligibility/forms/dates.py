"""Tests on one date: before, on or before, after, on or after, between."""

from typing import Literal

from claimants.eligibility.dates import written
from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Day, Name, Problems
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms


class _OnDate(Form):
    fact: Name

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.DATE)

    def facts_used(self) -> set[str]:
        return {self.fact}


class Before(_OnDate):
    """The date is before the day (or on it). A date known to the month is judged by its first and last day."""

    op: Literal["before", "on_or_before"]
    date: Day

    def compiled(self, terms: Terms) -> Judge:
        last = self.date.toordinal() - (self.op == "before")
        fact = self.fact

        def judge(flat: Flat) -> int:
            known = flat.get(fact)
            if known is None:
                return UNKNOWN
            return TRUE if known[1] <= last else FALSE if known[0] > last else UNKNOWN

        return judge

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} is {self.op.replace('_', ' ')} {written(self.date)}"


class After(_OnDate):
    """The date is after the day (or on it)."""

    op: Literal["after", "on_or_after"]
    date: Day

    def compiled(self, terms: Terms) -> Judge:
        first = self.date.toordinal() + (self.op == "after")
        fact = self.fact

        def judge(flat: Flat) -> int:
            known = flat.get(fact)
            if known is None:
                return UNKNOWN
            return TRUE if known[0] >= first else FALSE if known[1] < first else UNKNOWN

        return judge

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} is {self.op.replace('_', ' ')} {written(self.date)}"


class Between(_OnDate):
    """The date is in the period; both ends belong to it."""

    op: Literal["between"]
    period: Name

    def check(self, terms: Terms) -> Problems:
        yield from super().check(terms)
        yield from terms.check_period(self.period)

    def compiled(self, terms: Terms) -> Judge:
        first, last = terms.periods[self.period].first, terms.periods[self.period].last
        fact = self.fact

        def judge(flat: Flat) -> int:
            known = flat.get(fact)
            if known is None:
                return UNKNOWN
            earliest, latest = known
            if first <= earliest and latest <= last:
                return TRUE
            return FALSE if latest < first or earliest > last else UNKNOWN

        return judge

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} falls {terms.periods[self.period].reads()}"
