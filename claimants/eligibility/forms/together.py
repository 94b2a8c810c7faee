"""The join of two or more facts: some one day is in all of them."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from pydantic import Field

from claimants.eligibility.facts import FactKind
from claimants.eligibility.intervals import (
    FEW_PAIRS,
    Matches,
    Span,
    common,
    cores,
    floats,
    matcher,
    reaches,
    share_a_day,
)
from claimants.eligibility.join import can_part
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems, doubles
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms, Where, accepted_values, check_where, where_reads

_Side = tuple[str, bool, str, Matches | None]
"""A fact, whether it is one interval rather than a list, the key of its completeness, and its condition."""


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
        period = terms.periods[self.period]
        first, last = period.first, period.last
        sides = tuple(self._side(fact, terms) for fact in self.facts)

        meets = _meeting_of_two(sides, first, last) if len(sides) == 2 else _meeting(sides, first, last)

        def judge(flat: Flat) -> int:
            if meets(flat):
                return TRUE
            if not _can_meet(sides, flat, first, last):
                return FALSE
            return UNKNOWN if _can_part(sides, flat, first, last) else TRUE

        return judge

    def _side(self, fact: str, terms: Terms) -> _Side:
        where = (self.where or {}).get(fact)
        matches = (
            matcher({name: accepted_values(accepted, terms) for name, accepted in where.items()}) if where else None
        )
        return fact, terms.facts[fact].kind == FactKind.INTERVAL, f"{fact}_complete", matches

    def reads(self, terms: Terms) -> str:
        clauses = [terms.words(fact) + where_reads((self.where or {}).get(fact), terms) for fact in self.facts]
        return f"some one day {terms.periods[self.period].reads()} is in {', and in '.join(clauses)}"


def _meeting(sides: Sequence[_Side], first: int, last: int) -> Callable[[Flat], bool]:
    """Whether some day of the period certainly is in all the facts."""

    def meets(flat: Flat) -> bool:
        shared: list[Span] = []
        for fact, single, _, matches in sides:
            rows = flat.get(fact)
            if rows is None:
                return False
            held = cores((rows,) if single else rows, matches, first, last)
            shared = common(shared, held) if shared else held
            if not shared:
                return False
        return True

    return meets


def _meeting_of_two(sides: Sequence[_Side], first: int, last: int) -> Callable[[Flat], bool]:
    """The same for two facts, as most definitions have it: quicker where there are few rows."""
    (one, is_single, _, matches), (other, other_is_single, _, other_matches) = sides
    many = _meeting(sides, first, last)

    def meets(flat: Flat) -> bool:
        left, right = flat.get(one), flat.get(other)
        if left is None or right is None:
            return False
        left, right = (left,) if is_single else left, (right,) if other_is_single else right
        if len(left) * len(right) > FEW_PAIRS:
            return many(flat)
        return share_a_day(left, matches, right, other_matches, first, last)

    return meets


def _can_meet(sides: Sequence[_Side], flat: Flat, first: int, last: int) -> bool:
    """Whether some day of the period can be in all the facts."""
    shared = [(first, last)]
    for fact, single, incomplete, matches in sides:
        rows = flat.get(fact)
        if rows is not None and flat.get(incomplete) is not False:
            shared = common(shared, reaches((rows,) if single else rows, matches))
    return bool(shared)


def _can_part(sides: Sequence[_Side], flat: Flat, first: int, last: int) -> bool:
    """Whether it can be that no day of the period is in all the facts; that none certainly is, is known."""
    certain, floating = [], []
    for fact, single, _, matches in sides:
        rows = flat.get(fact)
        rows = () if rows is None else (rows,) if single else rows
        certain.append(cores(rows, matches, first, last))
        floating.append(floats(rows, matches, first, last))
        if not certain[-1] and not floating[-1]:
            return True
    return not any(floating) or can_part(certain, floating, first, last)
