"""A pass at the desk: started, watched, stopped, read, and its notices let go."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import Role
from intake.assessments import actions as assessments
from intake.assessments import leases
from intake.assessments.models import Reassessment
from intake.filing.models import Claim
from intake.notices.models import Notice, NoticeRelease, NoticeState
from tests.assessments.versions import proposed
from tests.desk.steps import said
from tests.desk.versions import Scene, at, at_run, cleared, scene_of, words_of
from tests.fixtures.filings import staff_of

pytestmark = pytest.mark.django_db(transaction=True)
SignedIn = Callable[..., Client]


@pytest.fixture
def scene(transactional_db: None, seed: Matter) -> Scene:
    return scene_of(seed)


@pytest.fixture
def client(scene: Scene, signed_in: SignedIn) -> Client:
    return signed_in(scene.first)


def started(client: Client, definition: ClassDefinition) -> Reassessment:
    answer = client.post(at(definition, "what-if/"))
    run = Reassessment.objects.latest("pk")
    assert answer.url == at_run(run)
    return run


def test_a_what_if_is_started_watched_and_read(scene: Scene, client: Client) -> None:
    run = started(client, scene.proposed())
    page = client.get(at_run(run))
    assert f'data-poll="{at_run(run, "progress/")}"' in page.content.decode()
    assert "It waits for a worker." in words_of(page)
    assert "Look again" in words_of(page)
    assert "data-ended" not in client.get(at_run(run, "progress/")).content.decode()
    assessments.lead(run)
    assert "data-ended" in client.get(at_run(run, "progress/")).content.decode()
    page = client.get(at_run(run))
    assert "data-poll" not in page.content.decode()
    said_there = words_of(page)
    assert "4 claims judged. 2 come to another result." in said_there
    assert "2 notices would be owed." in said_there
    assert "2 from “Meets every criterion” to “Does not meet a criterion”" in said_there
    assert "Submitted 2" in said_there
    assert "English 2" in said_there
    assert "premium before 2 was 3" not in said_there
    assert "premium before 3 was 4 1 was 0 0" in said_there


def test_a_second_what_if_waits_for_the_first(scene: Scene, client: Client) -> None:
    run = started(client, scene.proposed())
    assert "running already" in said(client.post(at(run.definition, "what-if/")))
    client.post(at_run(run, "stop/"))
    page = client.get(at_run(run))
    assert "Stopped by a person." in words_of(page)
    assert [offer.label for offer in page.context["offers"]] == ["Run the what-if again"]
    assert started(client, run.definition).pk != run.pk


def test_examples_whose_answers_are_closed_are_not_named(scene: Scene, client: Client) -> None:
    later, guam = scene.filed[1:3]
    run = scene.previewed(scene.proposed())
    page = client.get(at_run(run)).content.decode()
    assert later.reference not in page
    assert "2 are not shown: their names are not compared yet." in words_of(client.get(at_run(run)))
    cleared(scene, later)
    page = client.get(at_run(run)).content.decode()
    assert f"/desk/registrations/{later.reference}/" in page
    assert guam.reference not in page


def test_nobody_having_filed_is_said(seed: Matter, signed_in: SignedIn) -> None:
    first = staff_of(seed, "first", Role.ADMINISTRATOR)
    run = assessments.lead(assessments.preview(definition=proposed(seed, first), by=first))
    assert "Nobody has filed yet" in words_of(signed_in(first).get(at_run(run)))


def test_an_apply_that_stopped_goes_on_from_its_page(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases.divide, "__defaults__", (1,))
    run = assessments.apply(definition=scene.approved(), by=scene.first)
    assert "0 %" in words_of(client.get(at_run(run)))
    assessments.lead(run, watch=lambda run: client.post(at_run(run, "stop/")))
    page = words_of(client.get(at_run(run)))
    assert "Stopped by a person." in page
    assert "1 claim judged." in page
    assert "left" not in page.split("1 claim judged")[1]
    client.post(at_run(run, "resume/"))
    run.refresh_from_db()
    assessments.lead(run)
    assert "The recount equals the what-if. The what-if" in words_of(client.get(at_run(run)))
    assert "not running" in said(client.post(at_run(run, "stop/")))


def test_the_rate_and_the_time_left_are_shown_while_it_runs(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases.divide, "__defaults__", (1,))
    seen = []
    run = assessments.preview(definition=scene.proposed(), by=scene.first)
    assessments.lead(run, watch=lambda run: seen.append(words_of(client.get(at_run(run, "progress/")))))
    assert "25 % 25 % 1 claim judged" in seen[0]
    assert "a second, about" in seen[0]
    assert "left" in seen[0]


def test_a_failed_what_if_says_so_and_can_be_run_again(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started(client, scene.proposed())
    Reassessment.objects.filter(pk=run.pk).update(state="failed", note="It stopped at an error (OSError).")
    page = client.get(at_run(run))
    assert "It stopped at an error (OSError)." in words_of(page)
    assert [offer.name for offer in page.context["offers"]] == ["what_if"]


def test_held_notices_are_let_go_by_slice_after_their_number_was_shown(scene: Scene, client: Client) -> None:
    Claim.objects.filter(pk=scene.filed[1].pk).update(language="es")
    run = scene.applied()
    page = words_of(client.get(at_run(run)))
    assert "2 are owed. 2 are held." in page
    assert "This choice holds 2 notices (everyone)." in page
    page = words_of(client.get(at_run(run), {"language": "en"}))
    assert "This choice holds 1 notice (language en)." in page
    assert "No held notice fits this choice." in words_of(client.get(at_run(run), {"old_outcome": "ineligible"}))
    answer = client.post(at_run(run, "release/"), {"language": "en", "seen": "1"})
    assert "1 notice is on the way" in said(answer)
    page = words_of(client.get(at_run(run)))
    assert "1 is held." in page
    assert "first@counsel.example.org released 1 notice (language en)" in page
    assert Notice.objects.filter(kind="definition_changed", state=NoticeState.QUEUED).count() == 1
    assert "1 notice is on the way" in said(client.post(at_run(run, "release/"), {"seen": "1"}))
    assert "0 are held." in words_of(client.get(at_run(run)))
    assert NoticeRelease.objects.filter(run=run).count() == 2


@pytest.mark.parametrize(
    "values", [{"seen": "1"}, {}, {"seen": "2", "language": "xx"}, {"seen": "2", "state": "draft"}]
)
def test_what_was_not_shown_is_not_let_go(scene: Scene, client: Client, values: dict[str, str]) -> None:
    run = scene.applied()
    answer = client.post(at_run(run, "release/"), values)
    assert answer.url == at_run(run)
    assert not NoticeRelease.objects.exists()
    assert Notice.objects.filter(kind="definition_changed", state=NoticeState.HELD).count() == 2


def test_a_choice_that_is_not_on_the_list_shows_nothing_to_let_go(scene: Scene, client: Client) -> None:
    page = words_of(client.get(at_run(scene.applied()), {"state": "nonsense"}))
    assert "No held notice fits this choice." in page
    assert "Select a valid choice" in page


def test_who_only_reads_sees_the_notices_and_no_button(scene: Scene, signed_in: SignedIn) -> None:
    page = words_of(signed_in(staff_of(scene.matter, "auditor", Role.AUDITOR)).get(at_run(scene.applied())))
    assert "2 are held." in page
    assert "An administrator of the matter releases them." in page
    assert "Release 2 notices" not in page


def test_a_pass_of_another_version_or_matter_is_not_there(
    scene: Scene, client: Client, settlement: Matter, signed_in: SignedIn
) -> None:
    run = scene.previewed(scene.proposed())
    assert client.get(at(scene.in_force, f"runs/{run.pk}/")).status_code == 404
    elsewhere = signed_in(staff_of(settlement, "elsewhere", Role.ADMINISTRATOR))
    assert elsewhere.get(at_run(run)).status_code == 403
    assert elsewhere.get(f"/desk/matters/{settlement.slug}/definitions/2/runs/{run.pk}/").status_code == 404
