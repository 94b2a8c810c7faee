"""The table notices mistakes: every mutant of the evaluator gives at least one wrong answer to it."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import claimants.eligibility.document
import claimants.eligibility.evaluator
import claimants.eligibility.facts
from tests.eligibility.mutants import MUTANTS, Mutant, forgotten, grown, with_form
from tests.eligibility.table import CASES, OUTCOMES, document


def _wrong_answers(package: ModuleType) -> Iterator[str]:
    for case in CASES:
        if _answered(package, document(case.test), case.facts)[1] != case.result:
            yield case.says
    for outcome in OUTCOMES:
        if _answered(package, outcome.document, outcome.facts)[0] != outcome.outcome:
            yield outcome.says


def _answered(package: ModuleType, plain: dict[str, Any], facts: dict[str, Any]) -> tuple[str, str]:
    definition = package.document.Definition.model_validate(plain)
    explanation = package.evaluator.compile_definition(definition).explain(package.facts.flatten(facts, definition))
    return explanation.outcome, explanation.criteria[0].result


def test_the_evaluator_itself_gives_no_wrong_answer() -> None:
    assert list(_wrong_answers(claimants.eligibility)) == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.mistake)
def test_a_mistake_gives_a_wrong_answer(mutant: Mutant, tmp_path: Path) -> None:
    package = grown(mutant, tmp_path)
    try:
        assert any(_wrong_answers(package))
    finally:
        forgotten(package)


ANOTHER_FORM = """
from typing import Literal

from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problems
from claimants.eligibility.vocabulary import Form, Judge, Terms


class Even(Form):
    op: Literal["even"]
    fact: Name

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.NUMBER)

    def facts_used(self) -> set[str]:
        return {self.fact}

    def compiled(self, terms: Terms) -> Judge:
        return lambda flat: UNKNOWN if flat.get(self.fact) is None else FALSE if flat[self.fact] % 2 else TRUE

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} is even"
"""


def test_a_file_more_is_an_operator_more(tmp_path: Path) -> None:
    package = with_form(ANOTHER_FORM, tmp_path)
    try:
        plain = document({"op": "not", "of": {"op": "even", "fact": "messages"}})
        assert _answered(package, plain, {"messages": 3}) == ("eligible", "met")
        assert _answered(package, plain, {}) == ("needs_information", "unknown")
    finally:
        forgotten(package)
