"""The table of people: read, taken along, and approved by those who have read it."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters import actions
from claimants.matters.definitions import table_of
from claimants.matters.models import DefinitionApproval, Matter
from tests.desk.steps import said
from tests.desk.versions import Scene, at, scene_of, words_of

SignedIn = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(transactional_db: None, seed: Matter) -> Scene:
    return scene_of(seed, with_people=False)


@pytest.fixture
def first(scene: Scene, signed_in: SignedIn) -> Client:
    return signed_in(scene.first)


def test_one_approves_what_one_has_read_and_only_once(scene: Scene, first: Client) -> None:
    definition = scene.proposed()
    answer = first.post(at(definition, "approve/"), {"table_sha256": table_of(scene.in_force).sha256, "read": "on"})
    assert "The table of people is not the one of this version" in said(answer)
    answer = first.post(at(definition, "approve/"), {"table_sha256": table_of(definition).sha256})
    assert "Read the table first" in said(answer)
    assert not DefinitionApproval.objects.exists()
    values = {"table_sha256": table_of(definition).sha256, "read": "on"}
    assert "A different person must approve it too" in said(first.post(at(definition, "approve/"), values))
    assert "You approved this version already" in said(first.post(at(definition, "approve/"), values))
    assert "You approved this version already" in words_of(first.get(at(definition, "people/")))


def test_the_table_of_people_can_be_taken_along(scene: Scene, first: Client) -> None:
    answer = first.get(at(scene.in_force, "people.csv"))
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode() == table_of(scene.in_force).as_csv()


def test_the_table_of_people_tells_every_person_and_what_is_not_met(scene: Scene, first: Client) -> None:
    table, answer = table_of(scene.in_force), first.get(at(scene.in_force, "people/"))
    page = words_of(answer)
    assert f"Person {len(table.rows)}" in page
    assert all(" ".join(row.words.split()) in page for row in table.rows)
    for row, one in zip(table.rows, answer.context["people"], strict=True):
        assert len(one.shown) + len(one.met) == len(row.criteria)


def test_a_version_that_may_not_mean_what_it_says_raises_doubts(scene: Scene, first: Client) -> None:
    nobody = {"op": "all", "of": [{"op": "is", "fact": "released", "value": answer} for answer in (True, False)]}
    patch = {"criteria": {"claim_not_released": {"kind": "include", "test": nobody}}}
    draft = actions.start_draft(matter=scene.matter, by=scene.first, patch=patch)
    page = words_of(first.get(at(draft)))
    assert "Look twice" in page
    assert "claim not released: Nobody can meet this" in page
    table = words_of(first.get(at(draft, "people/")))
    assert "Look twice" in table
    assert "Nobody was found who meets every criterion." in table
    assert "Look twice" not in words_of(first.get(at(scene.in_force)))
    order = {"order": "Dkt. 41", "order_date": "2026-03-02"}
    assert "Nobody can meet this" in words_of(first.post(at(draft, "propose/"), order, follow=True))
    first.post(at(draft, "propose/"), {**order, "remark": "The order says so, in paragraph 3."})
    assert "The order says so, in paragraph 3." in words_of(first.get(at(draft, "people/")))
