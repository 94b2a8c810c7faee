"""A class definition as a lawyer reads it: every rule read out, with its source and what it says to people."""

from collections.abc import Mapping
from dataclasses import dataclass

from claimants.eligibility.comparing import Item, criteria_of, flags_of, parts_of, subclasses_of, tiers_of
from claimants.eligibility.declared import deadline_reads, fact_reads, list_reads, period_reads
from claimants.eligibility.document import Criterion, Definition
from claimants.eligibility.soundness import Doubt, doubts, slips
from claimants.matters.definitions import compiled
from claimants.matters.digests import ByDigest
from claimants.matters.models import ClassDefinition


@dataclass(frozen=True)
class Read:
    """Something of the definition by its name, what it says, and the words that it goes by."""

    name: str
    says: str
    label: str = ""


@dataclass(frozen=True)
class ReadCriterion:
    criterion: Criterion
    says: str


@dataclass(frozen=True)
class Law:
    """The whole definition, read out."""

    definition: Definition
    criteria: list[ReadCriterion]
    flags: list[Read]
    groups: list[tuple[str, list[Read]]]
    facts: list[Read]
    doubts: tuple[Doubt, ...]


def law_of(version: ClassDefinition) -> Law:
    """What a version says, worked out once per content and process."""
    return _READ.get(version.sha256, lambda: _read_out(compiled(version).definition))


_READ: ByDigest[Law] = ByDigest()


def _read_out(definition: Definition) -> Law:
    """`groups` are what stands beside the criteria, each under its heading."""
    terms, criteria = definition.terms, criteria_of(definition)
    groups = [
        ("Periods", [Read(name, period_reads(one)) for name, one in definition.periods.items()]),
        ("Lists", [Read(name, list_reads(one)) for name, one in definition.lists.items()]),
        ("Deadlines", [Read(name, deadline_reads(one, terms)) for name, one in definition.deadlines.items()]),
        ("Subclasses", _labelled({**subclasses_of(definition), **parts_of(definition)})),
        ("Award tiers, the first that is met", _labelled(tiers_of(definition))),
    ]
    return Law(
        definition=definition,
        criteria=[ReadCriterion(one, criteria[one.id].rule.words) for one in definition.criteria],
        flags=[Read(name, item.rule.words, item.said["raised"]) for name, item in flags_of(definition).items()],
        groups=[(heading, found) for heading, found in groups if found],
        facts=[Read(name, fact_reads(spec), terms.words(name)) for name, spec in definition.facts.items()],
        doubts=(*doubts(definition), *slips(definition)),
    )


def _labelled(items: Mapping[str, Item]) -> list[Read]:
    return [Read(name, item.rule.words, item.said["label"]) for name, item in items.items()]
