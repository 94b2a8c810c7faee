"""What differs between two versions of a definition, in words, and whose results it can change."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from claimants.eligibility.comparing import (
    Item,
    criteria_of,
    flags_of,
    parts_of,
    reads_alike,
    subclasses_of,
    tiers_of,
)
from claimants.eligibility.declared import deadline_reads, fact_reads, list_compared, list_reads, period_reads
from claimants.eligibility.document import Definition
from claimants.eligibility.facts import SYSTEM_FACTS
from claimants.eligibility.vocabulary import listed


class Where(StrEnum):
    TEXT = "text"
    SOURCE = "source"
    PROVISIONAL = "provisional"
    FACT = "fact"
    PERIOD = "period"
    LIST = "list"
    DEADLINE = "deadline"
    CRITERION = "criterion"
    FLAG = "flag"
    SUBCLASS = "subclass"
    PART = "part"
    TIER = "tier"


class What(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Change(NamedTuple):
    """One difference. `says` tells it in a sentence; `before` and `after` are sentences too, or empty.

    `id` is empty for what a definition has only one of, and for the order of several. `aspect` is the key that
    changed, such as `rule` (the test and the kind of a criterion together), `quote` or `order`.
    """

    where: Where
    id: str
    aspect: str
    what: What
    says: str
    before: str
    after: str


def difference(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Everything that differs but the version's number: first the texts, then what is declared, then the rules.

    A changed period, list, deadline or fact is told in its own place and again at every rule that uses it.
    """
    return (*_texts(old, new), *_declarations(old, new), *_rules(old, new))


def changed_criteria(old: Definition, new: Definition) -> frozenset[str]:
    """The criteria of the new version whose stored result may no longer hold for some claim.

    New ones, and those whose test, kind, bit or anything the test refers to differs. Wording does not count.
    """
    return _deciding_otherwise(criteria_of(old), criteria_of(new))


def changed_flags(old: Definition, new: Definition) -> frozenset[str]:
    """The flags of the new version that may be raised for other claims than before."""
    return _deciding_otherwise(flags_of(old), flags_of(new))


def removed_bits(old: Definition, new: Definition) -> int:
    """A mask of the bits that criteria had and no criterion has any more."""
    return _mask(old.criteria) & ~_mask(new.criteria)


def removed_flag_bits(old: Definition, new: Definition) -> int:
    """A mask of the bits that flags had and no flag has any more."""
    return _mask(old.flags) & ~_mask(new.flags)


def reads_same_facts(old: Definition, new: Definition) -> bool:
    """Whether flat facts stored under the old version are what the new one would read from the same raw facts.

    So it is if the old one declares every fact that the new one uses, and each alike.
    """
    used = new.facts_used - set(SYSTEM_FACTS)
    return all(name in old.facts and reads_alike(old.facts[name], new.facts[name]) for name in used)


def _deciding_otherwise(olds: Mapping[str, Item], news: Mapping[str, Item]) -> frozenset[str]:
    return frozenset(name for name, item in news.items() if name not in olds or not item.decides_like(olds[name]))


def _mask(items: tuple[Any, ...]) -> int:
    return sum(1 << item.bit for item in items)


def _texts(old: Definition, new: Definition) -> Iterator[Change]:
    provisional = {
        True: "It is provisional: counsel or a court has yet to confirm it.",
        False: "It is confirmed, no longer provisional.",
    }
    texts = [
        (Where.TEXT, "The text of the definition changed.", old.text, new.text),
        (Where.SOURCE, "The source of the definition changed.", old.source, new.source),
        (
            Where.PROVISIONAL,
            "Whether the definition is provisional changed.",
            provisional[old.provisional],
            provisional[new.provisional],
        ),
    ]
    for where, says, before, after in texts:
        if before != after:
            yield Change(where, "", str(where), What.CHANGED, says, before, after)


def _declarations(old: Definition, new: Definition) -> Iterator[Change]:
    yield from _declared(Where.FACT, old.facts, new.facts, fact_reads, fact_reads)
    for name, spec in new.facts.items():
        if name in old.facts and spec.label != old.facts[name].label:
            says, before, after = "It has another name in sentences.", old.terms.words(name), new.terms.words(name)
            yield Change(Where.FACT, name, "label", What.CHANGED, says, f"“{before}”.", f"“{after}”.")
    yield from _declared(Where.PERIOD, old.periods, new.periods, period_reads, period_reads)
    yield from _lists(old, new)
    yield from _declared(
        Where.DEADLINE,
        old.deadlines,
        new.deadlines,
        lambda deadline: deadline_reads(deadline, old.terms),
        lambda deadline: deadline_reads(deadline, new.terms),
    )


