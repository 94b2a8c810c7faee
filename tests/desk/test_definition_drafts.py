"""Editing a draft: every line that is wrong is told, and nothing that was typed is lost."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters import actions
from claimants.matters.drafts import as_yaml
from claimants.matters.models import ClassDefinition, Matter
from tests.desk.versions import at, words_of
from tests.fixtures.filings import staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(seed: Matter) -> ClassDefinition:
    return actions.start_draft(matter=seed, by=staff_of(seed, "admin", "administrator"))


@pytest.fixture
def client(seed: Matter, draft: ClassDefinition, signed_in: Callable[..., Client]) -> Client:
    return signed_in(staff_of(seed, "editor", "administrator"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("op: overlaps", "op: overlap"), "Did you mean"),
        (("bit: 1", "bit: one"), "expected a whole number"),
        (("fact: released", "fact: relased"), "is not a declared fact"),
        (("version: 2", "version: 7"), "The number of this draft is 2"),
        (("provisional: true", "provisional: true\nprovisional: true"), "stands here twice"),
        (("facts:", "\tfacts:"), "begins with a tab"),
        (("facts:", "facts: ["), "this is not YAML"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    client: Client, draft: ClassDefinition, change: tuple[str, str], sentence: str
) -> None:
    text = as_yaml(draft.document).replace(*change, 1) + "# my own remark"
    answer = client.post(at(draft, "edit/"), {"text": text, "seen": draft.sha256})
    assert answer.status_code == 200
    assert sentence in words_of(answer)
    assert answer.context["form"]["text"].value() == text
    sha256 = draft.sha256
    draft.refresh_from_db()
    assert draft.sha256 == sha256


def test_each_mistake_stands_with_its_line(client: Client, draft: ClassDefinition) -> None:
    lines = as_yaml(draft.document).replace("bit: 1", "bit: one", 1).replace("bit: 2", "bit: two", 1)
    answer = client.post(at(draft, "edit/"), {"text": lines, "seen": draft.sha256})
    assert "2 things are wrong with the text" in words_of(answer)
    assert [line for _, line in answer.context["problems"]] == ["bit: one", "bit: two"]
    assert 'data-line="' in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   \n", "\x00version: 2", "<script>alert(1)</script>", "- a\n- b", "x: &a [*a]"])
def test_nonsense_is_refused_with_a_sentence(client: Client, draft: ClassDefinition, text: str) -> None:
    answer = client.post(at(draft, "edit/"), {"text": text, "seen": draft.sha256})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "<script>alert" not in answer.content.decode()


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(
    client: Client, draft: ClassDefinition, seed: Matter
) -> None:
    opened = draft.sha256
    other = as_yaml(draft.document).replace("2024-09-17", "2022-12-31")
    draft = actions.edit_draft(definition=draft, text=other, by=staff_of(seed, "other", "administrator"))
    mine = other.replace("2022-12-31", "2021-12-31")
    answer = client.post(at(draft, "edit/"), {"text": mine, "seen": opened})
    assert "Somebody changed this draft after you opened it" in words_of(answer)
    assert answer.context["form"]["text"].value() == mine
    again = {"text": mine, "seen": answer.context["form"]["seen"].value()}
    assert client.post(at(draft, "edit/"), again).status_code == 302
    draft.refresh_from_db()
    assert draft.document["periods"]["before_change"]["to"] == "2021-12-31"


def test_a_text_from_a_browser_is_the_same_text(client: Client, draft: ClassDefinition) -> None:
    text = as_yaml(draft.document).replace("\n", "\r\n")
    assert client.post(at(draft, "edit/"), {"text": text, "seen": draft.sha256}).url == at(draft)
    sha256 = draft.sha256
    draft.refresh_from_db()
    assert draft.sha256 == sha256


def test_a_bit_of_another_criterion_is_refused(client: Client, draft: ClassDefinition) -> None:
    text = as_yaml(draft.document).replace("id: premium_before", "id: premium_earlier", 1)
    answer = client.post(at(draft, "edit/"), {"text": text, "seen": draft.sha256})
    assert "Give &#x27;premium_earlier&#x27; a bit that was never used" in answer.content.decode()
