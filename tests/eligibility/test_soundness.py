"""Doubts about definitions: each fault is found and says what to do, and sound definitions raise none."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimants.eligibility.catalogue import DEADLINES, FACTS, NEEDED, PERIODS, Needed
from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import compile_definition
from claimants.eligibility.soundness import NOBODY, NOBODY_FOUND, doubts, slips
from tests.eligibility.claims import flat_of, sketches
from tests.eligibility.definitions import criterion, documents
from tests.eligibility.matter_definitions import DEFINITIONS
from tests.eligibility.table import NO, OPEN, YES, document
from tests.eligibility.test_agreement import by_lot

BEFORE = {"op": "before", "fact": "first", "date": "2024-09-17"}
AFTER = {"op": "after", "fact": "first", "date": "2024-09-17"}
ON_THE_DAY = {"op": "between", "fact": "first", "period": "one_day"}
LIVED = {"op": "overlaps", "fact": "residence", "period": "september", "where": {"country": {"list": "home"}}}
NEVER_LIVED = {"op": "not", "of": LIVED}


def _of(*tests: dict[str, Any], exclude: tuple[int, ...] = ()) -> Definition:
    return Definition.model_validate(document(*tests, exclude=exclude))


def _all(*tests: dict[str, Any]) -> dict[str, Any]:
    return {"op": "all", "of": list(tests)}


def _any(*tests: dict[str, Any]) -> dict[str, Any]:
    return {"op": "any", "of": list(tests)}


def _not(test: dict[str, Any]) -> dict[str, Any]:
    return {"op": "not", "of": test}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_no_matter_raises_a_doubt(name: str) -> None:
    assert doubts(DEFINITIONS[name]) == slips(DEFINITIONS[name]) == ()


@pytest.mark.parametrize("said", ["met", "not_met", "ask"])
def test_a_day_that_people_read_and_the_test_does_not_know_is_doubtful(said: str) -> None:
    whole = document(BEFORE)
    whole["criteria"][0] |= {said: "It was before September 17, 2024, a Tuesday."}
    assert slips(Definition.model_validate(whole)) == ()
    whole["criteria"][0] |= {said: "It was before September 19, 2024."}
    (doubt,) = slips(Definition.model_validate(whole))
    assert doubt.criterion == whole["criteria"][0]["id"]
    assert doubt.sentence.startswith("It says September 19, 2024, and its test knows September 17, 2024.")


def test_a_day_beside_a_test_without_days_is_nobody_s_business() -> None:
    whole = document(YES)
    whole["criteria"][0] |= {"met": "It was so on September 17, 2024."}
    assert slips(Definition.model_validate(whole)) == ()


@pytest.mark.parametrize("kind", ["include", "exclude"])
@pytest.mark.parametrize("needed", [one for one in NEEDED if one.test], ids=lambda needed: needed.name)
def test_no_form_raises_a_doubt_by_itself(needed: Needed, kind: str) -> None:
    plain = {**document(YES), "facts": FACTS, "periods": PERIODS, "deadlines": DEADLINES, "lists": {}}
    assert doubts(Definition.model_validate({**plain, "criteria": [criterion(0, needed.test or {}, kind)]})) == ()


@pytest.mark.parametrize(
    "test, kind, says",
    [
        (_all(BEFORE, AFTER), "include", "Nobody can meet this, whatever they answer."),
        (_all(YES, NO), "include", "Nobody can meet this"),
        (_any(YES, NO), "exclude", "Nobody can meet this"),
        (_all({"op": "at_least", "fact": "messages", "value": 9}, {"op": "at_most", "fact": "messages", "value": 8}),
         "include", "Nobody can meet this"),
        (_all(OPEN, {"op": "in", "fact": "role", "values": ["none", "other"]}), "include", "Nobody can meet this"),
        ({"op": "unless", "test": BEFORE, "exception": BEFORE}, "include", "Nobody can meet this"),
        (_all(LIVED, NEVER_LIVED), "include", "We found nobody who meets this among the people we tried."),
        ({"op": "in", "fact": "role", "values": ["none", "court", "counsel", "other"]}, "include",
         "Everybody who answers meets this"),
        ({"op": "between", "fact": "first", "period": "always"}, "include", "Everybody who answers meets this"),
        (_all(YES, NO), "exclude", "This holds whatever the answer is"),
        (_any(YES, NO), "include", "write one partition instead"),
        (_any(OPEN, _not(OPEN)), "include", "write one partition instead"),
        (_any(BEFORE, AFTER, ON_THE_DAY), "include", "This holds whatever the answer is"),
        (_any({"op": "at_least", "fact": "messages", "value": 9}, {"op": "at_most", "fact": "messages", "value": 9}),
         "include", "This holds whatever the answer is"),
        ({"op": "at_least_k", "k": 1, "of": [YES, NO]}, "include", "write one partition instead"),
        (_any(LIVED, NEVER_LIVED), "include", "We found nobody for whom this does not hold"),
    ],
)  # fmt: skip
def test_a_criterion_that_tells_nobody_apart_is_doubted(test: dict[str, Any], kind: str, says: str) -> None:
    plain = document(test, exclude=(0,) if kind == "exclude" else ())
    plain["periods"] = {**plain["periods"], "always": {"from": "open", "to": "open"}}
    (doubt,) = doubts(Definition.model_validate(plain))
    assert doubt.criterion == "c0"
    assert says in doubt.sentence


@pytest.mark.parametrize(
    "tests, exclude, says",
    [
        ([BEFORE, AFTER], (), "Nobody we tried meets both c0 and c1. Change one of the two."),
        ([YES, OPEN, YES], (2,), "meets both c0 and c2"),
        ([LIVED, BEFORE, LIVED], (2,), "meets both c0 and c2"),
        ([_any(YES, BEFORE), _any(NO, BEFORE), AFTER], (), "Look at c0, c1 and c2 together"),
    ],
)
def test_criteria_that_rule_each_other_out_are_doubted_together(tests: list, exclude: tuple, says: str) -> None:
    (doubt,) = doubts(_of(*tests, exclude=exclude))
    assert doubt.criterion == ""
    assert doubt.sentence.startswith("We found nobody who meets every criterion.")
    assert says in doubt.sentence


def test_what_nobody_can_meet_is_not_doubted_again_as_a_whole() -> None:
    assert [doubt.criterion for doubt in doubts(_of(_all(YES, NO), OPEN))] == ["c0"]


def test_many_rows_that_only_together_are_enough_are_found() -> None:
    bought = {"fact": "bought", "period": "autumn"}
    test = _all(
        {"op": "count_at_least", "n": 3, **bought},
        {"op": "sum_at_least", "field": "boxes", "value": 40, **bought},
        {"op": "days_at_least", "n": 20, **bought},
    )
    assert doubts(_of(test)) == ()


@settings(by_lot, max_examples=150)
@given(documents(), st.lists(sketches(), min_size=1, max_size=4))
def test_no_claim_shows_a_doubt_to_be_wrong(plain: dict, claims: list) -> None:
    definition = Definition.model_validate(plain)
    law = compile_definition(definition)
    seen = [(one.id, one.result) for sketch in claims for one in law.explain(flat_of(sketch)).criteria]
    for criterion_id, sentence in doubts(definition):
        refuted_by = "met" if sentence in (NOBODY, NOBODY_FOUND) else "not_met"
        assert (criterion_id, refuted_by) not in seen, sentence
