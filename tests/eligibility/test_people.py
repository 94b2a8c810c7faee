"""Representative people: they stand on both sides of every line, and the table says of them what the evaluator says."""

import csv
import io
import os
import subprocess
import sys
from datetime import date
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimants.eligibility.catalogue import DEADLINES, FACTS, NEEDED, PERIODS, Needed
from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import compile_definition
from claimants.eligibility.facts import flatten
from claimants.eligibility.people import MOST_PEOPLE, Representative, TruthTable, representatives, truth_table
from tests.eligibility.claims import flat_of, sketches
from tests.eligibility.definitions import criterion, documents
from tests.eligibility.matter_definitions import DEFINITIONS
from tests.eligibility.table import NO, OPEN, YES, document
from tests.eligibility.test_agreement import by_lot

RESULTS = {"met", "not_met", "unknown"}


def _check_table(table: TruthTable, definition: Definition) -> None:
    """Each row says what the evaluator says of its raw facts, and no two rows are the same person."""
    law = compile_definition(definition)
    for row in table.rows:
        assert (row.outcome, row.criteria, row.flags, row.flags_unknown) == law.explain(flatten(row.facts, definition))
    assert len({repr(sorted(row.facts.items())) for row in table.rows}) == len(table.rows) <= MOST_PEOPLE
    assert table.first_meets_all == (table.rows[0].outcome == "eligible")


def _of(*tests: dict[str, Any], **more: Any) -> Definition:
    return Definition.model_validate({**document(*tests), **more})


def _by_fact(definition: Definition, fact: str) -> dict[Any, str]:
    """The result of the first criterion by the value of one fact, where nothing else is changed."""
    rows = representatives(definition)
    same = [row for row in rows if {**row.facts, fact: None} == {**rows[0].facts, fact: None}]
    return {str(row.facts.get(fact)): str(row.criteria[0].result) for row in same}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_matter_has_people_on_all_sides(name: str) -> None:
    began = process_time()
    table = truth_table(DEFINITIONS[name])
    assert process_time() - began < 1
    _check_table(table, DEFINITIONS[name])
    assert table.first_meets_all
    assert table.left_out == 0
    for number, one in enumerate(DEFINITIONS[name].criteria):
        assert {str(row.criteria[number].result) for row in table.rows} == RESULTS, one.id
    for flag in DEFINITIONS[name].flags:
        assert any(flag.id in [raised.id for raised in row.flags] for row in table.rows), flag.id


@pytest.mark.parametrize("needed", [one for one in NEEDED if one.test], ids=lambda needed: needed.name)
def test_every_form_has_people_who_meet_it_who_do_not_and_who_cannot_tell(needed: Needed) -> None:
    plain = {**document(YES), "facts": FACTS, "periods": PERIODS, "deadlines": DEADLINES, "lists": {}}
    definition = Definition.model_validate({**plain, "criteria": [criterion(0, needed.test or {})]})
    table = truth_table(definition)
    _check_table(table, definition)
    assert {str(row.criteria[0].result) for row in table.rows} == RESULTS


@settings(by_lot, max_examples=80)
@given(documents(), st.lists(sketches(), min_size=1, max_size=4))
def test_a_table_is_true_and_lacks_no_result_that_some_claim_has(plain: dict, claims: list) -> None:
    definition = Definition.model_validate(plain)
    table, law = truth_table(definition), compile_definition(definition)
    _check_table(table, definition)
    assert truth_table(definition).sha256 == table.sha256
    seen = {(one.id, one.result) for sketch in claims for one in law.explain(flat_of(sketch)).criteria}
    assert seen <= {(one.id, one.result) for row in table.rows for one in row.criteria}


@pytest.mark.parametrize(
    "test, fact, expected",
    [
        (
            {"op": "between", "fact": "first", "period": "autumn"},
            "first",
            {
                "2024-08-31": "not_met",
                "2024-09-01": "met",
                "2024-11-30": "met",
                "2024-12-01": "not_met",
                "2024": "unknown",
                "None": "unknown",
            },
        ),
        (
            {"op": "before", "fact": "first", "date": "2024-09-18"},
            "first",
            {"2024-09-17": "met", "2024-09-18": "not_met", "2024-09": "unknown", "2024": "unknown"},
        ),
        ({"op": "at_least", "fact": "messages", "value": 2003}, "messages", {"2002": "not_met", "2003": "met"}),
        (
            {"op": "not_in", "fact": "role", "list": "insiders"},
            "role",
            {"none": "met", "court": "not_met", "counsel": "not_met", "other": "met", "None": "unknown"},
        ),
        (YES, "released", {"True": "met", "False": "not_met", "None": "unknown"}),
    ],
)
def test_both_sides_of_an_edge_are_there(test: dict[str, Any], fact: str, expected: dict[str, str]) -> None:
    found = _by_fact(_of(test), fact)
    assert {value: found.get(value) for value in expected} == expected


