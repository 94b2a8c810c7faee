"""Answers in words, numbers and choices: what is kept, in which shape, and what gets a sentence instead."""

from typing import Any

import pytest

from claimants.matters.answers import AnswerError, clean, is_blank, kept
from claimants.matters.kinds import Kind
from tests.matters.asking import TODAY, cleaned, question, sentence_about

OPTIONS = [
    {"value": "a", "label": "A"},
    {"value": "b", "label": "B"},
    {"value": "none", "label": "None", "alone": True},
]
MEGABYTE = "x" * 1_000_000

NAMES = [
    "Zoë O’Connor-Łukasiewicz",
    "李 小龙",
    "Нина Петровна",
    "محمد علي",
    "אברהם בן־דוד",
    "สมชาย ใจดี",
    "नरेन्द्र",
    "X Æ A-12",
    "Sam 🎈 Lee 👩🏽‍⚖️",
    "Māui ʻŌiwi",
]


@pytest.mark.parametrize("typed", NAMES)
def test_a_name_in_any_script_and_with_emoji_is_kept_as_it_is(typed: str) -> None:
    assert cleaned(question("name"), f"  {typed} ") == {"full": typed}


def test_a_name_is_kept_in_composed_form() -> None:
    assert cleaned(question("name"), "Zoe\u0308") == {"full": "Zoë"}


def test_marks_that_other_scripts_need_are_kept() -> None:
    """The joiner of Persian words and of emoji, and the plain direction marks, mean something."""
    for typed in ["می‌خواهم", "👨‍👩‍👧", "abc\u200fא"]:
        assert cleaned(question("text"), typed) == typed


UNSUITABLE = {
    "NUL": ("a\x00b", "cannot be shown"),
    "an escape": ("a\x1b[31mb", "cannot be shown"),
    "a backspace": ("a\x08b", "cannot be shown"),
    "a C1 control": ("a\x9bb", "cannot be shown"),
    "half a character": ("a\ud800b", "cannot be shown"),
    "no character at all": ("a\uffffb", "cannot be shown"),
    "right-to-left override": ("a\u202eb", "turns the order of letters around"),
    "left-to-right override": ("a\u202db", "turns the order of letters around"),
    "an isolate": ("a\u2066b", "turns the order of letters around"),
    "a megabyte": (MEGABYTE, "there is room for"),
    "no text": (5, "in words"),
    "a list": (["a"], "in words"),
}


@pytest.mark.parametrize("raw, sentence", UNSUITABLE.values(), ids=UNSUITABLE.keys())
@pytest.mark.parametrize("kind", ["text", "long_text", "name"])
def test_what_would_trick_or_flood_a_reader_gets_a_sentence(kind: str, raw: Any, sentence: str) -> None:
    assert sentence in sentence_about(question(kind), raw)


@pytest.mark.parametrize("kind", sorted(Kind))
@pytest.mark.parametrize(
    "raw",
    [
        MEGABYTE,
        "a\x00b",
        "\u202e",
        5,
        3.5,
        ["a"],
        [["a"]],
        {"a": 1},
        {"rows": 5},
        {"rows": [5]},
        {"full": []},
        True,
        b"x",
        "9" * 9999,
        {"year": "9" * 9999},
        {"from": 5, "to": []},
        {"country": 5, "lines": {}},
        {"rows": [{"from": {}, "to": {"open": 1}}]},
    ],
)
def test_nothing_a_person_or_a_program_can_send_breaks_anything(kind: str, raw: Any) -> None:
    """Every kind either keeps a value or answers with a sentence."""
    asked = question(kind, options=OPTIONS, required=False)
    assert sentence_about(asked, raw) == "" or sentence_about(asked, raw).endswith((".", "?", "!"))


@pytest.mark.parametrize("kind", sorted(Kind))
@pytest.mark.parametrize("raw", [None, "", "   ", {}, [], [""], {"full": " "}, {"year": "", "unsure": False}, False])
def test_no_answer_is_none_or_asks_for_one(kind: str, raw: Any) -> None:
    assert clean(question(kind, options=OPTIONS, required=False), raw) is None
    assert sentence_about(question(kind, options=OPTIONS), raw).endswith(".")


def test_an_invisible_answer_counts_as_none() -> None:
    assert clean(question("text", required=False), "\u200b\u200b") is None
    assert sentence_about(question("text"), "\u200b\u200b") == "Answer this question."


