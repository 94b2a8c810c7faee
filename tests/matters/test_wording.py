"""Answers and dates as words."""

from datetime import date
from typing import Any

import pytest

from claimants.matters.wording import date_in_words, in_words
from tests.matters.asking import question

OPTIONS = [{"value": "a", "label": "Apples"}, {"value": "b", "label": "Bread"}]
COLUMNS = [
    {"id": "country", "kind": "country", "label": "Country"},
    {"id": "state", "kind": "us_state", "label": "State", "required": False},
    {"id": "plan", "kind": "choice", "label": "Plan", "options": OPTIONS},
]


@pytest.mark.parametrize(
    "kind, answer, words",
    [
        ("yes_no", "yes", "Yes"),
        ("yes_no", "unsure", "I am not sure"),
        ("yes_no", None, "Not answered"),
        ("choice", "b", "Bread"),
        ("choice", "removed", "removed"),
        ("choices", ["a", "b"], "Apples; Bread"),
        ("date", "2024-09-07", "September 7, 2024"),
        ("date", "2024-09", "September 2024"),
        ("date", "2024", "2024"),
        ("interval", {"from": "2020", "to": "open"}, "from 2020 until today"),
        ("interval", {"from": "unsure", "to": "2021-05"}, "from a day I am not sure of to May 2021"),
        ("interval", {"from": "2020", "to": "unsure"}, "from 2020 until a day I am not sure of"),
        ("country", "US", "United States"),
        ("us_state", "CA", "California"),
        ("number", 1990, "1990"),
        ("text", "李 <b>", "李 <b>"),
        ("phone", "+14155550123", "+1 415-555-0123"),
        ("phone", "+14155550123;ext=12", "+1 415-555-0123 ext. 12"),
        ("name", {"full": "Zoë"}, "Zoë"),
        ("attestation", True, "I agree"),
        (
            "postal_address",
            {"lines": "1 Main St\nApt 2", "city": "Oakland", "region": "CA", "postcode": "94601", "country": "US"},
            "1 Main St, Apt 2, Oakland CA 94601, United States",
        ),
        (
            "intervals",
            {"rows": [{"from": "2020", "to": "open", "country": "US", "state": "CA", "plan": "a"}], "complete": "no"},
            "1. United States, California, Apples, from 2020 until today\nSome are missing from this list.",
        ),
        ("intervals", {"rows": [], "complete": "yes"}, "There is nothing to list."),
    ],
)
def test_an_answer_reads_as_a_person_would_say_it(kind: str, answer: Any, words: str) -> None:
    fields = COLUMNS if kind == "intervals" else []
    assert in_words(question(kind, options=OPTIONS, fields=fields), answer) == words


@pytest.mark.parametrize(
    "kind", ["date", "interval", "intervals", "name", "postal_address", "phone", "choices", "yes_no"]
)
@pytest.mark.parametrize("answer", ["odd", 5, {"odd": 1}, ["odd"], {"rows": [5], "complete": "x"}])
def test_an_answer_of_another_kind_is_still_shown(kind: str, answer: Any) -> None:
    """The question may have changed since; what was signed must be readable for ever."""
    assert in_words(question(kind, options=OPTIONS), answer)


def test_a_day_is_written_out() -> None:
    assert date_in_words(date(2024, 9, 17)) == "September 17, 2024"
