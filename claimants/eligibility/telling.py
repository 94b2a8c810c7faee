"""Which changes of a person tell something about a test: they give each of its results, and both sides of each edge."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from claimants.eligibility.answers import Answer
from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import UNKNOWN, Truth
from claimants.eligibility.search import Person
from claimants.eligibility.vocabulary import Flat, Judge, Terms

MOST_LOOKS = 4_000
"""How many changed people are looked at for one fact of one test."""
LISTED_ONE_BY_ONE = (FactKind.CHOICE, FactKind.YES_NO)


class Telling(NamedTuple):
    """Changed answers, and how much they matter: 1 for a new result, 2 for a side of an edge, 3 and 4 for the rest."""

    weight: int
    changes: tuple[Answer, ...]


class _Seen(NamedTuple):
    results: set[Truth]
    edges: set[tuple[str, int]]
    kinds: set[object]


def telling_changes(
    judge: Judge, facts: Sequence[str], first: Person, answers: Mapping[str, Sequence[Answer]], terms: Terms
) -> Iterator[Telling]:
    """One fact of the test after the other, each time with as few other changes as it takes to make it matter."""
    results: set[Truth] = {judge(_flat(first.values()))}
    for fact in facts:
        others = [other for other in facts if other != fact]
        looks, seen = MOST_LOOKS, _Seen(results, set(), set())
        edges = _edges(answers[fact])
        for others_changed in _fewest_first(others, answers):
            looks -= len(answers[fact])
            if looks < 0 or (len(results) == 3 and len(seen.edges) == len(edges) and seen.kinds):
                break
            flat = _flat([*first.values(), *others_changed])
            judged = [(answer, judge({**flat, **answer.flat})) for answer in answers[fact]]
            if len({truth for _, truth in judged}) > 1:
                found = _worth(judged, seen, edges, terms.facts[fact].kind)
                yield from (Telling(weight, _without(first, (*others_changed, answer))) for weight, answer in found)


def _worth(
    judged: Sequence[tuple[Answer, Truth]],
    seen: _Seen,
    edges: Mapping[tuple[str, int], tuple[Answer, Answer]],
    kind: FactKind,
) -> Iterator[tuple[int, Answer]]:
    """The answers that show a result or an edge not seen before; and once, one answer of each further sort."""
    truths = {id(answer): truth for answer, truth in judged}
    for answer, truth in judged:
        if truth not in seen.results:
            seen.results.add(truth)
            yield 1, answer
    for edge, (before, after) in edges.items():
        if edge not in seen.edges and truths[id(before)] != truths[id(after)]:
            seen.edges.add(edge)
            yield from ((2, before), (2, after))
    if seen.kinds:
        return
    for answer, truth in judged:
        sort = answer.words if kind in LISTED_ONE_BY_ONE else (answer.told, truth)
        if not answer.told and truth == UNKNOWN:
            yield 3, answer
        elif sort not in seen.kinds:
            yield 4, answer
        seen.kinds.add(sort)


def _edges(answers: Sequence[Answer]) -> dict[tuple[str, int], tuple[Answer, Answer]]:
    """Neighbours: answers whose steps have the same name and are one apart."""
    by_step = {answer.step: answer for answer in answers if answer.step is not None}
    return {
        (name, number): (answer, by_step[name, number + 1])
        for (name, number), answer in by_step.items()
        if (name, number + 1) in by_step
    }


def _fewest_first(facts: Sequence[str], answers: Mapping[str, Sequence[Answer]]) -> Iterator[tuple[Answer, ...]]:
    """No change, then each change of one fact, then of two, then of three."""
    yield ()
    for fact in facts:
        yield from ((answer,) for answer in answers[fact])
    for number, fact in enumerate(facts):
        for other in facts[number + 1 :]:
            yield from product(answers[fact], answers[other])
    for number, fact in enumerate(facts):
        for place, other in enumerate(facts[number + 1 :], number + 1):
            for third in facts[place + 1 :]:
                yield from product(answers[fact], answers[other], answers[third])


def _without(first: Person, changes: Sequence[Answer]) -> tuple[Answer, ...]:
    """The changes that change something: neither the same answer again nor silence on what was not told."""
    return tuple(
        change
        for change in changes
        if (change.raw if change.fact not in first else change.raw != first[change.fact].raw)
    )


def _flat(answers: Iterable[Answer]) -> Flat:
    return {key: value for answer in answers for key, value in answer.flat.items()}
