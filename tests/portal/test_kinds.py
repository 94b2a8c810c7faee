"""Every kind of question: what is kept is shown again, and sent again it is the same answer."""

from typing import Any

import pytest
from django.http import QueryDict

from claimants.matters.kinds import Kind
from claimants.matters.questions import Questionnaire
from intake.portal.forms.questions import QuestionsForm
from intake.portal.templatetags.choosing import month_options, state_options
from tests.portal.reading import sent_by

OPTIONS = [{"value": "a", "label": "First"}, {"value": "b", "label": "Second", "help": "The other one"}]
COLUMNS = [
    {"id": "country", "kind": "country", "label": "Country"},
    {"id": "plan", "kind": "choice", "label": "Plan", "options": OPTIONS, "required": False},
    {"id": "state", "kind": "us_state", "label": "State", "required": False},
    {"id": "seats", "kind": "text", "label": "Seats", "required": False},
]
MORE: dict[str, dict[str, Any]] = {
    "choice": {"options": OPTIONS, "unsure": True},
    "choices": {"options": OPTIONS},
    "intervals": {"fields": COLUMNS},
    "profile_url": {"hosts": ["example.org"], "paths": ["/in/"]},
    **{kind: {"unsure": True} for kind in ("yes_no", "date", "interval", "country", "us_state")},
}
ANSWERS: list[tuple[str, Any]] = [
    ("yes_no", "yes"), ("yes_no", "no"), ("yes_no", "unsure"),
    ("choice", "b"), ("choice", "unsure"),
    ("choices", ["a", "b"]), ("choices", ["b"]),
    ("date", "2024-02-29"), ("date", "2024-09"), ("date", "2024"), ("date", "unsure"),
    ("interval", {"from": "2020", "to": "open"}), ("interval", {"from": "unsure", "to": "2021-03-04"}),
    ("intervals", {"rows": [], "complete": "yes"}),
    ("intervals", {"rows": [
        {"from": "2020-01", "to": "unsure", "country": "CI", "plan": "b", "state": "PR", "seats": "3"},
        {"from": "2021", "to": "open", "country": "US"},
    ], "complete": "no"}),
    ("country", "GB"), ("country", "unsure"),
    ("us_state", "CA"), ("us_state", "unsure"),
    ("number", 0), ("number", 42),
    ("text", "Ünïcode <b>&amp;</b> \"quoted\""), ("long_text", "\nFirst\n\n  second line\n🙂".strip()),
    ("profile_url", "https://www.example.org/in/ana"),
    ("email", "ana@example.org"), ("phone", "+442079460018"), ("phone", "+14155550123;ext=12"),
    ("name", {"full": "李 小龙"}),
    ("postal_address", {"lines": "Rua Ω 5\n2.º esq.", "city": "Lisboa", "region": "", "postcode": "", "country": "PT"}),
    ("attestation", True),
]  # fmt: skip


def _questionnaire(kind: str) -> Questionnaire:
    question = {"id": "it", "kind": kind, "label": "It?", "feeds": "review:narrative", **MORE.get(kind, {})}
    return Questionnaire.model_validate({"pages": [{"id": "page", "heading": "Page", "questions": [question]}]})


def _form(kind: str, kept: dict[str, Any], data: QueryDict | None = None) -> QuestionsForm:
    questionnaire = _questionnaire(kind)
    return QuestionsForm(questionnaire, questionnaire.questions, kept, data)


def test_every_kind_is_tried() -> None:
    assert {kind for kind, _ in ANSWERS} == set(Kind)


@pytest.mark.parametrize(("kind", "answer"), ANSWERS, ids=str)
def test_an_answer_is_shown_again_and_sent_again_the_same(kind: str, answer: Any) -> None:
    sent = sent_by(_form(kind, {"it": answer}).drawn("it"))
    form = _form(kind, {}, sent)
    assert form.is_valid(), form.mistakes
    assert form.answers == {"it": answer}


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_question_asks_for_an_answer_and_keeps_none(kind: str) -> None:
    sent = sent_by(_form(kind, {}).drawn("it"))
    form = _form(kind, {}, sent)
    assert not form.is_valid()
    assert form.answers == {}
    ((anchor, _, sentence),) = form.summary
    assert sentence
    assert f'id="{anchor}"' in form.drawn("it")


def test_an_unfinished_row_is_shown_as_it_was_typed() -> None:
    typed = QueryDict("asked=it&it.0.from.year=20x&it.0.country=Atlantis&it.3.to.open=yes&it.complete=no")
    form = _form("intervals", {}, typed)
    assert not form.is_valid()
    drawn = form.drawn("it")
    for words in ('value="20x"', 'value="Atlantis"', "Row 2"):
        assert words in drawn
    anchors = {anchor for anchor, _, _ in form.summary}
    assert anchors
    assert all(f'id="{anchor}"' in drawn for anchor in anchors)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("United States", "US"), ("usa", "US"), (" England ", "GB"), ("Côte d'Ivoire", "CI"), ("pt", "PT")],
)
def test_a_country_is_understood_as_people_write_it(typed: str, code: str) -> None:
    form = _form("country", {}, _sent_country(typed))
    assert form.is_valid(), form.mistakes
    assert form.answers == {"it": code}


def test_long_lists_select_only_what_is_there() -> None:
    assert month_options("13") == month_options("") == month_options(None)
    assert "selected" not in state_options("ZZ")


def _sent_country(typed: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data["it"] = typed
    return data


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("country", {"it": "Germany", "it.unsure": "yes"}, "You gave a country and “I am not sure”."),
        ("us_state", {"it": "CA", "it.unsure": "yes"}, "You gave a state and “I am not sure”."),
        ("date", {"it.year": "2023", "it.month": "", "it.day": "", "it.unsure": "yes"}, "You gave a date and"),
        (
            "interval",
            {"it.from.year": "2020", "it.to.year": "2021", "it.to.open": "yes"},
            "You gave a date and “Still today”.",
        ),
    ],
)
def test_an_answer_beside_a_ticked_box_is_asked_about_and_both_are_shown(
    kind: str, typed: dict[str, str], sentence: str
) -> None:
    data = QueryDict(mutable=True)
    data.update(typed)
    form = _form(kind, {}, data)
    assert not form.is_valid()
    assert form.answers == {}
    assert sentence in form.mistakes["it"][0].sentence
    again = sent_by(form.drawn("it"))
    assert {name: again[name] for name in typed} == typed
