"""Raw facts become flat ones, and what cannot be read is refused with a sentence at its place."""

import json
from datetime import date
from typing import Any

import pytest

from claimants.eligibility.dates import FIRST_DAY, LAST_DAY, OPEN
from claimants.eligibility.document import Definition
from claimants.eligibility.facts import FactError, flatten
from tests.eligibility.table import YES, document

DEFINITION = Definition.model_validate(document(YES))


def _day(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def _flat(**raw: Any) -> dict[str, Any]:
    return flatten(raw, DEFINITION)


@pytest.mark.parametrize(
    "raw, flat",
    [
        ("2024-09-17", [_day(2024, 9, 17), _day(2024, 9, 17)]),
        ("2024-09", [_day(2024, 9, 1), _day(2024, 9, 30)]),
        ("2024-02", [_day(2024, 2, 1), _day(2024, 2, 29)]),
        ("2023-02", [_day(2023, 2, 1), _day(2023, 2, 28)]),
        ("2024", [_day(2024, 1, 1), _day(2024, 12, 31)]),
        (date(2024, 9, 17), [_day(2024, 9, 17), _day(2024, 9, 17)]),
    ],
)
def test_a_date_is_its_earliest_and_latest_day(raw: Any, flat: list[int]) -> None:
    assert list(_flat(first=raw)["first"]) == flat


@pytest.mark.parametrize(
    "begins, ends, flat",
    [
        ("2024-09-17", "open", [_day(2024, 9, 17), _day(2024, 9, 17), OPEN, OPEN]),
        (None, "open", [FIRST_DAY, LAST_DAY, OPEN, OPEN]),
        (None, None, [FIRST_DAY, LAST_DAY, FIRST_DAY, OPEN]),
        ("2024-09-17", None, [_day(2024, 9, 17), _day(2024, 9, 17), _day(2024, 9, 17), OPEN]),
        (None, "2024-09-17", [FIRST_DAY, _day(2024, 9, 17), _day(2024, 9, 17), _day(2024, 9, 17)]),
        ("2024-09", "2024-09", [_day(2024, 9, 1), _day(2024, 9, 30), _day(2024, 9, 1), _day(2024, 9, 30)]),
        ("2024", "2024-03", [_day(2024, 1, 1), _day(2024, 3, 31), _day(2024, 3, 1), _day(2024, 3, 31)]),
        ("2024-03", "2024", [_day(2024, 3, 1), _day(2024, 3, 31), _day(2024, 3, 1), _day(2024, 12, 31)]),
    ],
)
def test_an_interval_has_bounds_that_agree(begins: Any, ends: Any, flat: list[int]) -> None:
    assert _flat(account={"from": begins, "to": ends})["account"] == flat


def test_a_list_keeps_its_fields_and_whether_it_is_complete() -> None:
    row = {"from": "2024-09-17", "to": "2024-09-17", "country": "US", "rented": None}
    day = _day(2024, 9, 17)
    assert _flat(residence=[row], residence_complete=False) == {
        "residence": [[day, day, day, day, {"country": "US"}]],
        "residence_complete": False,
    }
    assert _flat(residence=[], residence_complete=True) == {"residence": []}


def test_what_is_not_known_is_absent() -> None:
    assert _flat(first=None, account=None, residence=None, role=None, released=None, messages=None) == {}
    assert _flat(residence_complete=None) == {}
    assert flatten({}, DEFINITION) == {}


def test_flat_facts_are_json() -> None:
    flat = _flat(first="2024", account={"from": "2020"}, premium=[{"to": "open", "plan": "career"}], released=True)
    assert json.loads(json.dumps(flat)) == json.loads(json.dumps(flat, sort_keys=True))
    again = json.loads(json.dumps(flat))
    assert again["account"] == flat["account"]
    assert again["premium"] == flat["premium"]


def test_the_day_of_signing_needs_no_declaration() -> None:
    assert list(_flat(signed_on="2026-11-23")["signed_on"]) == [_day(2026, 11, 23)] * 2


@pytest.mark.parametrize(
    "raw, sentence",
    [
        ({"first": "2024-02-31"}, "first: February 31, 2024 does not exist; that month has 29 days."),
        ({"first": "2023-02-29"}, "first: February 29, 2023 does not exist; that month has 28 days."),
        ({"first": "2024-13"}, "first: there is no month 13; months go from 01 to 12."),
        ({"first": "2024-00-10"}, "first: there is no month 0; months go from 01 to 12."),
        ({"first": "2024-09-00"}, "first: September 0, 2024 does not exist; that month has 30 days."),
        ({"first": "0202-09-17"}, "first: the year 0202 is not between 1900 and 2100."),
        ({"first": "9999"}, "first: the year 9999 is not between 1900 and 2100."),
        *(
            ({"first": bad}, "first: a date is written 2024-09-17, or 2024-09, or 2024 if the rest is not known.")
            for bad in (
                "17.09.2024",
                "",
                "2024-9-1",
                "２０２４",
                "2024-09-17T00:00",
                "2024-09-17\n",
                "open",
                2024,
                True,
                [],
            )
        ),
        (
            {"account": {"from": "2024-09-18", "to": "2024-09-17"}},
            "account: the end is before the start.",
        ),
        ({"account": {"from": "2024-10", "to": "2024-09"}}, "account: the end is before the start."),
        (
            {"account": {"from": "open", "to": "2024"}},
            "account, from: a start cannot be open; leave it out if it is not known.",
        ),
        ({"account": {"to": "2024-02-30"}}, "account, to: February 30, 2024 does not exist; that month has 29 days."),
        ({"account": "2024"}, "account: expected an interval with `from` and `to`, found “2024”."),
        ({"account": {"from": "2024", "plan": "x"}}, "account: an interval has no “plan”."),
        ({"premium": {"from": "2024"}}, "premium: expected a list of intervals, found an object."),
        (
            {"premium": [{}, {"from": "2025", "to": "2024"}]},
            "premium, row 2: the end is before the start.",
        ),
        (
            {"premium": [{"from": "2024-04-31"}]},
            "premium, row 1, from: April 31, 2024 does not exist; that month has 30 days.",
        ),
        ({"premium": ["2024"]}, "premium, row 1: expected an interval with `from` and `to`, found “2024”."),
        ({"premium": [{"country": "US"}]}, "premium, row 1: an interval has no “country”."),
        ({"premium": [{"plan": 3}]}, "premium, row 1, plan: expected text, found a number."),
        ({"residence": [{"rented": "yes"}]}, "residence, row 1, rented: expected true or false, found “yes”."),
        ({"premium": [{}] * 501}, "premium: 501 rows are too many; the most is 500."),
        ({"premium_complete": "no"}, "premium_complete: expected true or false, found “no”."),
        ({"role": "judge"}, "role: “judge” is not one of its values: none, court, counsel, other."),
        ({"role": True}, "role: expected text, found true."),
        ({"role": "co\x00urt"}, "role: the text holds a control character; remove it."),
        ({"role": "\ud800"}, "role: the text holds a control character; remove it."),
        ({"role": "  "}, "role: the value is blank; leave it out if it is not known."),
        ({"role": "x" * 1_000_000}, "role: 1000000 characters are too many; the most is 200."),
        ({"released": "true"}, "released: expected true or false, found “true”."),
        ({"released": 1}, "released: expected true or false, found a number."),
        ({"messages": "3"}, "messages: expected a whole number, found “3”."),
        ({"messages": True}, "messages: expected a whole number, found true."),
        ({"messages": 3.0}, "messages: expected a whole number, found a number."),
        ({"messages": 10**40}, "messages: the number is too large."),
        ({"account_complete": True}, "There is no fact “account_complete”."),
        ({"Released\x00": True}, "There is no fact “Released?”."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(raw: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refused:
        flatten(raw, DEFINITION)
    assert str(refused.value).startswith(sentence)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("raw", [None, [], "facts", 3])
def test_facts_that_are_no_object_are_refused(raw: Any) -> None:
    with pytest.raises(FactError, match="one object"):
        flatten(raw, DEFINITION)


def test_a_refusal_says_which_fact_row_and_part() -> None:
    with pytest.raises(FactError) as refused:
        _flat(premium=[{}, {"to": "2024-02-31"}])
    assert (refused.value.fact, refused.value.row, refused.value.part) == ("premium", 2, "to")


def test_text_may_be_in_any_script_and_hold_marks_of_direction() -> None:
    for text in ("Ωμέγα", "שלום\u200f", "日本語", "🙂", "e\u0301"):
        assert _flat(premium=[{"plan": text}])["premium"][0][4] == {"plan": text}
