"""Tests on time that has passed: younger than an age, longer ago than a term."""

from typing import Annotated, Literal

from pydantic import Field

from claimants.eligibility.dates import year_bounds, years_after
from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems
from claimants.eligibility.vocabulary import Distance, Flat, Form, Judge, Terms

Years = Annotated[int, Field(strict=True, ge=0, le=200)]
Days = Annotated[int, Field(strict=True, ge=0, le=36_600)]


class AgeUnder(Form):
    """Fewer birthdays than `years` by the day `at`. Someone born on 29 February has theirs on 1 March else."""

    op: Literal["age_under"]
    fact: Name
    years: Annotated[Years, Field(ge=1)]
    at: Name = "signed_on"

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.DATE, FactKind.NUMBER)
        yield from terms.check_fact(self.at, FactKind.DATE, at=("at",))

    def facts_used(self) -> set[str]:
        return {self.fact, self.at}

    def distances(self, terms: Terms) -> tuple[Distance, ...]:
        return (Distance(self.fact, self.at, self.years, 0),)

    def compiled(self, terms: Terms) -> Judge:
        fact, years, at = self.fact, self.years, self.at
        by_year = terms.facts[fact].kind == FactKind.NUMBER

        def judge(flat: Flat) -> int:
            born, day = flat.get(fact), flat.get(at)
            if born is None or day is None:
                return UNKNOWN
            birth = year_bounds(born) if by_year else born
            if birth is None:
                return UNKNOWN
            if day[1] < years_after(birth[0], years):
                return TRUE
            return FALSE if day[0] >= years_after(birth[1], years) else UNKNOWN

        return judge

    def reads(self, terms: Terms) -> str:
        return f"by {terms.words(self.fact)}, younger than {self.years} on {terms.words(self.at)}"


class Elapsed(Form):
    """More than so many years and days lie between `since` and `at`; on the last day itself, not yet."""

    op: Literal["elapsed"]
    since: Name
    years: Years = 0
    days: Days = 0
    at: Name = "signed_on"

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.since, FactKind.DATE, at=("since",))
        yield from terms.check_fact(self.at, FactKind.DATE, at=("at",))
        if not self.years and not self.days:
            yield Problem((), "expected `years`, `days` or both, more than 0.")

    def facts_used(self) -> set[str]:
        return {self.since, self.at}

    def distances(self, terms: Terms) -> tuple[Distance, ...]:
        return (Distance(self.since, self.at, self.years, self.days),)

    def compiled(self, terms: Terms) -> Judge:
        since, years, days, at = self.since, self.years, self.days, self.at

        def judge(flat: Flat) -> int:
            start, day = flat.get(since), flat.get(at)
            if start is None or day is None:
                return UNKNOWN
            if day[0] > years_after(start[1], years) + days:
                return TRUE
            return FALSE if day[1] <= years_after(start[0], years) + days else UNKNOWN

        return judge

    def reads(self, terms: Terms) -> str:
        parts = [_counted(self.years, "year"), _counted(self.days, "day")]
        term = " and ".join(part for part in parts if part)
        return f"more than {term} lie between {terms.words(self.since)} and {terms.words(self.at)}"


def _counted(number: int, unit: str) -> str:
    return "" if not number else f"1 {unit}" if number == 1 else f"{number} {unit}s"
