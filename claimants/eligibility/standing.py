"""Where a class member stands within the class: subclasses, award tier, deadlines. It never changes the outcome.

A claim can be eligible while its subclass is unknown. This is worked out apart from `Compiled.judge`, so a
definition without any of it costs nothing.
"""

from typing import NamedTuple

from claimants.eligibility.document import Definition
from claimants.eligibility.groups import Partition, Tier
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN, Result
from claimants.eligibility.vocabulary import Flat, Judge, Terms


class SubclassResult(NamedTuple):
    id: str
    label: str
    result: Result


class TierResult(NamedTuple):
    """The person's tier. `at_least`: a higher one is still possible, and `ask` says what would tell."""

    id: str
    label: str
    at_least: bool
    ask: tuple[str, ...]


class Standing(NamedTuple):
    """One bit a subclass; the tier, or None if none is certain; the last day of each deadline as day ordinals.

    `tier` is None with `tier_open` if some tier may yet be met, and None without it if none can be.
    """

    subclass_mask: int
    subclass_unknown_mask: int
    subclasses: tuple[SubclassResult, ...]
    tier: TierResult | None
    tier_open: tuple[str, ...]
    deadlines: dict[str, tuple[int, int] | None]


class Placing:
    """The compiled subclasses, tiers and deadlines of a definition."""

    def __init__(self, definition: Definition) -> None:
        terms = definition.terms
        self._deadlines = definition.deadlines
        self._tiers = [(tier, tier.test.compiled(terms) if tier.test else _always) for tier in definition.tiers]
        self._subclasses: list[tuple[str, str, int, Judge]] = [
            (one.id, one.label, 1 << one.bit, one.test.compiled(terms)) for one in definition.subclasses
        ]
        if definition.partition is not None:
            self._subclasses += _parts_of(definition.partition, terms)

    def standing(self, flat: Flat) -> Standing:
        """Where the person of these flat facts stands, if they are in the class."""
        certain = unknown = 0
        results = []
        for name, label, bit, test in self._subclasses:
            truth = test(flat)
            certain |= bit if truth == TRUE else 0
            unknown |= bit if truth == UNKNOWN else 0
            results.append(SubclassResult(name, label, _RESULTS[truth]))
        tier, still_open = self._tier(flat)
        return Standing(certain, unknown, tuple(results), tier, still_open, self._last_days(flat))

    def _tier(self, flat: Flat) -> tuple[TierResult | None, tuple[str, ...]]:
        """The first tier that is met, and the earlier ones that may be."""
        possible: list[Tier] = []
        for tier, test in self._tiers:
            truth = test(flat)
            if truth == UNKNOWN:
                possible.append(tier)
            elif truth == TRUE:
                ask = tuple(earlier.ask for earlier in possible if earlier.ask)
                return TierResult(tier.id, tier.label, bool(possible), ask), tuple(one.id for one in possible)
        return None, tuple(one.id for one in possible)

    def _last_days(self, flat: Flat) -> dict[str, tuple[int, int] | None]:
        return {
            name: deadline.last_days(flat.get(deadline.after.fact) if deadline.after else None)
            for name, deadline in self._deadlines.items()
        }


_RESULTS = {TRUE: Result.MET, FALSE: Result.NOT_MET, UNKNOWN: Result.UNKNOWN}


def _always(flat: Flat) -> int:
    return TRUE


def _parts_of(partition: Partition, terms: Terms) -> list[tuple[str, str, int, Judge]]:
    named = {value for part in partition.parts for value in part.accepted(terms)}

    def judge_of(accepted: frozenset[str], is_rest: bool) -> Judge:
        fact = partition.fact

        def judge(flat: Flat) -> int:
            value = flat.get(fact)
            if value is None:
                return UNKNOWN
            return TRUE if (value not in named if is_rest else value in accepted) else FALSE

        return judge

    last = len(partition.parts) - 1
    return [
        (part.id, part.label, 1 << part.bit, judge_of(frozenset(part.accepted(terms)), number == last))
        for number, part in enumerate(partition.parts)
    ]
