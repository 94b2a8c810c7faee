"""What a pass counts. A tally is a small dictionary of sums, so that those of many chunks add up in any order."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import outcome_of
from intake.assessments.judging import Masks

SAMPLES = 10

Counts = dict[str, Any]
"""As JSON: `claims`; `matrix` by "old>new"; `old` and `new` funnels by criterion; `left_as_erased`; and, of the claims
whose outcome moves, `segments` by "old>new", state and language, `samples` by "old>new", and `owed` notices."""


def cell(old: Masks, new: Masks) -> str:
    """The cell of the matrix for one claim, such as `eligible>ineligible`."""
    return f"{outcome_of(old[0], old[1])}>{outcome_of(new[0], new[1])}"


def empty() -> Counts:
    return {
        "claims": 0, "left_as_erased": 0, "changed": 0, "left_behind": 0, "owed": 0,
        "matrix": {}, "old": {}, "new": {}, "segments": {}, "samples": {},
    }  # fmt: skip


def tally(pairs: Mapping[tuple[Masks, Masks], int], before: Definition, after: Definition) -> Counts:
    """The sums over pairs of masks, each with the number of claims that have it."""
    counts, matrix = empty(), Counter[str]()
    old, new = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for (was, becomes), number in pairs.items():
        counts["claims"] += number
        counts["changed"] += number if was != becomes else 0
        matrix[cell(was, becomes)] += number
        old[was[:2]] += number
        new[becomes[:2]] += number
    return {**counts, "matrix": dict(matrix), "old": _funnel(old, before), "new": _funnel(new, after)}


def summed(tallies: Iterable[Counts]) -> Counts:
    """Many tallies as one."""
    total = empty()
    for counts in tallies:
        _add(total, counts)
    total["samples"] = {name: sorted(found)[:SAMPLES] for name, found in total["samples"].items()}
    return total


def same_result(one: Counts, other: Counts) -> bool:
    """Whether two passes came to the same numbers: how many claims, from which outcome to which, by which criterion."""
    return all(one[key] == other[key] for key in ("claims", "matrix", "new"))


def _funnel(masks: Mapping[tuple[int, int], int], definition: Definition) -> dict[str, dict[str, int]]:
    """How many meet, do not meet and may meet each criterion."""
    funnel = {}
    for criterion in definition.criteria:
        bit = 1 << criterion.bit
        found = {"met": 0, "not_met": 0, "unknown": 0}
        for (fail, unknown), number in masks.items():
            found["not_met" if fail & bit else "unknown" if unknown & bit else "met"] += number
        funnel[criterion.id] = found
    return funnel


def _add(total: dict[str, Any], counts: Mapping[str, Any]) -> None:
    for key, value in counts.items():
        if isinstance(value, Mapping):
            _add(total.setdefault(key, {}), value)
        else:
            total[key] = total[key] + value if key in total else value
