"""Looking for a person of whom certain tests hold and others do not, among the answers worth trying."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from claimants.eligibility.answers import Answer, answers_to
from claimants.eligibility.edges import edges_of
from claimants.eligibility.forms.exceptions import Unless
from claimants.eligibility.forms.logic import All, AnyOf, AtLeastK, Not
from claimants.eligibility.kleene import FALSE, NEGATED, TRUE, Truth
from claimants.eligibility.references import references
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms

MOST_LOOKS = 40_000
"""How many answers are tried before one search gives up."""
MOST_LOOKS_IN_ALL = 400_000

Person = Mapping[str, Answer]


class Goal(NamedTuple):
    """A test, and what it shall say of the person: TRUE or FALSE."""

    test: Form
    truth: Truth


class Found(NamedTuple):
    """The person, if there is one; if not, `gave_up` says that not all were looked at."""

    person: Person | None
    gave_up: bool


class GaveUp(Exception):
    """Too many answers were tried."""


class Search:
    """Searches among the answers to the facts of some tests. Only answers that leave nothing open are taken."""

    def __init__(self, tests: Sequence[Form], terms: Terms) -> None:
        self.terms = terms
        self.answers = {fact: answers_to(fact, terms, edges) for fact, edges in edges_of(tests, terms).items()}
        self._told = {fact: [one for one in answers if one.told] for fact, answers in self.answers.items()}
        self._facts: dict[int, list[str]] = {}
        self._judges: dict[int, Judge] = {}
        self._looks, self._looks_in_all = 0, MOST_LOOKS_IN_ALL

    def facts_of(self, test: Form) -> list[str]:
        """The facts that the test's answer depends on, in the order of their declaration."""
        if id(test) not in self._facts:
            used = references(test, self.terms).facts
            self._facts[id(test)] = [fact for fact in self.answers if fact in used]
        return self._facts[id(test)]

    def judge(self, test: Form) -> Judge:
        if id(test) not in self._judges:
            self._judges[id(test)] = test.compiled(self.terms)
        return self._judges[id(test)]

    def person(self, goals: Sequence[Goal]) -> Found:
        """Someone who fulfils every goal. Facts that do not matter for it are left out."""
        person: dict[str, Answer] = {}
        for together in self._sharing_facts(goals):
            self._looks = min(MOST_LOOKS, self._looks_in_all)
            try:
                found = next(self._in_turn(together, {}, together), None)
            except GaveUp:
                return Found(None, True)
            if found is None:
                return Found(None, False)
            person |= self._needed(found, together)
        return Found({fact: person[fact] for fact in self.answers if fact in person}, False)

    def _needed(self, person: Person, goals: Sequence[Goal]) -> Person:
        """The person without the answers that no goal needs."""
        kept = dict(person)
        for fact in reversed(list(person)):
            rest = {key: value for name, answer in kept.items() if name != fact for key, value in answer.flat.items()}
            if all(self.judge(goal.test)(rest) == goal.truth for goal in goals):
                del kept[fact]
        return kept

    def as_many_as_possible(self, goals: Sequence[Goal], wished: Sequence[Goal] = ()) -> Person:
        """Someone who fulfils all goals, or else those that can be fulfilled one after another; then the wishes."""
        kept, person = list(goals), self.person(goals).person
        if person is None:
            kept, person = self._added([], {}, goals)
        if (all_wishes := self.person([*kept, *wished]).person) is not None:
            return all_wishes
        return self._added(kept, person, wished)[1]

    def _added(self, kept: list[Goal], person: Person, more: Sequence[Goal]) -> tuple[list[Goal], Person]:
        for goal in more:
            found = self.person([*kept, goal]).person
            if found is not None:
                kept, person = [*kept, goal], found
        return kept, person

    def _sharing_facts(self, goals: Sequence[Goal]) -> list[list[Goal]]:
        """The goals in groups that have no fact in common, so that each group can be fulfilled by itself."""
        groups: list[tuple[set[str], list[Goal]]] = []
        for goal in goals:
            facts, members = set(self.facts_of(goal.test)), [goal]
            apart = []
            for group in groups:
                if group[0] & facts:
                    facts, members = facts | group[0], [*group[1], *members]
                else:
                    apart.append(group)
            groups = [*apart, (facts, members)]
        return [members for _, members in groups]

    def _in_turn(self, goals: Sequence[Goal], person: Person, all_goals: Sequence[Goal]) -> Iterator[Person]:
        if not goals:
            yield person
            return
        for further in self._fulfilled(*goals[0], person, all_goals):
            yield from self._in_turn(goals[1:], further, all_goals)

    def _fulfilled(self, test: Form, truth: Truth, person: Person, all_goals: Sequence[Goal]) -> Iterator[Person]:
        """The person with the answers that it takes, in every way that does not spoil another goal."""
        for goals in _ways(test, truth):
            if goals == [Goal(test, truth)]:
                yield from self._answered(test, truth, person, all_goals)
            else:
                yield from self._in_turn(goals, person, all_goals)

    def _answered(self, test: Form, truth: Truth, person: Person, all_goals: Sequence[Goal]) -> Iterator[Person]:
        facts, judge = self.facts_of(test), self.judge(test)
        known = {key: value for answer in person.values() for key, value in answer.flat.items()}
        ways = [[person[fact]] if fact in person else self._told[fact] for fact in facts]
        for answers in product(*ways):
            self._looks -= 1
            self._looks_in_all -= 1
            if self._looks < 0:
                raise GaveUp
            flat = dict(known)
            for answer in answers:
                flat.update(answer.flat)
            if judge(flat) == truth and not self._is_spoilt(all_goals, flat):
                yield {**person, **dict(zip(facts, answers, strict=True))}

    def _is_spoilt(self, goals: Sequence[Goal], flat: Flat) -> bool:
        """Whether a goal is missed whatever else is answered: filling in the unknown never flips what is decided."""
        return any(self.judge(goal.test)(flat) == NEGATED[goal.truth] for goal in goals)


def _ways(test: Form, truth: Truth) -> Iterator[list[Goal]]:
    """Each way in which the parts of a test can make it say this; the test itself, if it has none that are known."""
    opposite = NEGATED[truth]
    if isinstance(test, Not):
        yield [Goal(test.of, opposite)]
    elif isinstance(test, All | AnyOf):
        if (truth == TRUE) == isinstance(test, All):
            yield [Goal(part, truth) for part in test.of]
        else:
            yield from ([Goal(part, truth)] for part in test.of)
    elif isinstance(test, AtLeastK):
        needed = test.k if truth == TRUE else len(test.of) - test.k + 1
        for some in combinations(test.of, needed):
            yield [Goal(part, truth) for part in some]
    elif isinstance(test, Unless):
        if truth == TRUE:
            yield [Goal(test.test, TRUE), Goal(test.exception, FALSE)]
        else:
            yield from ([Goal(test.test, FALSE)], [Goal(test.exception, TRUE)])
    else:
        yield [Goal(test, truth)]


def goal_of(test: Form, kind: str) -> Goal:
    """What the test of a criterion shall say so that the criterion is met."""
    return Goal(test, TRUE if kind == "include" else FALSE)
