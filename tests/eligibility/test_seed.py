"""The case that the portal ships with: the people its class definition is hard for."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import Explanation, compile_definition
from claimants.eligibility.facts import flatten

COMPILED = compile_definition(
    Definition.model_validate(yaml.safe_load((Path(__file__).parent / "seed.yaml").read_text()))
)
PREMIUM = {"from": "2023-02", "to": "open", "plan": "career"}
HOME = {"from": "1990", "to": "open", "country": "US"}
MEMBER: dict[str, Any] = {
    "residence": [HOME],
    "account": {"from": "2012-03", "to": "open"},
    "premium": [PREMIUM],
    "inmail": "both",
    "inmail_first": "2023-05",
    "excluded_role": "none",
    "released": False,
    "birth_year": 1985,
    "premium_paid_by": "self",
    "first_learned_on": "2025-01",
    "signed_on": "2026-11-23",
}


def _explained(**changes: Any) -> Explanation:
    return COMPILED.explain(flatten({**MEMBER, **changes}, COMPILED.definition))


def _not_met(explanation: Explanation) -> list[str]:
    return [found.id for found in explanation.criteria if found.result == "not_met"]


def _unknown(explanation: Explanation) -> list[str]:
    return [found.id for found in explanation.criteria if found.result == "unknown"]


def test_a_member_of_the_class_meets_every_criterion() -> None:
    explanation = _explained()
    assert explanation.outcome == "eligible"
    assert [found.result for found in explanation.criteria] == ["met"] * 6
    assert explanation.flags == ()


@pytest.mark.parametrize(
    "changes, not_met, unknown",
    [
        ({"inmail_first": "2024-09-17"}, [], []),
        ({"inmail_first": "2024-09-18"}, ["inmail_before"], []),
        ({"inmail_first": "2024-09"}, [], ["inmail_before"]),
        ({"inmail": "received"}, [], []),
        ({"inmail": "none"}, ["inmail_before"], []),
        ({"inmail": "none", "inmail_first": None}, ["inmail_before"], []),
        ({"inmail": None}, [], ["inmail_before"]),
        ({"premium": [{**PREMIUM, "from": "2024-09-17"}]}, [], []),
        ({"premium": [{**PREMIUM, "from": "2024-09-18"}]}, ["premium_before", "united_states"], []),
        ({"premium": [{**PREMIUM, "from": "2024-09"}]}, [], ["premium_before", "united_states"]),
        ({"premium": []}, ["premium_before", "united_states"], []),
        ({"premium": [], "premium_complete": False}, [], ["premium_before", "united_states"]),
        ({"premium": None}, [], ["premium_before", "united_states"]),
        ({"account": {"from": "2012", "to": "2024-01"}}, [], []),
        ({"account": {"from": "2025", "to": "open"}}, ["account_before"], []),
        ({"residence": [{**HOME, "country": "DE"}]}, ["united_states"], []),
        ({"residence": [{**HOME, "country": "PR"}]}, [], []),
        ({"residence": [{**HOME, "country": "GU"}]}, [], []),
        ({"residence": [{**HOME, "country": None}]}, [], ["united_states"]),
        ({"residence": [{**HOME, "country": "DE"}], "residence_complete": False}, [], ["united_states"]),
        ({"residence": []}, ["united_states"], []),
        ({"excluded_role": "court"}, ["not_excluded"], []),
        ({"excluded_role": None}, [], ["not_excluded"]),
        ({"released": True}, ["not_released"], []),
        ({"released": None}, [], ["not_released"]),
    ],
)
def test_each_change_of_a_fact_shows_in_its_criterion(
    changes: dict[str, Any], not_met: list[str], unknown: list[str]
) -> None:
    explanation = _explained(**changes)
    assert (_not_met(explanation), _unknown(explanation)) == (not_met, unknown)
    assert explanation.outcome == ("ineligible" if not_met else "needs_information" if unknown else "eligible")


MOVED = [
    {"from": "1990", "to": "2023-06", "country": "CH"},
    {"from": "2023-06", "to": "open", "country": "US"},
]


def test_someone_who_moved_from_zurich_to_new_york_is_in_the_class_and_flagged() -> None:
    explanation = _explained(residence=MOVED)
    assert explanation.outcome == "eligible"
    assert [flag.id for flag in explanation.flags] == ["exempt_region"]


def test_someone_who_held_premium_only_in_zurich_is_not_in_the_class() -> None:
    explanation = _explained(residence=MOVED, premium=[{**PREMIUM, "to": "2023-05"}])
    assert _not_met(explanation) == ["united_states"]


def test_premium_that_ended_in_the_month_of_the_move_leaves_the_question_open() -> None:
    explanation = _explained(residence=MOVED, premium=[{**PREMIUM, "to": "2023-06"}])
    assert explanation.outcome == "needs_information"
    assert [found.sentence for found in explanation.criteria if found.result == "unknown"] == [
        "Where did you live while you held Premium?"
    ]


def test_premium_that_fell_within_a_year_lived_at_home_is_enough() -> None:
    assert _explained(premium=[{"from": "2023", "to": "2023"}]).outcome == "eligible"


def test_knowing_nothing_asks_for_everything() -> None:
    explanation = COMPILED.explain({})
    assert explanation.outcome == "needs_information"
    assert len(_unknown(explanation)) == 6
    assert [flag.id for flag in explanation.flags_unknown] == [
        "minor", "paid_by_another", "exempt_region", "term_may_have_passed"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes, flags",
    [
        ({"birth_year": 2010}, ["minor"]),
        ({"birth_year": 2008}, []),
        ({"premium_paid_by": "trial"}, ["paid_by_another"]),
        ({"first_learned_on": "2024-09-18"}, ["term_may_have_passed"]),
        ({"first_learned_on": "2024-11-14"}, []),
        ({"first_learned_on": "2024-11-13"}, ["term_may_have_passed"]),
    ],
)
def test_flags_inform_and_leave_the_outcome_alone(changes: dict[str, Any], flags: list[str]) -> None:
    explanation = _explained(**changes)
    assert explanation.outcome == "eligible"
    assert [flag.id for flag in explanation.flags] == flags
