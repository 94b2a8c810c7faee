"""Whether several facts hold on one same day, whatever the days that are not known turn out to be.

Each floating row holds one day of its span at the least. The facts can part if every day of the
period can be given to one fact that is absent on it, so that no floating row is left without a day: a row of
fact A needs, within its span, a day outside the period or a day on which another fact than A is absent.
`can_part` walks over the period from left to right and keeps, for each fact, the shortest run of days up to
now on which that fact is the absent one. A row is left without a day if it ends today and such a run of its
own fact began no later than the row.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from claimants.eligibility.dates import OPEN
from claimants.eligibility.intervals import Span, union

Spans = Sequence[Sequence[Span]]
_NOBODY = -1
_NEVER = -1


def can_part(certain: Spans, floating: Spans, first: int, last: int) -> bool:
    """Whether the dates can be filled in so that no day from `first` through `last` is in all the facts.

    Both hold one list of spans a fact, within the period: the days it certainly holds, and where rows float.
    """
    held = [union(spans) for spans in certain]
    ending = [_latest_start_by_end(spans) for spans in floating]
    runs = {_NOBODY: first}
    for start, end in _segments(certain, floating, first, last):
        absent = [fact for fact, spans in enumerate(held) if not _holds(spans, start)]
        if len(absent) > 1 and end > start:
            runs = dict.fromkeys(absent, end)
            continue
        runs = {
            fact: began
            for fact in absent
            if (began := _run_start(runs, fact, start)) is not None and began > ending[fact].get(end, _NEVER)
        }
        if not runs:
            return False
    return True


def _run_start(runs: dict[int, int], fact: int, start: int) -> int | None:
    """Where the shortest run of this fact's absence begins, if it is the absent one from `start` on."""
    if any(other != fact for other in runs):
        return start
    return runs.get(fact)


def _segments(certain: Spans, floating: Spans, first: int, last: int) -> list[Span]:
    """The period cut at every day where a span begins or has ended."""
    cuts = {first, last + 1}
    for spans in (*certain, *floating):
        for start, end in spans:
            cuts.update((start, end + 1))
    return [(start, after - 1) for start, after in pairwise(sorted(cuts))]


def _latest_start_by_end(spans: Sequence[Span]) -> dict[int, int]:
    return {end: start for start, end in sorted(spans)}


def _holds(spans: Sequence[Span], day: int) -> bool:
    """Whether the day is in spans that are in order and apart."""
    before = bisect_right(spans, (day, OPEN)) - 1
    return before >= 0 and spans[before][1] >= day
