"""Claims decided under an earlier definition: in the queue, on the first page, and on their own page."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from intake.filing.erasure import erase
from intake.filing.models import Claim, Erasure
from intake.filing.states import State
from tests.desk.versions import Scene, cleared, scene_of, words_of

pytestmark = pytest.mark.django_db(transaction=True)
SignedIn = Callable[..., Client]


@pytest.fixture
def scene(transactional_db: None, seed: Matter) -> Scene:
    return scene_of(seed)


@pytest.fixture
def client(scene: Scene, signed_in: SignedIn) -> Client:
    return signed_in(scene.first)


def test_decided_claims_come_to_the_queue_and_say_what_would_be_said_now(scene: Scene, client: Client) -> None:
    guam = scene.filed[2]
    cleared(scene, guam)
    Claim.objects.filter(pk=guam.pk).update(state=State.ACCEPTED)
    scene.applied()
    queue = client.get("/desk/queue/?state=earlier")
    assert [row.claim.reference for row in queue.context["rows"]] == [guam.reference]
    assert "earlier definition" in words_of(queue)
    assert "1 was decided under an earlier definition." in words_of(client.get("/desk/"))
    page = words_of(client.get(f"/desk/registrations/{guam.reference}/"))
    assert "Decided under version 1 of the definition. Version 2 is in force now." in page
    assert "It would say: Does not meet a criterion ." in page
    assert "There is no day before September 18, 2024 on which you had Premium and lived in the United States." in page


def test_a_closed_claim_that_was_left_behind_is_not_listed(scene: Scene, client: Client) -> None:
    Claim.objects.filter(pk=scene.filed[2].pk).update(state=State.DECLINED)
    scene.applied()
    assert client.get("/desk/queue/?state=earlier").context["rows"] == []


def test_the_others_say_nothing_of_it(scene: Scene, client: Client) -> None:
    cleared(scene, scene.filed[0])
    scene.applied()
    page = words_of(client.get(f"/desk/registrations/{scene.filed[0].reference}/"))
    assert "Decided under version" not in page
    assert "decided under an earlier definition" not in words_of(client.get("/desk/"))


def test_what_would_be_said_of_erased_answers_cannot_be_told(scene: Scene, client: Client) -> None:
    guam = scene.filed[2]
    cleared(scene, guam)
    Claim.objects.filter(pk=guam.pk).update(state=State.ACCEPTED)
    scene.applied()
    erase(claim=Claim.objects.with_matter().get(pk=guam.pk), ground=Erasure.Ground.REQUEST, by=scene.first)
    page = words_of(client.get(f"/desk/registrations/{guam.reference}/"))
    assert "What it would say cannot be told: the answers are erased." in page
