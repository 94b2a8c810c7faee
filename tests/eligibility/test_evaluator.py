"""What the evaluator hands out: outcomes, masks, and every criterion with its sentence."""

from typing import Any

import pytest

from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import Compiled, CriterionResult, compile_definition
from claimants.eligibility.facts import flatten
from tests.eligibility.table import OPEN, YES, document

MINOR = {"op": "age_under", "fact": "birth_year", "years": 18}


def _compiled(*flags: dict[str, Any]) -> Compiled:
    """Two conditions on bits 0 and 62, an exclusion on bit 5, and flags."""
    plain = document(YES, {**YES, "fact": "released"}, OPEN, exclude=(2,))
    plain["criteria"][1]["bit"], plain["criteria"][2]["bit"] = 62, 5
    plain["criteria"][1]["test"] = {"op": "at_least", "fact": "messages", "value": 1}
    plain["criteria"][2]["note"] = "counsel to confirm"
    plain["flags"] = list(flags)
    return compile_definition(Definition.model_validate(plain))


def _flag(name: str, bit: int, test: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "bit": bit, "test": test, "raised": f"Look at {name}."}


def _judged(compiled: Compiled, **facts: Any) -> tuple[Any, ...]:
    return tuple(compiled.judge(flatten(facts, compiled.definition)))


@pytest.mark.parametrize(
    "facts, judgement",
    [
        ({"released": True, "messages": 1, "role": "none"}, ("eligible", 0, 0, 0)),
        ({"released": False, "messages": 1, "role": "none"}, ("ineligible", 1, 0, 0)),
        ({"released": True, "messages": 0, "role": "none"}, ("ineligible", 1 << 62, 0, 0)),
        ({"released": True, "messages": 1, "role": "court"}, ("ineligible", 1 << 5, 0, 0)),
        ({"released": True, "messages": 1}, ("needs_information", 0, 1 << 5, 0)),
        ({"released": False}, ("ineligible", 1, 1 << 5 | 1 << 62, 0)),
        ({}, ("needs_information", 0, 1 | 1 << 5 | 1 << 62, 0)),
    ],
)
def test_a_judgement_has_a_bit_a_criterion(facts: dict[str, Any], judgement: tuple[Any, ...]) -> None:
    assert _judged(_compiled(), **facts) == judgement


def test_every_criterion_is_explained_and_not_only_the_first_that_fails() -> None:
    compiled = _compiled()
    explanation = compiled.explain(flatten({"released": False, "role": "court"}, compiled.definition))
    assert [(found.id, found.result, found.sentence) for found in explanation.criteria] == [
        ("c0", "not_met", "not_met 0"),
        ("c1", "unknown", "ask 1"),
        ("c2", "not_met", "not_met 2"),
    ]
    assert explanation.criteria[2] == CriterionResult(
        "c2", "exclude", explanation.criteria[2].result, "not_met 2", "cite 2", "quote 2", "counsel to confirm"
    )


def test_an_exclusion_that_does_not_hold_is_met() -> None:
    compiled = _compiled()
    explanation = compiled.explain(flatten({"role": "none"}, compiled.definition))
    assert explanation.criteria[2][1:4] == ("exclude", "met", "met 2")


def test_a_flag_never_decides() -> None:
    compiled = _compiled(_flag("young", 3, MINOR), _flag("court", 0, OPEN))
    facts = {"released": True, "messages": 1, "role": "none", "birth_year": 2015, "signed_on": "2026-11-23"}
    assert _judged(compiled, **facts) == ("eligible", 0, 0, 1 << 3)
    explanation = compiled.explain(flatten(facts, compiled.definition))
    assert explanation.flags == (("young", "met", "Look at young."),)
    assert explanation.flags_unknown == ()


def test_a_flag_that_cannot_be_told_is_not_raised_but_named() -> None:
    compiled = _compiled(_flag("young", 3, MINOR))
    assert _judged(compiled, birth_year=2015)[3] == 0
    explanation = compiled.explain(flatten({"birth_year": 2015}, compiled.definition))
    assert explanation.flags == ()
    assert explanation.flags_unknown[0][:2] == ("young", "unknown")
    assert explanation.flags_unknown[0].sentence == (
        "It is not known whether this holds: by birth year, younger than 18 on the day of signing."
    )


