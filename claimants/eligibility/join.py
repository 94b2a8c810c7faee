"""Whether several facts hold on one same day, whatever the days that are not known turn out to be.

Each floating row holds one day of its span at the least. The facts can avoid each other if every day of the
period can be given to one fact that is absent on it, so that no floating row is left without a day: a row of
fact A needs, within its span, a day outside the period or a day on which another fact than A is absent.
`can_avoid` walks over the period from left to right and keeps, for each fact, the shortest run of days up to
now on which that fact is the absent one.
"""

from collections.abc import Sequence
from itertools import pairwise

from claimants.eligibility.intervals import Reach, Span

_NOBODY = -1


def can_avoid(facts: Sequence[Reach], first: int, last: int) -> bool:
    """Whether there is a way to fill in the dates so that no day of the period is in all the facts."""
    floating = [[span for span in fact.floating if span[0] >= first and span[1] <= last] for fact in facts]
    runs = {_NOBODY: first}
    for start, end in _segments(facts, floating, first, last):
        absent = [number for number, fact in enumerate(facts) if not _holds(fact.certain, start)]
        if len(absent) > 1 and end > start:
            runs = dict.fromkeys(absent, end)
            continue
        runs = {
            number: began
            for number in absent
            if (began := _run_start(runs, number, start)) is not None
            and not any(began <= span[0] and span[1] <= end for span in floating[number])
        }
        if not runs:
            return False
    return True


def _run_start(runs: dict[int, int], number: int, start: int) -> int | None:
    """Where the shortest run of this fact's absence begins, if it is the absent one from `start` on."""
    if any(other != number for other in runs):
        return start
    return runs.get(number)


def _segments(facts: Sequence[Reach], floating: list[list[Span]], first: int, last: int) -> list[Span]:
    """The period cut at every day where something begins or has ended."""
    cuts = {first, last + 1}
    for fact, spans in zip(facts, floating, strict=True):
        for start, end in [*fact.certain, *spans]:
            cuts.update(day for day in (start, end + 1) if first < day <= last)
    days = sorted(cuts)
    return [(start, after - 1) for start, after in pairwise(days)]


def _holds(spans: Sequence[Span], day: int) -> bool:
    return any(start <= day <= end for start, end in spans)
