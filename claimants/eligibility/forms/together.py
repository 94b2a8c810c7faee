"""The join of two or more facts: some one day is in all of them."""

from typing import Annotated, Literal

from pydantic import Field

from claimants.eligibility.facts import FactKind
from claimants.eligibility.intervals import Reach, common, matcher, reach
from claimants.eligibility.join import can_avoid
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems, doubles
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms, Where, accepted_values, check_where, where_reads

_ANYTHING = Reach([], [], [])


class OverlapTogether(Form):
    """Some day of the period is in every one of the facts, with fields as `where` says of each."""

    op: Literal["overlap_together"]
    facts: Annotated[tuple[Name, ...], Field(min_length=2, max_length=6)]
    period: Name
    where: Annotated[dict[Name, Where], Field(min_length=1)] | None = None

    def check(self, terms: Terms) -> Problems:
        for number, fact in enumerate(self.facts):
            yield from terms.check_fact(fact, FactKind.INTERVAL, FactKind.INTERVALS, at=("facts", number))
        if again := doubles(self.facts):
            yield Problem(("facts",), f"{again[0]!r} is named twice.")
        yield from terms.check_period(self.period)
        for fact, conditions in (self.where or {}).items():
            if fact not in self.facts:
                yield Problem(("where", fact), f"{fact!r} is not one of this test's facts: {', '.join(self.facts)}.")
            else:
                yield from check_where(conditions, fact, terms, ("where", fact))

    def facts_used(self) -> set[str]:
        return set(self.facts)

    def compiled(self, terms: Terms) -> Judge:
        first, last = terms.periods[self.period].first, terms.periods[self.period].last
        sides = tuple(self._side(fact, terms) for fact in self.facts)

        def judge(flat: Flat) -> int:
            possible = certain = [(first, last)]
            held: list[Reach] = []
            for fact, single, incomplete, matches in sides:
                rows = flat.get(fact)
                if rows is None:
                    held.append(_ANYTHING)
                    continue
                side = reach((rows,) if single else rows, matches)
                if flat.get(incomplete) is not False:
                    possible = common(possible, side.possible)
                    if not possible:
                        return FALSE
                certain = common(certain, side.certain)
                held.append(side)
            return _judged(held, certain, first, last)

        return judge

    def _side(self, fact: str, terms: Terms) -> tuple:
        where = (self.where or {}).get(fact)
        matches = (
            matcher({name: accepted_values(accepted, terms) for name, accepted in where.items()}) if where else None
        )
        return fact, terms.facts[fact].kind == FactKind.INTERVAL, f"{fact}_complete", matches

    def reads(self, terms: Terms) -> str:
        clauses = [terms.words(fact) + where_reads((self.where or {}).get(fact), terms) for fact in self.facts]
        return f"{', and '.join(clauses)}, all on one same day {terms.periods[self.period].reads()}"


def _judged(held: list[Reach], certain: list[tuple[int, int]], first: int, last: int) -> int:
    """The truth, once it is possible that the facts meet."""
    if any(not side.certain and not side.floating for side in held):
        return UNKNOWN
    if certain:
        return TRUE
    if not any(side.floating for side in held):
        return UNKNOWN
    return UNKNOWN if can_avoid(held, first, last) else TRUE
