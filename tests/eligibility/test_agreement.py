"""The evaluator against the oracle, on definitions and claims drawn by lot."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import Compiled, compile_definition
from tests.eligibility import oracle
from tests.eligibility.claims import filled_in, flat_of, sketches
from tests.eligibility.definitions import documents, interval_tests
from tests.eligibility.possibilities import Sketch

WORDS = {"met": "yes", "not_met": "no", "unknown": "unknown"}
by_lot = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def _compiled(document: dict[str, Any]) -> Compiled:
    return compile_definition(Definition.model_validate(document))


def _check_agreement(document: dict[str, Any], sketch: Sketch) -> None:
    explanation = _compiled(document).explain(flat_of(sketch))
    for criterion, found in zip(document["criteria"], explanation.criteria, strict=True):
        expected = oracle.reading(criterion["test"], sketch, document)
        if criterion["kind"] == "exclude":
            expected = {"yes": "no", "no": "yes", "unknown": "unknown"}[expected]
        assert WORDS[found.result] == expected, criterion["test"]
    assert explanation.outcome == oracle.outcome(sketch, document)


@settings(by_lot, max_examples=300)
@given(documents(), st.lists(sketches(), min_size=1, max_size=3))
def test_any_definition_reads_any_claim_as_the_oracle_does(document: dict, claims: list) -> None:
    for sketch in claims:
        _check_agreement(document, sketch)


@settings(by_lot, max_examples=300)
@given(documents(interval_tests()), sketches())
def test_intervals_known_in_part_are_read_exactly(document: dict, sketch: Sketch) -> None:
    _check_agreement(document, sketch)


@st.composite
def claims_and_what_became_of_them(draw: st.DrawFn) -> tuple[Sketch, Sketch]:
    """A claim, and the same claim when more of it is known."""
    sketch = draw(sketches())
    fuller = draw(sketches())
    return sketch, filled_in(draw, sketch, fuller)


@settings(by_lot, max_examples=200)
@given(documents(), claims_and_what_became_of_them())
def test_filling_in_what_is_not_known_never_flips_what_is(document: dict, claims: tuple) -> None:
    before, after = (_compiled(document).explain(flat_of(sketch)) for sketch in claims)
    for then, now in zip(before.criteria, after.criteria, strict=True):
        assert then.result in ("unknown", now.result)
    assert before.outcome in ("needs_information", after.outcome)


@settings(by_lot, max_examples=60)
@given(documents(), sketches())
def test_a_stored_judgement_explains_itself_as_the_facts_do(document: dict, sketch: Sketch) -> None:
    compiled, flat = _compiled(document), flat_of(sketch)
    judgement = compiled.judge(flat)
    explanation = compiled.explain(flat)
    assert judgement.outcome == explanation.outcome
    assert compiled.explain_masks(*judgement[1:]) == explanation._replace(flags_unknown=())
