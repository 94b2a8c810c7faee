"""What is wrong with questions, named at its place."""

import pytest

from tests.matters.samples import changed, problems_in

PURCHASE = "questions.pages[2].questions"
MISTAKES = {
    "a question id twice": ("id: bought_on", "id: bought", f"{PURCHASE}[2].id", "an earlier question has the id"),
    "a page id twice": ("    - id: purchase", "    - id: before-we-begin", "questions.pages[2].id", "has the id"),
    "a page at a claim's own address": (
        "    - id: purchase",
        "    - id: sign",
        "questions.pages[2].id",
        "another page",
    ),
    "an unknown kind": ("kind: long_text", "kind: essay", f"{PURCHASE}[4].kind", "expected"),
    "a show_if on a later question": (
        "{question: bought,",
        "{question: story,",
        f"{PURCHASE}[2].show_if.question",
        "not an earlier question",
    ),
    "a show_if on itself": (
        "{question: bought,",
        "{question: bought_on,",
        f"{PURCHASE}[2].show_if.question",
        "not an earlier question",
    ),
    "a show_if on no question": (
        "{question: bought,",
        "{question: bread,",
        f"{PURCHASE}[2].show_if.question",
        "not an earlier question",
    ),
    "a show_if on a number": (
        "{question: bought,",
        "{question: birth_year,",
        f"{PURCHASE}[2].show_if.question",
        "is of kind number",
    ),
    "a show_if on no answer": ('is: "yes"}', "is: maybe}", f"{PURCHASE}[2].show_if.is", "never an answer"),
    "a show_if that says true": ('is: "yes"}', "is: true}", f"{PURCHASE}[2].show_if.is", ""),
    "decisive under a question that is not": ("decisive: true, feeds", "feeds", "", ""),
    "a question that feeds nothing": (', feeds: "review:narrative"}', "}", f"{PURCHASE}[4].feeds", "missing"),
    "a question that feeds nothing known": (
        "review:narrative",
        "review:gossip",
        f"{PURCHASE}[4].feeds",
        "nothing is called",
    ),
    "a question for no criterion": (
        "        - {id: story,",
        '        - {id: hat, kind: yes_no, label: Hat, feeds: "fact:hat"}\n        - {id: story,',
        f"{PURCHASE}[4].feeds",
        "is not a fact of the definition",
    ),
    "a fact fed twice": (
        "        - {id: story,",
        '        - {id: again, kind: yes_no, label: Again, feeds: "fact:bought"}\n        - {id: story,',
        f"{PURCHASE}[4].feeds",
        "fed by an earlier question",
    ),
    "the system's own fact": (
        "fact:bought_on",
        "fact:signed_on",
        f"{PURCHASE}[2].feeds",
        "supplies 'signed_on' itself",
    ),
    "the wrong kind for its fact": ("kind: intervals\n", "kind: number\n", f"{PURCHASE}[3].feeds", "can feed number"),
    "a narrative in a short text": (
        "{id: story, kind: long_text",
        "{id: story, kind: text",
        f"{PURCHASE}[4].kind",
        "is of kind long_text",
    ),
    "one option only": (
        ", {value: court, label: The court}]",
        "]",
        "questions.pages[1].questions[3].options",
        "two options",
    ),
    "an option twice": (
        "{value: court, label",
        "{value: none, label",
        "questions.pages[1].questions[3].options[2].value",
        "twice",
    ),
    "an option called unsure": (
        "{value: none, label: None}",
        "{value: unsure, label: None}",
        "questions.pages[1].questions[3].options[1].value",
        "meaning of its own",
    ),
    "options on a date": (
        "          kind: date\n",
        "          kind: date\n          options: [{value: a, label: A}]\n",
        f"{PURCHASE}[2].options",
        "is for questions of kind",
    ),
    "unsure on a text": (
        "{id: story,",
        "{id: story, unsure: true,",
        f"{PURCHASE}[4].unsure",
        "is for questions of kind",
    ),
    "a least above the greatest": (
        "kind: number, label",
        "kind: number, min: 9, max: 1, label",
        "questions.pages[1].questions[1].max",
        "less than the least",
    ),
    "a column the fact lacks": (
        "[{id: country, kind",
        "[{id: land, kind",
        f"{PURCHASE}[3].fields[1].id",
        "has no field 'land'",
    ),
    "a column called from": ("[{id: country, kind", "[{id: from, kind", f"{PURCHASE}[3].fields[1].id", "there already"),
    "a column of the wrong kind": (
        "fields: {country: choice}",
        "fields: {country: text}",
        f"{PURCHASE}[3].fields[1].kind",
        "is of kind text",
    ),
    "a field that is not asked": (
        "fields: {country: choice}",
        "fields: {country: choice, city: text}",
        f"{PURCHASE}[3].fields",
        "does not ask for it",
    ),
}


@pytest.mark.parametrize("old, new, key, sentence", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_wrong_question_is_named_at_its_place(old: str, new: str, key: str, sentence: str) -> None:
    problems = problems_in(changed(old, new))
    if key:
        assert [p for p in problems if p.key == key and sentence in p.sentence], [str(p) for p in problems]
    else:
        assert problems == []


def test_a_decisive_question_needs_the_question_that_shows_it_in_the_check_too() -> None:
    text = changed("          kind: date\n", "          kind: date\n          decisive: true\n")
    assert problems_in(text) == []
    text = changed("unsure: true, decisive: true, feeds", "unsure: true, feeds", text)
    assert "the check without an account would need 'bought' too" in problems_in(text)[0].sentence
