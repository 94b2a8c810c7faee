"""The rules of a definition as two versions can be compared by them: each with all that its answer depends on."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from claimants.eligibility.document import Definition
from claimants.eligibility.facts import FactSpec
from claimants.eligibility.groups import Part, Partition
from claimants.eligibility.references import references
from claimants.eligibility.vocabulary import Form, Terms, listed


class Rule(NamedTuple):
    """A rule read out; what it says itself; and what stands behind the names it uses, by those names in words.

    Two rules with the same `own` and `behind` give the same answer to anyone's facts, whatever their words.
    """

    words: str
    own: str
    behind: Mapping[str, object]


class Item(NamedTuple):
    """A criterion, flag, subclass, tier or part: its rule, its bit if it has one, and its sentences by key."""

    rule: Rule
    bit: int | None
    said: Mapping[str, str]

    def decides_like(self, other: "Item") -> bool:
        """Whether both give the same answer to anyone's facts, and store it in the same place."""
        return self.rule[1:] == other.rule[1:] and self.bit == other.bit


def criteria_of(definition: Definition) -> dict[str, Item]:
    leads = {"include": "Met if", "exclude": "Left out if"}
    keys = ("cite", "quote", "note", "met", "not_met", "ask")
    return {
        one.id: Item(
            _rule(leads[one.kind], one.test, definition.terms),
            one.bit,
            {key: getattr(one, key) or "" for key in keys},
        )
        for one in definition.criteria
    }


def flags_of(definition: Definition) -> dict[str, Item]:
    return {
        one.id: Item(_rule("Raised if", one.test, definition.terms), one.bit, {"raised": one.raised})
        for one in definition.flags
    }


def subclasses_of(definition: Definition) -> dict[str, Item]:
    return {
        one.id: Item(_rule("For people of whom this holds:", one.test, definition.terms), one.bit, {"label": one.label})
        for one in definition.subclasses
    }


def tiers_of(definition: Definition) -> dict[str, Item]:
    return {
        one.id: Item(
            _rule("For people of whom this holds:", one.test, definition.terms),
            None,
            {"label": one.label, "ask": one.ask or ""},
        )
        for one in definition.tiers
    }


def parts_of(definition: Definition) -> dict[str, Item]:
    """The parts of the partition, if there is one."""
    partition = definition.partition
    if partition is None:
        return {}
    return {
        part.id: Item(_rule_of_part(part, partition, definition.terms), part.bit, {"label": part.label})
        for part in partition.parts
    }


def reads_alike(then: FactSpec | None, now: FactSpec | None) -> bool:
    """Whether one raw fact becomes the same flat fact under both declarations. Its label does not matter."""
    return _reading(then) == _reading(now)


def _rule(lead: str, test: Form | None, terms: Terms) -> Rule:
    if test is None:
        return Rule("For everyone else.", "", {})
    own = json.dumps([lead, test.model_dump(mode="json")], sort_keys=True)
    return Rule(f"{lead} {test.reads(terms)}.", own, dict(_behind(test, terms)))


def _behind(test: Form, terms: Terms) -> Iterator[tuple[str, object]]:
    named = references(test, terms)
    for fact in sorted(named.facts):
        yield f"the fact {fact}", _reading(terms.facts.get(fact))
    for period in sorted(named.periods):
        yield f"the period {period}", terms.periods.get(period)
    for values in sorted(named.lists):
        yield f"the list {values}", frozenset(terms.lists.get(values, ()))
    for deadline in sorted(named.deadlines):
        yield f"the deadline {deadline}", terms.deadlines.get(deadline)


def _reading(spec: FactSpec | None) -> object:
    """What of a declaration decides how a raw fact is read."""
    return spec and (spec.kind, tuple(sorted(spec.fields.items())), spec.values and frozenset(spec.values))


def _rule_of_part(part: Part, partition: Partition, terms: Terms) -> Rule:
    fact = partition.fact
    behind: dict[str, object] = {f"the fact {fact}": _reading(terms.facts.get(fact))}
    if part.values or part.list:
        accepted = part.accepted(terms)
        own = part.list or sorted(accepted)
        words = f"For people of whom this holds: {terms.words(fact)} is {listed(accepted)}."
    else:
        others = [value for one in partition.parts for value in one.accepted(terms)]
        own = ["the rest", *sorted(others)]
        words = f"For people of whom this holds: {terms.words(fact)} is none of {listed(others)}."
    if part.list:
        behind[f"the list {part.list}"] = frozenset(part.accepted(terms))
    return Rule(words, json.dumps([fact, own]), behind)
