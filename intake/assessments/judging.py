"""What one pass evaluates: the criteria that can read otherwise under the new version, and nothing else.

The results of all others are taken from the stored masks, in which every criterion keeps its bit for ever.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from claimants.eligibility.difference import changed_criteria, changed_flags, reads_same_facts
from claimants.eligibility.evaluator import Compiled, Judging
from claimants.matters.definitions import flat_facts

Masks = tuple[int, int, int]
"""The criteria that fail, those not known, and the flags raised."""


Stored = tuple[int | bytes, int | bytes, Masks, bool, bytes | str]
"""One stored result as it is read: the claim, the version of its facts, its masks, whether it was left behind by an
earlier version, and the JSON of its facts; `{}` is all that an erasure leaves."""


class Change(NamedTuple):
    """A result that the new version reads otherwise, or that was left behind by an earlier one."""

    claim: int
    version: int
    old: Masks
    new: Masks
    facts: Any


@dataclass
class Found:
    """What reading a chunk found: how many claims have which pair of masks, and what changes."""

    pairs: Counter[tuple[Masks, Masks]] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    erased: int = 0


@dataclass(frozen=True)
class Plan:
    """How a pass from one version to another judges a claim.

    `kept` are the bits of the criteria whose stored result holds under both versions, `kept_flags` those of the flags.
    `from_fact_sets` says that the new version reads facts which were not stored with the results, or reads them
    otherwise: then they are drawn anew from what was filed.
    """

    law: Compiled
    kept: int
    kept_flags: int
    judge_changed: Judging
    judge_all: Judging
    from_fact_sets: bool


def plan(old: Compiled, new: Compiled) -> Plan:
    """What must be judged to get from the results under `old` to those under `new`."""
    before, after = old.definition, new.definition
    anew = not reads_same_facts(before, after)
    everything = {one.id for one in after.criteria}, {one.id for one in after.flags}
    changed, flags = everything if anew else (changed_criteria(before, after), changed_flags(before, after))
    return Plan(
        law=new,
        kept=sum(1 << one.bit for one in after.criteria if one.id not in changed),
        kept_flags=sum(1 << one.bit for one in after.flags if one.id not in flags),
        judge_changed=new.judging(changed, flags),
        judge_all=new.judging(*everything),
        from_fact_sets=anew,
    )


def judged(rows: Iterable[Stored], plan: Plan) -> Found:
    """Every result under the new version. Claims whose data was erased keep what they have."""
    found = Found()
    pairs, changes, judge, judge_all = found.pairs, found.changes, plan.judge_changed, plan.judge_all
    kept, kept_flags, read, is_new = plan.kept, plan.kept_flags, _reader(plan), plan.from_fact_sets
    for claim, version, masks, left_behind, raw in rows:
        if len(raw) <= _EMPTY:
            found.erased += 1
            continue
        facts = read(raw)
        if left_behind:
            new = judge_all(facts)
        else:
            fail, unknown, flags = judge(facts)
            new = (masks[0] & kept | fail, masks[1] & kept | unknown, masks[2] & kept_flags | flags)
        pairs[masks, new] += 1
        if is_new or left_behind or new != masks:
            changes.append(Change(int(claim), int(version), masks, new, facts if is_new else None))
    return found


_EMPTY = len("{}\n")  # PostgreSQL ends the last column of a row with a line feed


def _reader(plan: Plan) -> Any:
    if plan.from_fact_sets:
        return lambda raw: flat_facts(plan.law, orjson.loads(raw))
    return orjson.loads
