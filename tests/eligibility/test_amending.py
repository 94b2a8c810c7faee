"""A patch changes what it names and nothing else, and says what it cannot find."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from claimants.eligibility.amending import AmendmentError, amended
from claimants.eligibility.document import Definition
from tests.eligibility.definitions import criterion, documents
from tests.eligibility.table import NO, OPEN, YES, document
from tests.eligibility.test_agreement import by_lot

BEFORE = {"op": "before", "fact": "first", "date": "2024-09-18"}
LIVED = {"op": "overlaps", "fact": "residence", "period": "september", "where": {"country": {"list": "home"}}}


def _plain() -> dict[str, Any]:
    plain = document(YES, BEFORE, LIVED)
    plain["flags"] = [{"id": "young", "bit": 0, "test": OPEN, "raised": "Look."}]
    plain["partition"] = {
        "fact": "role",
        "parts": [
            {"id": "court", "bit": 0, "label": "Court", "values": ["court"]},
            {"id": "rest", "bit": 1, "label": "Everyone else"},
        ],
    }
    plain["tiers"] = [{"id": "proved", "label": "Proved", "test": NO}, {"id": "said", "label": "Said"}]
    return plain


def _ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


@settings(by_lot, max_examples=30)
@given(documents())
def test_an_empty_patch_changes_nothing(plain: dict) -> None:
    assert amended(plain, {}) == plain


def test_neither_the_document_nor_the_patch_is_changed() -> None:
    plain, patch = _plain(), {"criteria": {"c9": criterion(9, copy.deepcopy(YES))}, "lists": {"home": ["US"]}}
    plain_before, patch_before = copy.deepcopy(plain), copy.deepcopy(patch)
    after = amended(plain, patch)
    after["criteria"][3]["test"]["value"] = False
    after["lists"]["home"].append("CA")
    assert (plain, patch) == (plain_before, patch_before)


def test_a_criterion_changes_in_the_keys_that_are_named() -> None:
    after = amended(_plain(), {"criteria": {"c1": {"quote": "Other words.", "note": "Asked for."}}})
    assert after["criteria"][1] == {**_plain()["criteria"][1], "quote": "Other words.", "note": "Asked for."}
    assert [after["criteria"][0], *after["criteria"][2:]] == [_plain()["criteria"][0], *_plain()["criteria"][2:]]


def test_new_ones_come_last_and_null_takes_old_ones_away() -> None:
    new = {key: value for key, value in criterion(9, YES).items() if key != "id"}
    assert _ids(amended(_plain(), {"criteria": {"c9": new, "c0": None}})["criteria"]) == ["c1", "c2", "c9"]


def test_what_takes_everyone_else_stays_last() -> None:
    tier = {"label": "Seen", "test": YES}
    part = {"bit": 2, "label": "Counsel", "values": ["counsel"]}
    after = amended(_plain(), {"tiers": {"seen": tier}, "partition": {"parts": {"counsel": part}}})
    assert _ids(after["tiers"]) == ["proved", "seen", "said"]
    assert _ids(after["partition"]["parts"]) == ["court", "counsel", "rest"]
    Definition.model_validate(after)


@pytest.mark.parametrize(
    "patch, test",
    [
        ({"date": "2024-10-01"}, {**BEFORE, "date": "2024-10-01"}),
        ({"op": "before", "date": "2024-10-01"}, {**BEFORE, "date": "2024-10-01"}),
        ({"op": "is", "fact": "released", "value": False}, NO),
    ],
)
def test_a_test_merges_unless_it_is_another_one(patch: dict[str, Any], test: dict[str, Any]) -> None:
    assert amended(_plain(), {"criteria": {"c1": {"test": patch}}})["criteria"][1]["test"] == test


def test_null_takes_a_condition_out_of_a_test() -> None:
    after = amended(_plain(), {"criteria": {"c2": {"test": {"where": None}}}})
    assert after["criteria"][2]["test"] == {key: value for key, value in LIVED.items() if key != "where"}


def test_periods_merge_and_plain_lists_are_replaced() -> None:
    patch = {"periods": {"september": {"to": "2024-10-31"}, "autumn": None}, "lists": {"home": ["US"]}, "version": 2}
    after = amended(_plain(), patch)
    assert after["periods"]["september"] == {"from": _plain()["periods"]["september"]["from"], "to": "2024-10-31"}
    assert "autumn" not in after["periods"]
    assert after["lists"] == {"home": ["US"], "insiders": ["court", "counsel"]}
    assert Definition.model_validate(after).version == 2


def test_a_definition_without_flags_can_be_given_some() -> None:
    after = amended(document(YES), {"flags": {"young": {"bit": 0, "test": OPEN, "raised": "Look."}}})
    assert _ids(after["flags"]) == ["young"]


@pytest.mark.parametrize(
    "patch, path, expected",
    [
        ({"crieria": {}}, "crieria", "no such key. Its keys: version"),
        ([], "", "An amendment is an object"),
        ({"criteria": []}, "criteria", "give these by id"),
        ({"criteria": {"c7": None}}, "criteria.c7", "no criterion 'c7' to remove. There are: c0, c1 and c2."),
        ({"criteria": {"c7": {"quote": "x"}}}, "criteria.c7", "whole; it lacks bit, kind, test"),
        ({"criteria": {"c0": "x"}}, "criteria.c0", "expected what changes in this criterion, or null"),
        ({"criteria": {"c0": {"id": "c5"}}}, "criteria.c0.id", "an id never changes"),
        ({"criteria": {"c0": {"note": None}}}, "criteria.c0.note", "nothing here to remove"),
        ({"flags": {"old": None}}, "flags.old", "no flag 'old' to remove. There are: young."),
        ({"tiers": {"prov": {"ask": "Send it."}}}, "tiers.prov", "Did you mean 'proved'?"),
        ({"partition": {"parts": {"x": None}}}, "partition.parts.x", "no part 'x'"),
        ({"periods": {"septembre": None}}, "periods.septembre", "Did you mean 'september'?"),
        ({"lists": {"home": {"US": None}}}, "lists.home.US", "nothing here to remove"),
    ],
)
def test_what_a_patch_cannot_mean_gets_a_sentence(patch: Any, path: str, expected: str) -> None:
    with pytest.raises(AmendmentError) as refused:
        amended(_plain(), patch)
    assert ".".join(refused.value.path) == path
    assert expected in refused.value.sentence
    assert str(refused.value).endswith((".", "?"))
