"""What a test refers to, found by watching what it reads when it is compiled and read out.

No form has to say it, so none can forget to. Two tests of the same words give the same answers wherever
everything they refer to is the same.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from claimants.eligibility.vocabulary import Form, Terms


class References(NamedTuple):
    """Names that were looked at. One that is not declared is among them, if a form looks whether it is."""

    facts: frozenset[str]
    periods: frozenset[str]
    lists: frozenset[str]
    deadlines: frozenset[str]


def references(test: Form, terms: Terms) -> References:
    """The names that the test's answer depends on. A fact that a deadline counts from is among them."""
    facts, periods, lists, deadlines = (
        _Watched(declared) for declared in (terms.facts, terms.periods, terms.lists, terms.deadlines)
    )
    watched = Terms(facts, periods, lists, deadlines)
    test.compiled(watched)
    test.reads(watched)
    counted_from = {
        deadline.after.fact
        for name, deadline in terms.deadlines.items()
        if name in deadlines.seen and deadline.after is not None
    }
    return References(
        frozenset(facts.seen | test.facts_used() | counted_from),
        frozenset(periods.seen),
        frozenset(lists.seen),
        frozenset(deadlines.seen),
    )


class _Watched(Mapping[str, Any]):
    """Declarations by name that remember which of them were looked at. Going through them is looking at all."""

    def __init__(self, declared: Mapping[str, Any]) -> None:
        self._declared = declared
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return self._declared[name]

    def __iter__(self) -> Iterator[str]:
        self.seen.update(self._declared)
        return iter(self._declared)

    def __len__(self) -> int:
        self.seen.update(self._declared)
        return len(self._declared)
