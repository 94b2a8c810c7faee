"""Who may see what: another person's registration does not exist, and no copy of a private page is kept."""

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing.models import Claim
from intake.filing.states import State
from tests.portal.answers import PAGES
from tests.portal.reading import text_of

PRIVATE = [
    "", "your-premium/", "check-answers/", "withdraw/", "dispute/", "answer/", "correct/", "correct/your-premium/",
    "receipt.pdf",
]  # fmt: skip
WRITING = ["your-premium/", "sign/", "withdraw/", "dispute/", "answer/", "correct/your-premium/"]


@pytest.mark.parametrize("page", PRIVATE)
def test_a_page_of_another_persons_registration_does_not_exist(
    browser_of_stranger: Client, submitted: Claim, page: str
) -> None:
    response = browser_of_stranger.get(f"/registrations/{submitted.reference}/{page}")
    assert response.status_code == 404
    assert "There is no such page" in text_of(response)
    assert submitted.reference not in text_of(response)


@pytest.mark.parametrize("page", WRITING)
def test_nobody_writes_into_another_persons_draft(browser_of_stranger: Client, draft: Claim, page: str) -> None:
    before = Claim.objects.values().get()
    response = browser_of_stranger.post(f"/registrations/{draft.reference}/{page}", PAGES["your-premium"])
    assert response.status_code == 404
    assert Claim.objects.values().get() == before


@pytest.mark.parametrize("page", PRIVATE)
def test_somebody_signed_out_is_sent_to_the_door(client: Client, submitted: Claim, page: str) -> None:
    response = client.get(f"/registrations/{submitted.reference}/{page}")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=%2Fregistrations%2F")


def test_a_registration_is_not_found_among_the_claims(own: Client, submitted: Claim) -> None:
    assert own.get(f"/claims/{submitted.reference}/").status_code == 404
    assert own.get(f"/elsewhere/{submitted.reference}/").status_code == 404


@pytest.mark.parametrize("reference", ["XXXX-XXXX", "K7QX-PM2", "%00", "k7qx pm2d", "..", "1' OR '1'='1"])
def test_a_reference_that_is_none_is_not_found(own: Client, db: None, reference: str) -> None:
    assert own.get(f"/registrations/{reference}/").status_code == 404


def test_a_reference_is_understood_as_it_is_read_aloud(own: Client, draft: Claim) -> None:
    heard = draft.reference.lower().replace("-", "").replace("0", "o")
    assert own.get(f"/registrations/{heard}/").status_code == 200


@pytest.mark.parametrize("page", ["", "your-premium/", "check-answers/", "withdraw/"])
def test_no_browser_and_no_search_engine_keeps_a_private_page(own: Client, draft: Claim, page: str) -> None:
    response = own.get(f"/registrations/{draft.reference}/{page}")
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("address", ["/registrations/", "/claims/", "/account/copy/", "/account/erase/"])
def test_ones_own_lists_are_private(own: Client, client: Client, db: None, address: str) -> None:
    assert "no-store" in own.get(address)["Cache-Control"]
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("page", [page for page in PRIVATE if page not in {"", "receipt.pdf"}])
def test_no_page_fails_in_any_state(own: Client, submitted: Claim, page: str) -> None:
    for state in State:
        Claim.objects.update(state=state)
        for send in (own.get, own.post):
            assert send(f"/registrations/{submitted.reference}/{page}").status_code < 500, state


def test_staff_are_no_claimants_of_what_they_review(own: Client, submitted: Claim, reviewer_of_seed: Client) -> None:
    assert reviewer_of_seed.get(f"/registrations/{submitted.reference}/").status_code == 404


def test_an_address_that_only_takes_forms_refuses_to_be_read(own: Client, draft: Claim, seed: Matter) -> None:
    assert own.put(f"/registrations/{draft.reference}/sign/").status_code == 405
    assert own.delete(f"/registrations/{draft.reference}/").status_code == 405
    assert own.put(f"/matters/{seed.slug}/start/").status_code == 405


def test_the_person_a_claim_is_for_sees_it_too(own: Client, draft: Claim, claimant: User, stranger: User) -> None:
    Claim.objects.update(filed_by=stranger)
    assert draft.person.user == claimant
    assert own.get(f"/registrations/{draft.reference}/").status_code == 200