def test_stored_masks_explain_themselves_and_pass_over_bits_of_criteria_long_gone() -> None:
    compiled = _compiled(_flag("young", 3, MINOR))
    explanation = compiled.explain_masks(1 << 62 | 1 << 40, 1 << 5 | 1 << 41, 1 << 3 | 1 << 42)
    assert explanation.outcome == "ineligible"
    assert [found.result for found in explanation.criteria] == ["met", "not_met", "unknown"]
    assert [found.id for found in explanation.flags] == ["young"]
    assert compiled.explain_masks(1 << 40, 0, 0).outcome == "eligible"


def test_a_compiled_definition_keeps_nothing_of_a_claim() -> None:
    compiled = _compiled()
    before = _judged(compiled)
    _judged(compiled, released=True, messages=1, role="none")
    assert _judged(compiled) == before


def test_a_birth_year_that_is_no_year_is_unknown() -> None:
    compiled = compile_definition(Definition.model_validate(document(MINOR)))
    for year in (0, -5, 10_000, 10**12):
        flat = flatten({"birth_year": year, "signed_on": "2026-11-23"}, compiled.definition)
        assert compiled.judge(flat).outcome == "needs_information"


def test_a_definition_reads_as_prose() -> None:
    lived = {
        "op": "overlap_together",
        "facts": ["residence", "premium"],
        "period": "before_change",
        "where": {"residence": {"country": {"list": "home"}}, "premium": {"plan": ["career", "business"]}},
    }
    counted = {"op": "count_at_least", "fact": "premium", "n": 2, "period": "september"}
    joined = {"op": "any", "of": [{"op": "not", "of": YES}, {"op": "elapsed", "since": "first", "years": 2, "days": 1}]}
    plain = document(lived, counted, joined, OPEN, exclude=(3,))
    plain["facts"] = {**plain["facts"], "first": {"kind": "date", "label": "the day it was learned"}}
    plain["flags"], plain["deadlines"] = [_flag("young", 0, MINOR)], {}
    assert Definition.model_validate(plain).reads().splitlines() == [
        "A person is in the class if every one of these holds:",
        "- c0: some one day on or before September 17, 2024 is in residence with country in the list home, "
        "and in premium with plan career or business.",
        "- c1: at least 2 of premium, each with a day from September 1, 2024 through September 30, 2024.",
        "- c2: (not: released is yes; or more than 2 years and 1 day lie between the day it was learned "
        "and the day of signing).",
        "- c3: not: role is court or counsel.",
        "These inform review and decide nothing:",
        "- young: by birth year, younger than 18 on the day of signing.",
    ]


@pytest.mark.parametrize(
    "test, prose",
    [
        (
            {"op": "overlaps", "fact": "premium", "period": "before_change", "where": {"plan": "career"}},
            "some day of premium with plan career is on or before September 17, 2024",
        ),
        (
            {"op": "covers", "fact": "account", "period": "from_september"},
            "every day on or after September 1, 2024 is in account",
        ),
        ({"op": "count_at_least", "fact": "premium", "n": 2}, "at least 2 of premium"),
        (
            {"op": "between", "fact": "first", "period": "two_days"},
            "first falls from September 17, 2024 through September 18, 2024",
        ),
        ({"op": "between", "fact": "first", "period": "one_day"}, "first falls on September 17, 2024"),
        ({"op": "on_or_after", "fact": "first", "date": "2024-09-18"}, "first is on or after September 18, 2024"),
        ({"op": "not_in", "fact": "role", "list": "insiders"}, "role is not in the list insiders"),
        ({"op": "at_most", "fact": "messages", "value": 3}, "messages is at most 3"),
        ({"op": "all", "of": [YES]}, "released is yes"),
        (
            {"op": "at_least_k", "k": 2, "of": [YES, OPEN]},
            "at least 2 of (released is yes; or role is court or counsel)",
        ),
        (
            {"op": "overlaps", "fact": "residence", "period": "one_day", "where": {"rented": True}},
            "some day of residence with rented yes is on September 17, 2024",
        ),
    ],
)
def test_a_test_reads_as_a_clause(test: dict[str, Any], prose: str) -> None:
    definition = Definition.model_validate(document(test))
    assert definition.criteria[0].test.reads(definition.terms) == prose