def test_a_long_text_keeps_its_lines_and_a_short_one_has_only_one() -> None:
    assert cleaned(question("long_text"), " a\r\nb\rc\u2028d \n") == "a\nb\nc\nd"
    assert cleaned(question("text"), "a\r\n  b\tc") == "a b c"


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    asked = question("text", max_length=10)
    assert cleaned(asked, "x" * 10) == "x" * 10
    assert sentence_about(asked, "x" * 11) == "Your text has 11 characters; there is room for 10. Please shorten it."


@pytest.mark.parametrize("raw, number", [("3", 3), (" 12 ", 12), (7, 7), ("-4", -4), ("1,990", 1990), ("٢٠٢٤", 2024)])
def test_a_whole_number_is_kept_as_a_number(raw: Any, number: int) -> None:
    assert cleaned(question("number"), raw) == number


@pytest.mark.parametrize("raw", ["3.5", "three", "1e9", "1,2", "12 apples", "0x10", "½", "²", "--1", 3.0])
def test_what_is_no_whole_number_gets_a_sentence(raw: Any) -> None:
    assert "whole number" in sentence_about(question("number"), raw)


@pytest.mark.parametrize("raw", ["9" * 13, 10**30, -(10**30), "-" + "9" * 5000])
def test_a_huge_number_gets_a_sentence(raw: Any) -> None:
    assert sentence_about(question("number"), raw) == "This number is too large. Please check it."


@pytest.mark.parametrize(
    "raw, sentence",
    [(1900, ""), (2026, ""), (1899, "Write a number of 1900 or more."), (2027, "Write a number of 2026 or less.")],
)
def test_a_number_keeps_to_its_limits_and_this_year_moves_on(raw: int, sentence: str) -> None:
    assert sentence_about(question("number", min=1900, max="this_year"), raw) == sentence


@pytest.mark.parametrize(
    "kind, unsure, raw, kept_",
    [
        ("yes_no", False, "yes", "yes"),
        ("yes_no", True, "unsure", "unsure"),
        ("choice", False, "b", "b"),
        ("choice", True, "unsure", "unsure"),
        ("choices", False, ["b", "a", "b"], ["a", "b"]),
        ("choices", False, "a", ["a"]),
        ("choices", False, ["", "none"], ["none"]),
        ("attestation", False, "yes", True),
        ("attestation", False, "on", True),
    ],
)
def test_a_choice_that_is_offered_is_kept(kind: str, unsure: bool, raw: Any, kept_: Any) -> None:
    assert cleaned(question(kind, unsure=unsure, options=OPTIONS), raw) == kept_


@pytest.mark.parametrize(
    "kind, raw",
    [
        ("yes_no", "unsure"),
        ("yes_no", True),
        ("choice", "c"),
        ("choice", "unsure"),
        ("choice", ["a"]),
        ("choices", ["a", "c"]),
        ("choices", [["a"]]),
        ("choices", {"a": 1}),
        ("choices", ["a", "none"]),
        ("attestation", "no"),
    ],
)
def test_a_choice_that_is_not_offered_gets_a_sentence(kind: str, raw: Any) -> None:
    assert sentence_about(question(kind, options=OPTIONS), raw).endswith(".")


def test_a_kept_answer_that_no_longer_fits_counts_as_none() -> None:
    asked = question("choice", options=OPTIONS)
    assert kept(asked, "a") == "a"
    assert kept(asked, "removed") is None
    assert kept(asked, {"from": "2020", "to": "open"}) is None
    assert kept(asked, None) is None


def test_an_error_names_its_part_and_holds_every_mistake() -> None:
    asked = question("intervals", fields=[{"id": "country", "kind": "country", "label": "Country"}])
    rows = [{"from": "2027", "to": "open", "country": "Atlantis"}, {"from": "2020", "to": "2019", "country": "US"}]
    with pytest.raises(AnswerError) as refused:
        clean(asked, {"rows": rows, "complete": ""}, today=TODAY)
    assert [(one.row, one.part) for one in refused.value.all] == [
        (1, "from"),
        (1, "country"),
        (2, "to"),
        (None, "complete"),
    ]
    assert all(one.sentence in str(refused.value) for one in refused.value.all)


def test_a_list_that_was_begun_is_not_blank() -> None:
    assert not is_blank({"rows": [], "complete": "yes"})
