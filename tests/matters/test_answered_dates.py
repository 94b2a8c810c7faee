"""Dates, stretches of time and lists of them, as people type them."""

from typing import Any

import pytest

from claimants.matters.mistakes import AnswerError
from tests.matters.asking import cleaned, question, sentence_about

COUNTRY = [{"id": "country", "kind": "country", "label": "Country"}]
PLAN = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def typed(year: str = "", month: str = "", day: str = "", **keys: bool) -> dict[str, Any]:
    return {"year": year, "month": month, "day": day, **keys}


@pytest.mark.parametrize(
    "raw, date",
    [
        (typed("2024", "9", "17"), "2024-09-17"),
        (typed("2024", "09", "7"), "2024-09-07"),
        (typed("2024", "9"), "2024-09"),
        (typed("2024"), "2024"),
        (typed("2024", "Sept.", "17"), "2024-09-17"),
        (typed("2024", "FEBRUARY", "29"), "2024-02-29"),
        (typed("٢٠٢٤", "٩", "١٧"), "2024-09-17"),
        (typed("2026", "11", "23"), "2026-11-23"),
        (typed("2026", "11"), "2026-11"),
        (typed("2026"), "2026"),
        (typed(unsure=True), "unsure"),
        ("2024-09-17", "2024-09-17"),
        ("2024", "2024"),
        ("unsure", "unsure"),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(raw: Any, date: str) -> None:
    assert cleaned(question("date", unsure=True), raw) == date


@pytest.mark.parametrize(
    "raw, sentence",
    [
        (typed("2023", "2", "31"), "February 2023 has 28 days, so there is no February 31. Check the day."),
        (typed("2024", "2", "31"), "February 2024 has 29 days, so there is no February 31. Check the day."),
        (typed("2024", "9", "31"), "September 2024 has 30 days, so there is no September 31. Check the day."),
        (typed("2024", "9", "0"), "September 2024 has 30 days, so there is no September 0. Check the day."),
        (typed("2024", "13"), "Write the month as a number from 1 to 12."),
        (typed("2024", "Ju"), "Write the month as a number from 1 to 12."),
        (typed("24", "9"), "Write the year with four digits, such as 2024."),
        (typed("20244"), "Write the year with four digits, such as 2024."),
        (typed("0024"), "Check the year: 24 is not between 1900 and 2100."),
        (typed("1066"), "Check the year: 1066 is not between 1900 and 2100."),
        (typed("2024", "", "17"), "Add the month, or leave the day empty."),
        (typed("", "9", "17"), "Write the year too; the year alone is enough if that is all you know."),
        (typed("2024", "9", "x"), "Write the day as a number from 1 to 31."),
        (typed("2026", "11", "24"), "This date is in the future. Check the year."),
        (typed("2026", "12"), "This date is in the future. Check the year."),
        (typed("2027"), "This date is in the future. Check the year."),
        ("2024-9-17", "Write a date as year, month and day, such as 2024-09-17. The year alone is enough."),
        ("yesterday", "Write a date as year, month and day, such as 2024-09-17. The year alone is enough."),
        ("2024-02-30", "February 2024 has 29 days, so there is no February 30. Check the day."),
        (typed(unsure=True), "Write a date. The year alone is enough if that is all you know."),
    ],
)
def test_an_impossible_date_says_what_to_change(raw: Any, sentence: str) -> None:
    assert sentence_about(question("date"), raw) == sentence


def test_a_date_may_lie_ahead_where_the_question_says_so() -> None:
    assert cleaned(question("date", future=True), typed("2030")) == "2030"


@pytest.mark.parametrize(
    "begins, ends, kept",
    [
        (typed("2020"), typed("2021", "5"), {"from": "2020", "to": "2021-05"}),
        (typed("2020"), typed(open=True), {"from": "2020", "to": "open"}),
        (typed(unsure=True), typed("2021"), {"from": "unsure", "to": "2021"}),
        ("2020", "unsure", {"from": "2020", "to": "unsure"}),
        ("2024-05", "2024", {"from": "2024-05", "to": "2024"}),
        ("2024", "2024-01", {"from": "2024", "to": "2024-01"}),
        ("2024-05-05", "2024-05-05", {"from": "2024-05-05", "to": "2024-05-05"}),
    ],
)
def test_a_stretch_of_time_is_kept_by_its_ends(begins: Any, ends: Any, kept: dict[str, str]) -> None:
    assert cleaned(question("interval"), {"from": begins, "to": ends}) == kept


@pytest.mark.parametrize(
    "begins, ends, sentence",
    [
        ("2021", "2020", "The end is before the start. Check both dates."),
        ("2021-05", "2021-04-30", "The end is before the start. Check both dates."),
        ("2020", "2027", "This date is in the future. Check the year."),
        ("open", "2020", "Say when it started. The year is enough, or say you are not sure."),
        (typed(), "2020", "Say when it started. The year is enough, or say you are not sure."),
        ("2020", None, "Say when it ended, or that it still goes on, or that you are not sure."),
        ("2020", typed(open=False), "Say when it ended, or that it still goes on, or that you are not sure."),
    ],
)
def test_a_stretch_of_time_that_cannot_be_says_so(begins: Any, ends: Any, sentence: str) -> None:
    assert sentence_about(question("interval"), {"from": begins, "to": ends}) == sentence


def test_a_list_keeps_its_rows_and_drops_blank_ones() -> None:
    blank = {"from": typed(), "to": typed(open=False), "country": ""}
    row = {"from": typed("2020"), "to": typed(open=True), "country": "United States"}
    answer = cleaned(question("intervals", fields=COUNTRY), {"rows": [blank, row, blank], "complete": "unsure"})
    assert answer == {"rows": [{"from": "2020", "to": "open", "country": "US"}], "complete": "unsure"}


def test_an_empty_list_can_be_complete() -> None:
    assert cleaned(question("intervals"), {"rows": [], "complete": "yes"}) == {"rows": [], "complete": "yes"}


def test_a_row_is_numbered_as_it_stands_on_the_page() -> None:
    rows = [{"from": "", "to": ""}, {"from": "2021", "to": "2020"}]
    sentence = sentence_about(question("intervals"), {"rows": rows, "complete": "yes"})
    assert sentence == "Row 2: The end is before the start. Check both dates."


def test_a_list_must_say_whether_it_is_complete() -> None:
    rows = [{"from": "2020", "to": "open"}]
    assert sentence_about(question("intervals"), {"rows": rows}) == "Say whether this list is complete."


def test_a_list_has_an_end() -> None:
    rows = [{"from": "2020", "to": "open"}] * 61
    assert "room for 60 rows" in sentence_about(question("intervals"), {"rows": rows, "complete": "yes"})


@pytest.mark.parametrize(
    "column, value, sentence",
    [
        ({"kind": "choice", "options": PLAN}, "c", "Choose one of the answers offered"),
        ({"kind": "country"}, "Atlantis", "do not know a country"),
        ({"kind": "us_state"}, "Ontario", "Choose a state"),
        ({"kind": "text", "max_length": 5}, "123456", "room for 5"),
        ({"kind": "text"}, "", "“Column” is missing."),
        ({"kind": "text"}, {"odd": 1}, "in words"),
    ],
)
def test_a_column_is_checked_by_its_kind(column: dict[str, Any], value: Any, sentence: str) -> None:
    asked = question("intervals", fields=[{"id": "c", "label": "Column", **column}])
    raw = {"rows": [{"from": "2020", "to": "open", "c": value}], "complete": "yes"}
    assert sentence in sentence_about(asked, raw)


def test_a_column_that_may_stay_empty_is_left_out() -> None:
    asked = question("intervals", fields=[{"id": "c", "label": "Column", "kind": "text", "required": False}])
    raw = {"rows": [{"from": "2020", "to": "open", "c": " "}], "complete": "yes"}
    assert cleaned(asked, raw)["rows"] == [{"from": "2020", "to": "open"}]


BOTH_ENDS = {"from": typed("2020"), "to": typed("2021")}


@pytest.mark.parametrize(
    "kind, raw, sentence, part",
    [
        ("date", typed("2023", unsure=True), "You gave a date and “I am not sure”. Keep one or the other.", ""),
        ("date", typed("", "5", unsure=True), "You gave a date and “I am not sure”. Keep one or the other.", ""),
        ("interval", BOTH_ENDS | {"to": typed("2021", open=True)}, "a date and “Still today”", "to"),
        ("interval", BOTH_ENDS | {"to": typed("2021", unsure=True)}, "a date and “I am not sure when”", "to"),
        ("interval", BOTH_ENDS | {"from": typed("2021", unsure=True)}, "a date and “I am not sure when”", "from"),
        ("interval", BOTH_ENDS | {"to": typed(open=True, unsure=True)}, "“Still today” and “I am not sure when”", "to"),
    ],
)
def test_a_date_and_a_ticked_box_beside_it_are_not_one_answer(kind: str, raw: Any, sentence: str, part: str) -> None:
    with pytest.raises(AnswerError) as caught:
        cleaned(question(kind, unsure=True), raw)
    assert sentence in caught.value.sentence
    assert caught.value.part == part


def test_a_row_of_a_list_says_which_row_has_both() -> None:
    rows = [BOTH_ENDS, BOTH_ENDS | {"to": typed("2021", open=True)}]
    sentence = sentence_about(question("intervals"), {"rows": rows, "complete": "yes"})
    assert sentence == "Row 2: You gave a date and “Still today”. Keep one or the other."
