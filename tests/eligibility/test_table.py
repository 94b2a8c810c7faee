"""Every operator at its boundaries: the evaluator and the oracle both give the answer written by hand."""

import pytest

from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import compile_definition
from claimants.eligibility.facts import flatten
from claimants.eligibility.forms import FORMS
from tests.eligibility import oracle
from tests.eligibility.possibilities import sketched
from tests.eligibility.table import CASES, OUTCOMES, Case, OutcomeCase, document

WORDS = {"yes": "met", "no": "not_met", "unknown": "unknown"}


def _names(case: Case | OutcomeCase) -> str:
    return f"{case.test['op']}: {case.says}" if isinstance(case, Case) else case.says


@pytest.mark.parametrize("case", CASES, ids=_names)
def test_the_evaluator_answers_as_written_by_hand(case: Case) -> None:
    definition = Definition.model_validate(document(case.test))
    explanation = compile_definition(definition).explain(flatten(case.facts, definition))
    assert explanation.criteria[0].result == case.result


@pytest.mark.parametrize("case", CASES, ids=_names)
def test_the_oracle_answers_as_written_by_hand(case: Case) -> None:
    plain = document(case.test)
    assert WORDS[oracle.reading(case.test, sketched(case.facts, plain), plain)] == case.result


@pytest.mark.parametrize("case", OUTCOMES, ids=_names)
def test_the_outcome_follows_from_the_criteria(case: OutcomeCase) -> None:
    definition = Definition.model_validate(case.document)
    assert compile_definition(definition).judge(flatten(case.facts, definition)).outcome == case.outcome
    assert oracle.outcome(sketched(case.facts, case.document), case.document) == case.outcome


def test_every_operator_has_cases() -> None:
    assert {case.test["op"] for case in CASES} == set(FORMS)


def test_every_operator_is_seen_to_be_met_not_met_and_unknown() -> None:
    seen = {operator: {case.result for case in CASES if case.test["op"] == operator} for operator in FORMS}
    assert {operator: answers for operator, answers in seen.items() if answers != set(WORDS.values())} == {}
