"""Everything that a test's answer depends on is found, for every form there is."""

from dataclasses import replace
from typing import Any

import pytest

from claimants.eligibility.catalogue import NEEDED, TERMS, Needed, example
from claimants.eligibility.document import Definition
from claimants.eligibility.facts import flatten
from claimants.eligibility.references import references
from claimants.eligibility.vocabulary import Terms
from tests.eligibility.table import CASES, Case, document


def _definition(test: dict[str, Any]) -> Definition:
    return Definition.model_validate(document(test))


@pytest.mark.parametrize(
    "test, facts, periods, lists, deadlines",
    [
        ({"op": "is", "fact": "told", "value": True}, {"told"}, set(), set(), set()),
        ({"op": "between", "fact": "first", "period": "autumn"}, {"first"}, {"autumn"}, set(), set()),
        ({"op": "not_in", "fact": "role", "list": "insiders"}, {"role"}, set(), {"insiders"}, set()),
        (
            {
                "op": "overlap_together",
                "facts": ["residence", "premium"],
                "period": "one_day",
                "where": {"residence": {"country": {"list": "home"}}},
            },
            {"residence", "premium"},
            {"one_day"},
            {"home"},
            set(),
        ),
        ({"op": "deadline", "name": "after_first"}, {"signed_on", "first"}, set(), set(), {"after_first"}),
    ],
)
def test_what_a_test_names_is_found(test: dict, facts: set, periods: set, lists: set, deadlines: set) -> None:
    definition = _definition({"op": "not", "of": test})
    assert references(definition.criteria[0].test, definition.terms) == (facts, periods, lists, deadlines)


@pytest.mark.parametrize("case", {case.test["op"]: case for case in CASES}.values(), ids=lambda case: case.test["op"])
def test_a_form_asks_for_nothing_that_was_not_found(case: Case) -> None:
    """The compiled test, and the test read out, do without everything else."""
    definition = _definition(case.test)
    test, found = definition.criteria[0].test, references(definition.criteria[0].test, definition.terms)
    terms = definition.terms
    narrow = replace(
        terms,
        facts={name: terms.facts[name] for name in found.facts},
        periods={name: terms.periods[name] for name in found.periods},
        lists={name: terms.lists[name] for name in found.lists},
        deadlines={name: terms.deadlines[name] for name in found.deadlines},
    )
    flat = flatten(case.facts, definition)
    assert test.compiled(narrow)(flat) == test.compiled(terms)(flat)
    assert test.reads(narrow) == test.reads(terms)


@pytest.mark.parametrize("needed", [one for one in NEEDED if one.test], ids=lambda needed: needed.name)
def test_every_fact_that_a_form_asks_about_is_among_them(needed: Needed) -> None:
    form = example(needed)
    assert form.facts_used() <= references(form, TERMS).facts


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.test['op']}: {case.says}")
def test_a_compiled_test_looks_nothing_up_while_it_judges(case: Case) -> None:
    definition = _definition(case.test)
    terms = definition.terms
    declared = [dict(kept) for kept in (terms.facts, terms.periods, terms.lists, terms.deadlines)]
    judge = definition.criteria[0].test.compiled(Terms(*declared))
    flat = flatten(case.facts, definition)
    before = judge(flat)
    for kept in declared:
        kept.clear()
    assert judge(flat) == before
