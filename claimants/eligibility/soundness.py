"""Doubts about a definition that runs but may not say what was meant: for whoever drafts it, before it counts.

They come from trying people on both sides of every edge. Where the people tried are all the kinds there are, a doubt
is certain; where they are not, it says so. That every fact is asked for is checked where the questions are, in
`claimants.matters.agreement`.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import combinations
from typing import NamedTuple

from claimants.eligibility.answers import MOST_ANSWERS
from claimants.eligibility.dates import MONTHS, written
from claimants.eligibility.document import Criterion, Definition
from claimants.eligibility.edges import leaves
from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, NEGATED, TRUE, UNKNOWN
from claimants.eligibility.search import Goal, Search, goal_of
from claimants.eligibility.vocabulary import Form, Terms, listed

_DAY = re.compile(rf"({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})")
_LISTS = (FactKind.INTERVAL, FactKind.INTERVALS)


class Doubt(NamedTuple):
    """A sentence that says what is doubtful and what to do; `criterion` is empty if it is about the whole."""

    criterion: str
    sentence: str


def doubts(definition: Definition) -> tuple[Doubt, ...]:
    """What may be wrong with each criterion by itself; and if nothing is, with all of them together."""
    found = [
        Doubt(criterion.id, sentence)
        for criterion in definition.criteria
        if (sentence := _doubt_about(criterion, definition.terms))
    ]
    if not any(sentence in (NOBODY, NOBODY_FOUND) for _, sentence in found):
        found.extend(_doubts_about_all(definition))
    return tuple(found)


def slips(definition: Definition) -> tuple[Doubt, ...]:
    """Days that people read and that no test knows: what is left when only one of the two was changed.

    The version can run; whoever approves it should see this.
    """
    found = ((criterion.id, _slip_of(criterion, definition.terms)) for criterion in definition.criteria)
    return tuple(Doubt(name, sentence) for name, sentence in found if sentence)


NOBODY = (
    "Nobody can meet this, whatever they answer. Look again at its days, numbers and values, and at whether its parts "
    "rule each other out."
)
NOBODY_FOUND = (
    "We found nobody who meets this among the people we tried. Look again at its days, numbers and values; if someone "
    "can meet it, try that person with `manage.py assess`."
)
_EVERYBODY = "Everybody who answers meets this, so it keeps nobody out. Correct its test, or take the criterion out."
_EVERYBODY_FOUND = (
    "We found nobody who fails this among the people we tried. If it keeps nobody out, correct its test, or take the "
    "criterion out."
)
_WHATEVER = (
    "This holds whatever the answer is, but it is unknown without one, so it asks for what it does not need. Take the "
    "criterion out. To sort people by the answer, write one partition instead."
)
_WHATEVER_FOUND = (
    "We found nobody for whom this does not hold, but it is unknown without an answer. If it holds whatever the answer "
    "is, take the criterion out. To sort people by the answer, write one partition instead."
)


def _doubt_about(criterion: Criterion, terms: Terms) -> str:
    search = Search([criterion.test], terms)
    goal = goal_of(criterion.test, criterion.kind)
    met, not_met = search.person([goal]), search.person([Goal(goal.test, NEGATED[goal.truth])])
    if met.person is None:
        return NOBODY if not met.gave_up and _tries_all(criterion.test, search) else NOBODY_FOUND
    if not_met.person is not None:
        return ""
    certain = not not_met.gave_up and _tries_all(criterion.test, search)
    if search.judge(criterion.test)({}) == UNKNOWN and _parts_vary(criterion.test, search):
        return _WHATEVER if certain else _WHATEVER_FOUND
    return _EVERYBODY if certain else _EVERYBODY_FOUND


def _slip_of(criterion: Criterion, terms: Terms) -> str:
    """A period through September 17 may be said as "before September 18". A test without days is left alone."""
    tested = _days_in(criterion.test.reads(terms))
    for said in (criterion.met, criterion.not_met, criterion.ask) if tested else ():
        for day in sorted(_days_in(said)):
            if min(abs((day - known).days) for known in tested) > 1:
                known = listed([written(one) for one in sorted(tested)], "and")
                return f"It says {written(day)}, and its test knows {known}. Correct the sentence or the test."
    return ""


def _days_in(text: str) -> set[date]:
    found = set()
    for month, day, year in _DAY.findall(text):
        with suppress(ValueError):
            found.add(date(int(year), MONTHS.index(month) + 1, int(day)))
    return found


def _tries_all(test: Form, search: Search) -> bool:
    """Whether every kind of answer to the test is among those tried: so it is where each part reads one plain value."""
    return all(
        len(facts := search.facts_of(leaf)) == 1
        and search.terms.facts[facts[0]].kind not in _LISTS
        and len(search.answers[facts[0]]) < MOST_ANSWERS
        for leaf in leaves(test)
    )


def _parts_vary(test: Form, search: Search) -> bool:
    """Whether the test is made of several, some of which hold for one person and not for another."""
    return bool(test.parts()) and any(
        search.person([Goal(leaf, TRUE)]).person is not None and search.person([Goal(leaf, FALSE)]).person is not None
        for leaf in leaves(test)
    )


def _doubts_about_all(definition: Definition) -> Iterator[Doubt]:
    search = Search([criterion.test for criterion in definition.criteria], definition.terms)
    if search.person([goal_of(one.test, one.kind) for one in definition.criteria]).person is not None:
        return
    lead = "We found nobody who meets every criterion."
    if pair := _found_apart(definition.criteria, search):
        yield Doubt("", f"{lead} Nobody we tried meets both {listed(pair, 'and')}. Change one of the two.")
        return
    used = {one.id: set(search.facts_of(one.test)) for one in definition.criteria}
    sharing = [name for name in used if any(used[name] & used[other] for other in used if other != name)]
    names = listed(sharing, "and") if sharing else "their days, numbers and values"
    yield Doubt("", f"{lead} Look at {names} together: what one of them asks for, another may rule out.")


def _found_apart(criteria: Sequence[Criterion], search: Search) -> tuple[str, str] | None:
    """The first two criteria that nobody was found to meet together."""
    for one, other in combinations(criteria, 2):
        shared = set(search.facts_of(one.test)) & set(search.facts_of(other.test))
        goals = [goal_of(one.test, one.kind), goal_of(other.test, other.kind)]
        if shared and search.person(goals).person is None:
            return one.id, other.id
    return None
