"""The versions of a class definition at the desk: read out, compared, and taken through their life."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claimants.matters import actions
from claimants.matters.drafts import as_yaml
from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import Role, User
from intake.assessments.models import Reassessment
from tests.desk.steps import said
from tests.desk.versions import LATER_PREMIUM, Scene, at, scene_of, words_of
from tests.fixtures.filings import file_claim, new_claimant, staff_of

SignedIn = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(transactional_db: None, seed: Matter) -> Scene:
    return scene_of(seed, with_people=False)


@pytest.fixture
def first(scene: Scene, signed_in: SignedIn) -> Client:
    return signed_in(scene.first)


@pytest.fixture
def second(scene: Scene, signed_in: SignedIn) -> Client:
    return signed_in(scene.second)


@pytest.fixture
def draft(scene: Scene) -> ClassDefinition:
    return actions.start_draft(matter=scene.matter, by=scene.first)


def versions(matter: Matter) -> str:
    return f"/desk/matters/{matter.slug}/definitions/"


def test_the_list_says_of_every_version_how_it_stands(scene: Scene, first: Client) -> None:
    scene.approved()
    page = words_of(first.get(versions(scene.matter)))
    for words in ("Version 1", "In force", "Version 2", "Proposed", "Dkt. 41", "March 2, 2026", "What-if", "done"):
        assert words in page
    assert page.count("first@counsel.example.org") == 3  # the reader, the proposer, an approver
    assert "second@counsel.example.org" in page
    assert "Start a draft from the version in force" in page


def test_the_matter_leads_to_its_versions_even_before_one_is_in_force(seed: Matter, signed_in: SignedIn) -> None:
    reader = signed_in(staff_of(seed, "reader"))
    assert versions(seed) in reader.get(f"/desk/matters/{seed.slug}/").content.decode()
    ClassDefinition.objects.filter(matter=seed).update(status="superseded", approved_by=None)
    for address in (f"/desk/matters/{seed.slug}/", versions(seed)):
        assert "No version is in force yet" in words_of(reader.get(address))


def test_a_version_is_read_out_with_its_sources(scene: Scene, first: Client) -> None:
    page = words_of(first.get(at(scene.in_force)))
    for criterion in scene.in_force.document["criteria"]:
        for key in ("cite", "quote", "note", "met", "not_met", "ask"):
            assert " ".join(criterion.get(key, "").split()) in page
    assert "Met if some day of the times with Premium is on or before September 17, 2024." in page
    assert "Left out if the role in the case is court, defendant or counsel." in page
    assert "Any day through September 17, 2024, that day included." in page
    assert "US, AS, GU, MP, PR, VI." in page
    assert "Raised if the person has a lawyer for this is yes." in page


def test_a_version_says_what_can_be_done_now_and_why_not(scene: Scene, first: Client, draft: ClassDefinition) -> None:
    offers = {offer.name: offer.refusal for offer in first.get(at(scene.in_force)).context["offers"]}
    assert "never edited" in offers["definition_edit"]
    assert offers["definition_start"] == ""
    offers = {offer.name: offer.refusal for offer in first.get(at(draft)).context["offers"]}
    assert offers["definition_edit"] == offers["definition_propose"] == offers["what_if"] == ""
    assert "only a proposed version" in offers["definition_apply"]
    actions.propose(
        definition=draft_changed(draft, scene), order="Dkt. 41", order_date=date(2026, 3, 2), by=scene.first
    )
    offers = {offer.name: offer.refusal for offer in first.get(at(draft)).context["offers"]}
    assert "Run the what-if first" in offers["definition_apply"]
    assert offers["definition_people"] == ""


def draft_changed(draft: ClassDefinition, scene: Scene) -> ClassDefinition:
    text = as_yaml(draft.document).replace("2024-09-17", "2022-12-31")
    return actions.edit_draft(definition=draft, text=text, by=scene.first)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR])
def test_who_does_not_administer_reads_everything_and_changes_nothing(
    scene: Scene, signed_in: SignedIn, role: Role
) -> None:
    client, definition = signed_in(staff_of(scene.matter, "other", role)), scene.approved()
    run = definition.reassessments.get()
    for page in ("", "difference/", "people/", "people.csv", "playground/", f"runs/{run.pk}/"):
        assert client.get(at(definition, page)).status_code == 200, page
    assert all(offer.refusal for offer in client.get(at(definition)).context["offers"])
    acts = ["start", "edit", "propose", "withdraw", "discard", "what-if", "apply", "approve"]
    for act in [*acts, *(f"runs/{run.pk}/{one}" for one in ("stop", "resume", "release"))]:
        answer = client.post(at(definition, f"{act}/"))
        assert answer.status_code == 403, act
        assert "does not let you change its class definition" in words_of(answer)
    assert [one.status for one in scene.matter.definitions.all()] == ["in_force", "proposed"]
    assert Reassessment.objects.count() == 1


def test_a_version_goes_all_the_way_at_the_desk(scene: Scene, first: Client, second: Client) -> None:
    answer = first.post(at(scene.in_force, "start/"))
    draft = scene.matter.definitions.get(version=2)
    assert answer.url == at(draft, "edit/")
    text = first.get(at(draft, "edit/")).context["form"]["text"].value().replace("2024-09-17", "2022-12-31")
    assert first.post(at(draft, "edit/"), {"text": text, "seen": draft.sha256}).url == at(draft)
    assert first.post(at(draft, "propose/"), {"order": "Dkt. 41", "order_date": "2026-03-02"}).url == at(draft)
    file_claim(scene.matter, new_claimant("later"), premium=LATER_PREMIUM)
    scene.previewed(scene.matter.definitions.get(version=2))
    for client in (first, second):
        table = client.get(at(draft, "people/")).context["form"]["table_sha256"].value()
        assert client.post(at(draft, "approve/"), {"table_sha256": table, "read": "on"}).url == at(draft)
    assert "1 comes to another result" in words_of(second.get(at(draft, "apply/")))
    answer = second.post(at(draft, "apply/"))
    run = Reassessment.objects.get(kind="apply")
    assert answer.url == at(draft, f"runs/{run.pk}/")
    draft.refresh_from_db()
    assert (draft.status, draft.approved_by, draft.seconded_by) == ("in_force", scene.first, scene.second)


def test_what_differs_is_told_from_the_base_or_from_any_other_version(
    scene: Scene, first: Client, draft: ClassDefinition
) -> None:
    draft_changed(draft, scene)
    page = words_of(first.get(at(draft, "difference/")))
    assert "From version 1 to version 2." in page
    assert "Any day through December 31, 2022, that day included." in page
    page = words_of(first.get(at(scene.in_force, "difference/?with=2")))
    assert "From version 2 to version 1." in page
    page = words_of(first.get(at(draft, "difference/?with=7")))
    assert "There is no other version with that number." in page
    assert "From version 1 to version 2." in page


def test_a_lone_version_has_nothing_to_be_compared_with(scene: Scene, first: Client) -> None:
    assert "There is no other version" in words_of(first.get(at(scene.in_force, "difference/")))


def test_two_versions_that_say_the_same_say_so(scene: Scene, first: Client, draft: ClassDefinition) -> None:
    assert "Both say the same." in words_of(first.get(at(draft, "difference/")))


def test_what_is_proposed_names_an_order_of_the_past(scene: Scene, first: Client, draft: ClassDefinition) -> None:
    draft_changed(draft, scene)
    page = words_of(first.post(at(draft, "propose/"), {"order": "", "order_date": "March"}))
    assert "Give the docket reference" in page
    assert "such as 2026-03-02" in page
    tomorrow = timezone.now().date() + timedelta(days=1)
    answer = first.post(at(draft, "propose/"), {"order": "Dkt. 41", "order_date": tomorrow.isoformat()})
    assert "in the future" in words_of(answer)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_withdrawing_and_discarding_ask_first(scene: Scene, first: Client) -> None:
    definition = scene.proposed()
    assert "It stays on record" in words_of(first.get(at(definition, "withdraw/")))
    first.post(at(definition, "withdraw/"))
    definition.refresh_from_db()
    assert definition.status == "withdrawn"
    draft = actions.start_draft(matter=scene.matter, by=scene.first)
    assert "gone for good" in words_of(first.get(at(draft, "discard/")))
    assert first.post(at(draft, "discard/")).url == versions(scene.matter)
    assert not ClassDefinition.objects.filter(pk=draft.pk).exists()


def test_an_act_that_is_too_late_leads_back_with_its_reason(scene: Scene, first: Client) -> None:
    answer = first.get(at(scene.in_force, "edit/"))
    assert answer.url == at(scene.in_force)
    assert "never edited" in said(answer)
    answer = first.post(at(scene.in_force, "what-if/"))
    assert "not in force yet" in said(answer)


def test_what_the_list_asks_the_database_does_not_grow_with_the_versions(scene: Scene, first: Client) -> None:
    numbers = []
    for many in (1, 5):
        for _ in range(many):
            actions.start_draft(matter=scene.matter, by=scene.first)
        with CaptureQueriesContext(connection) as queries:
            assert "Version 2" in words_of(first.get(versions(scene.matter)))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("version", ["0", "7", "99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(scene: Scene, first: Client, version: str) -> None:
    for page in ("", "people/", "playground/", "difference/", "edit/", f"runs/{version}/"):
        assert first.get(f"{versions(scene.matter)}{version}/{page}").status_code == 404


def test_a_superuser_without_a_role_may_do_all_of_it(scene: Scene, signed_in: SignedIn) -> None:
    root = User.objects.create_user(email="root@counsel.example.org", is_staff=True, is_superuser=True)
    assert signed_in(root).post(at(scene.in_force, "start/")).status_code == 302
    assert scene.matter.definitions.count() == 2