def _declared(
    where: Where,
    olds: Mapping[str, Any],
    news: Mapping[str, Any],
    before_reads: Callable[[Any], str],
    after_reads: Callable[[Any], str],
) -> Iterator[Change]:
    yield from _come_and_gone(where, _mapped(before_reads, olds), _mapped(after_reads, news))
    for name in news:
        if name in olds and olds[name] != news[name]:
            before, after = before_reads(olds[name]), after_reads(news[name])
            if before != after:
                yield Change(where, name, "", What.CHANGED, f"This {where} changed.", before, after)


def _lists(old: Definition, new: Definition) -> Iterator[Change]:
    yield from _come_and_gone(Where.LIST, _mapped(list_reads, old.lists), _mapped(list_reads, new.lists))
    for name, after in new.lists.items():
        before = old.lists.get(name, after)
        if set(before) != set(after):
            gone = list_compared(before, after, "No longer in it")
            come = list_compared(after, before, "New in it")
            yield Change(Where.LIST, name, "", What.CHANGED, "This list changed.", gone, come)
        elif before != after:
            says = "It holds the same values in another order. That changes no result."
            yield Change(Where.LIST, name, "order", What.CHANGED, says, list_reads(before), list_reads(after))


def _rules(old: Definition, new: Definition) -> Iterator[Change]:
    yield from _items(Where.CRITERION, criteria_of(old), criteria_of(new))
    yield from _items(Where.FLAG, flags_of(old), flags_of(new))
    yield from _items(Where.SUBCLASS, subclasses_of(old), subclasses_of(new))
    yield from _items(Where.PART, parts_of(old), parts_of(new))
    yield from _items(Where.TIER, tiers_of(old), tiers_of(new))


def _items(where: Where, olds: Mapping[str, Item], news: Mapping[str, Item]) -> Iterator[Change]:
    yield from _come_and_gone(
        where, _mapped(lambda item: item.rule.words, olds), _mapped(lambda item: item.rule.words, news)
    )
    stayed = [name for name in news if name in olds]
    if stayed != (before := [name for name in olds if name in news]):
        says = "They stand in another order."
        yield Change(where, "", "order", What.CHANGED, says, f"{', '.join(before)}.", f"{', '.join(stayed)}.")
    for name in stayed:
        yield from _item(where, name, olds[name], news[name])


def _item(where: Where, name: str, old: Item, new: Item) -> Iterator[Change]:
    behind = [words for words, content in new.rule.behind.items() if old.rule.behind.get(words, content) != content]
    if old.rule.own != new.rule.own:
        also = f", and so did {listed(behind, 'and')} that it uses" if behind else ""
        says = f"Its rule changed{also}."
        yield Change(where, name, "rule", What.CHANGED, says, old.rule.words, new.rule.words)
    elif behind:
        says = f"Its words are the same, but {listed(behind, 'and')} that it uses changed."
        yield Change(where, name, "rule", What.CHANGED, says, old.rule.words, new.rule.words)
    if old.bit != new.bit:
        says = "Its bit changed, so its result is stored in another place."
        yield Change(where, name, "bit", What.CHANGED, says, f"Bit {old.bit}.", f"Bit {new.bit}.")
    for key, after in new.said.items():
        if (before := old.said[key]) != after:
            yield Change(where, name, key, What.CHANGED, _SAID[key], before, after)


_SAID = {
    "cite": "The source it is cited from changed.",
    "quote": "The words quoted for it changed.",
    "note": "The note on it changed.",
    "met": "What it says to people who meet it changed.",
    "not_met": "What it says to people who do not meet it changed.",
    "ask": "What it asks for changed.",
    "raised": "What it tells the reviewer changed.",
    "label": "Its name changed.",
}


def _come_and_gone(where: Where, olds: Mapping[str, str], news: Mapping[str, str]) -> Iterator[Change]:
    for name, words in news.items():
        if name not in olds:
            yield Change(where, name, "", What.ADDED, f"This {where} is new.", "", words)
    for name, words in olds.items():
        if name not in news:
            yield Change(where, name, "", What.REMOVED, f"This {where} is no longer there.", words, "")


def _mapped(reads: Callable[[Any], str], declared: Mapping[str, Any]) -> dict[str, str]:
    return {name: reads(value) for name, value in declared.items()}
