"""Which questions are shown for given answers, and which facts the answers become."""

from typing import Any

import pytest

from claimants.matters.questions import Question, Questionnaire
from tests.matters.samples import SMALL, file_from


def chain() -> Questionnaire:
    """a, then b under a, then c under b."""
    show_b, show_c = {"question": "a", "is": "yes"}, {"question": "b", "is": ["yes", "unsure"]}
    questions: list[dict[str, Any]] = [
        {"id": "a", "kind": "yes_no", "label": "A?", "feeds": "fact:a"},
        {"id": "b", "kind": "yes_no", "label": "B?", "feeds": "fact:b", "unsure": True, "show_if": show_b},
        {"id": "c", "kind": "yes_no", "label": "C?", "feeds": "fact:c", "show_if": show_c},
    ]
    pages = [{"id": q["id"], "heading": "Page", "questions": [q]} for q in questions]
    return Questionnaire.model_validate({"pages": pages})


@pytest.mark.parametrize(
    "answers, shown",
    [
        ({}, "a"),
        ({"a": "no"}, "a"),
        ({"a": "yes"}, "ab"),
        ({"a": "yes", "b": "unsure"}, "abc"),
        ({"a": "no", "b": "yes", "c": "yes"}, "a"),
        ({"a": ["yes"]}, "ab"),
        ({"a": {"odd": 1}, "b": 5}, "a"),
    ],
)
def test_a_question_under_a_hidden_question_is_hidden_too(answers: dict[str, Any], shown: str) -> None:
    questions = chain()
    assert [question.id for question in questions.shown(answers)] == list(shown)
    assert [page.id for page in questions.visible_pages(answers)] == list(shown)


def test_answers_to_hidden_questions_are_no_facts() -> None:
    assert chain().facts_from({"a": "no", "b": "yes", "c": "yes"}) == {"a": False}


def test_what_a_person_is_not_sure_of_is_left_out() -> None:
    assert chain().facts_from({"a": "yes", "b": "unsure"}) == {"a": True}


def test_answers_that_no_longer_fit_count_as_missing_and_never_as_facts() -> None:
    questions = file_from(SMALL).questions
    answers = {"bought": "perhaps", "homes": "everywhere", "removed": "yes", "birth_year": "x" * 1_000_000}
    assert questions.fitting(answers) == {}
    assert questions.facts_from(answers) == {}
    missing = [question.id for question in questions.missing(answers)]
    assert missing == ["birth_year", "represented", "role", "bought", "homes"]


def test_answers_become_the_facts_the_definition_reads() -> None:
    answers = {
        "birth_year": 1990,
        "represented": "no",
        "role": "none",
        "bought": "yes",
        "bought_on": "2024-09",
        "homes": {"rows": [{"from": "2020", "to": "open", "country": "US"}], "complete": "no"},
    }
    assert file_from(SMALL).questions.facts_from(answers) == {
        "birth_year": 1990,
        "role": "none",
        "bought": True,
        "bought_on": "2024-09",
        "homes": [{"from": "2020", "to": "open", "country": "US"}],
        "homes_complete": False,
    }


@pytest.mark.parametrize(
    "complete, facts",
    [
        ("yes", {"homes": []}),
        ("no", {"homes": [], "homes_complete": False}),
        ("unsure", {"homes": [], "homes_complete": False}),
    ],
)
def test_an_empty_list_is_known_to_be_none_only_if_it_is_complete(complete: str, facts: dict[str, Any]) -> None:
    answers = {"homes": {"rows": [], "complete": complete}}
    assert file_from(SMALL).questions.facts_from(answers) == facts


def test_an_interval_with_one_unknown_end_leaves_that_end_open_to_question() -> None:
    question = {"id": "a", "kind": "interval", "label": "A?", "feeds": "fact:a"}
    questions = Questionnaire.model_validate({"pages": [{"id": "p", "heading": "P", "questions": [question]}]})
    assert questions.facts_from({"a": {"from": "2020", "to": "unsure"}}) == {"a": {"from": "2020", "to": None}}
    assert questions.facts_from({"a": {"from": "unsure", "to": "unsure"}}) == {}


def test_each_option_of_several_feeds_its_own_yes_or_no() -> None:
    options = [{"value": "x", "label": "X", "fact": "fact:x"}, {"value": "y", "label": "Y", "fact": "fact:y"}]
    question = {"id": "a", "kind": "choices", "label": "A?", "feeds": "options", "options": options}
    questions = Questionnaire.model_validate({"pages": [{"id": "p", "heading": "P", "questions": [question]}]})
    assert questions.facts_from({"a": ["x"]}) == {"x": True, "y": False}
    assert questions.facts_from({}) == {}


def test_a_question_can_feed_the_conflict_check_and_a_fact() -> None:
    question = file_from(SMALL).questions.question("role")
    assert (question.feeds, question.fact) == ("conflict:role", "role")


def test_questions_are_found_by_what_they_feed() -> None:
    questions = file_from(SMALL).questions
    assert [q.id if q else None for q in map(questions.feeding, ["conflict:role", "fact:role", "contact:name"])] == [
        "role",
        "role",
        None,
    ]
    assert [question.id for question in questions.decisive] == ["bought"]
    assert questions.gate is questions.pages[0]


def test_a_page_or_question_that_is_gone_is_a_key_error() -> None:
    questions = file_from(SMALL).questions
    with pytest.raises(KeyError):
        questions.page("gone")
    with pytest.raises(KeyError):
        questions.question("gone")


def test_a_question_by_itself_is_shown() -> None:
    question = Question.model_validate({"id": "a", "kind": "yes_no", "label": "A?", "feeds": "fact:a"})
    assert question.is_shown({})
