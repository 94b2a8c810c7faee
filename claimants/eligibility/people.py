"""Representative people of a definition, and the table of what it says of each: for counsel to read before it counts.

They are made from the definition alone: someone who meets every criterion, then the same person with one thing
changed at a time, or two where one alone changes nothing. The same definition always gives the same people.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from claimants.eligibility.answers import Answer
from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import Compiled, CriterionResult, FlagResult, Outcome, compile_definition
from claimants.eligibility.facts import flatten
from claimants.eligibility.kleene import FALSE, Result
from claimants.eligibility.search import Goal, Person, Search, goal_of
from claimants.eligibility.telling import Telling, telling_changes
from claimants.eligibility.vocabulary import Form, Terms

MOST_PEOPLE = 120
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Representative(NamedTuple):
    """Raw facts as `manage.py assess` reads them, how this person differs from the first, and what follows."""

    facts: Mapping[str, Any]
    words: str
    outcome: Outcome
    criteria: tuple[CriterionResult, ...]
    flags: tuple[FlagResult, ...]
    flags_unknown: tuple[FlagResult, ...]


class TruthTable(NamedTuple):
    """The first row is someone who meets every criterion, if `first_meets_all`. `left_out` rows did not fit."""

    rows: tuple[Representative, ...]
    first_meets_all: bool
    left_out: int

    @property
    def canonical_text(self) -> str:
        """All that the table says, in one form only."""
        rows = [
            {
                "facts": row.facts,
                "words": row.words,
                "outcome": row.outcome,
                "criteria": [[one.id, one.result, one.sentence] for one in row.criteria],
                "flags": [[flag.id, flag.sentence] for flag in row.flags],
                "flags_unknown": [[flag.id, flag.sentence] for flag in row.flags_unknown],
            }
            for row in self.rows
        ]
        return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical_text.encode()).hexdigest()

    def as_csv(self) -> str:
        """A row a person; a spreadsheet takes no cell of it for a formula."""
        text = io.StringIO()
        writer = csv.writer(text)
        ids = [one.id for one in self.rows[0].criteria]
        sentences = [f"{name}: sentence" for name in ids]
        writer.writerow(["person", "who", "outcome", *ids, "flags", "flags not known", *sentences, "facts"])
        for number, row in enumerate(self.rows, 1):
            writer.writerow([_safe(cell) for cell in (str(number), *_cells(row))])
        return text.getvalue()


def representatives(definition: Definition) -> tuple[Representative, ...]:
    """The people of the definition's truth table."""
    return truth_table(definition).rows


def truth_table(definition: Definition) -> TruthTable:
    """What the definition says of each of its representative people, at most `MOST_PEOPLE` of them."""
    law, terms = compile_definition(definition), definition.terms
    tests = [*(one.test for one in definition.criteria), *(flag.test for flag in definition.flags)]
    search = Search(tests, terms)
    first = search.as_many_as_possible(
        [goal_of(criterion.test, criterion.kind) for criterion in definition.criteria],
        [Goal(flag.test, FALSE) for flag in definition.flags],
    )
    beginning = _representative(law, first, ())
    changed, left_out = _chosen(_telling(tests, search, first))
    others = (_representative(law, first, changes) for changes in changed)
    meets_all = all(one.result == Result.MET for one in beginning.criteria)
    return TruthTable((_introduced(beginning, first, terms), *others), meets_all, left_out)


def _telling(tests: Sequence[Form], search: Search, first: Person) -> Iterator[Telling]:
    for test in tests:
        yield from telling_changes(search.judge(test), search.facts_of(test), first, search.answers, search.terms)


def _chosen(found: Iterable[Telling]) -> tuple[list[tuple[Answer, ...]], int]:
    """Each change once, the weightiest if there are too many, in the order in which they were found."""
    weights: dict[str, tuple[int, int, tuple[Answer, ...]]] = {}
    for number, (weight, changes) in enumerate(found):
        if not changes:
            continue
        name = json.dumps(sorted((change.fact, repr(change.raw)) for change in changes))
        known = weights.get(name, (weight, number, changes))
        weights[name] = (min(weight, known[0]), known[1], changes)
    weighty = sorted(weights.values(), key=lambda one: one[:2])[: MOST_PEOPLE - 1]
    in_order = sorted(weighty, key=lambda one: one[1])
    return [changes for _, _, changes in in_order], len(weights) - len(weighty)


def _representative(law: Compiled, first: Person, changes: tuple[Answer, ...]) -> Representative:
    person = {**first, **{change.fact: change for change in changes}}
    facts = {key: value for answer in person.values() for key, value in answer.raw.items()}
    explanation = law.explain(flatten(facts, law.definition))
    words = _words(changes, law.definition.terms)
    return Representative(facts, words, *explanation)


def _introduced(beginning: Representative, first: Person, terms: Terms) -> Representative:
    met = sum(one.result == Result.MET for one in beginning.criteria)
    all_of_them = len(beginning.criteria)
    if met == all_of_them:
        says = "This person meets every criterion; the others differ from them as told."
    else:
        says = (
            f"We found nobody who meets every criterion. This person meets {met} of {all_of_them}; the others differ "
            "from them as told."
        )
    return beginning._replace(words=f"{says} {_words(first.values(), terms)}".strip())


def _words(answers: Iterable[Answer], terms: Terms) -> str:
    said = "; ".join(f"{terms.words(answer.fact)}: {answer.words}" for answer in answers)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _cells(row: Representative) -> Iterator[str]:
    yield from (row.words, row.outcome)
    yield from (one.result for one in row.criteria)
    yield from (", ".join(flag.id for flag in flags) for flags in (row.flags, row.flags_unknown))
    yield from (one.sentence for one in row.criteria)
    yield json.dumps(row.facts, ensure_ascii=False)


def _safe(cell: str) -> str:
    """The cell, so that a spreadsheet shows it and does not compute it."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