def test_intervals_stand_on_both_sides_of_a_period_and_are_known_in_part() -> None:
    test = {"op": "overlaps", "fact": "residence", "period": "two_days", "where": {"country": {"list": "home"}}}
    rows = representatives(_of(test))[1:]
    said = {row.words.removeprefix("Residence: "): str(row.criteria[0].result) for row in rows}
    expected = {
        "from September 18, 2024, not ended, country US.": "met",
        "from September 19, 2024, not ended, country US.": "not_met",
        "from some day in September 2024, not ended, country US.": "unknown",
        "from August 14, 2023 through September 16, 2024, country US.": "not_met",
        "from August 14, 2023 through September 17, 2024, country US.": "met",
        "from August 14, 2023, not ended, country not known.": "unknown",
        "none told; there may be some.": "unknown",
        "not known.": "unknown",
    }
    assert {words: said.get(words) for words in expected} == expected


def test_a_birthday_is_looked_at_from_both_sides() -> None:
    table = truth_table(_of({"op": "age_under", "fact": "first", "years": 18}))
    days = {
        (date.fromisoformat(row.facts["first"]), str(row.criteria[0].result))
        for row in table.rows
        if len(row.facts.get("first", "")) == 10 and row.facts.get("signed_on") == table.rows[0].facts["signed_on"]
    }
    turns = [(one, other) for one, other in pairwise(sorted(days)) if one[1] != other[1]]
    assert any((other[0] - one[0]).days == 1 for one, other in turns), turns


def test_a_fact_that_matters_only_with_another_is_changed_with_it() -> None:
    left = {"op": "requested_exclusion_by", "asked": "released", "asked_on": "first", "by": "claims"}
    plain = document(left, exclude=(0,))
    rows = representatives(Definition.model_validate(plain))
    found = {(row.facts.get("released"), row.facts.get("first")): str(row.criteria[0].result) for row in rows}
    assert found[False, None] == "met"
    assert found[True, None] == "unknown"
    assert found[True, "2024-09-15"] == "not_met"
    assert found[True, "2024-09-16"] == "met"
    assert found[True, "2024-09"] == "unknown"


def test_where_nobody_meets_everything_the_first_person_says_so() -> None:
    table = truth_table(_of(YES, NO, {"op": "is", "fact": "told", "value": True}))
    assert not table.first_meets_all
    assert table.rows[0].words.startswith(
        "We found nobody who meets every criterion. This person meets 2 of 3; the others differ from them as told."
    )


def test_the_first_person_raises_no_flag_if_that_can_be() -> None:
    flags = [{"id": "insider", "bit": 0, "test": OPEN, "raised": "Look."}]
    first, *others = representatives(_of(YES, flags=flags))
    assert first.flags == ()
    assert any(row.flags for row in others)


LOOK = """
from tests.eligibility.matter_definitions import DEFINITIONS
from claimants.eligibility.people import truth_table
print([truth_table(definition).sha256 for definition in DEFINITIONS.values()])
"""


def test_the_same_definition_gives_the_same_table_in_every_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", LOOK],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_another_sentence_gives_another_sum() -> None:
    plain = document(YES)
    before = truth_table(Definition.model_validate(plain)).sha256
    plain["criteria"][0]["ask"] = "Another question?"
    assert truth_table(Definition.model_validate(plain)).sha256 != before


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t"])
def test_a_spreadsheet_takes_nothing_for_a_formula(begins: str) -> None:
    plain = document(YES)
    plain["criteria"][0]["met"] = f'{begins}HYPERLINK("x")'
    header, *rows = csv.reader(io.StringIO(truth_table(Definition.model_validate(plain)).as_csv()))
    sentence = header.index("c0: sentence")
    assert rows[0][sentence] == f'\'{begins}HYPERLINK("x")'
    assert not any(cell.startswith(begins) for row in rows for cell in row)


def test_the_table_as_csv_has_a_row_a_person() -> None:
    definition = _of(YES, OPEN)
    table = truth_table(definition)
    header, *rows = csv.reader(io.StringIO(table.as_csv()))
    assert header == ["person", "who", "outcome", "c0", "c1", "flags", "flags not known",
                      "c0: sentence", "c1: sentence", "facts"]  # fmt: skip
    assert [row[1] for row in rows] == [one.words for one in table.rows]
    assert rows[0][:1] + rows[0][2:5] == ["1", "eligible", "met", "met"]
    assert isinstance(table.rows[0], Representative)
