"""What a page costs the database: the same for the first person and the hundredth, in drafts and in history."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claimants.matters.models import Matter
from intake.filing.models import Claim
from tests.fixtures.filings import file_claim, new_claimant
from tests.portal.answers import GATE, PAGES
from tests.portal.reading import token_on

DRAFT_PAGES = {"": 4, "your-premium/": 4, "about-you/": 4, "check-answers/": 5, "withdraw/": 3}
FILED_PAGES = {"": 8, "correct/": 5, "correct/the-setting/": 6, "receipt.pdf": 4}


def _asked(client: Client, address: str) -> int:
    """The queries of a page, once this process has the matter's file."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.fixture
def many_others(seed: Matter) -> list[Claim]:
    return [file_claim(seed, new_claimant(f"other{number}")) for number in range(12)]


@pytest.mark.parametrize(("page", "queries"), DRAFT_PAGES.items())
def test_a_page_of_a_draft_asks_no_more_than_it_must(
    own: Client, answered: Claim, many_others: list[Claim], page: str, queries: int
) -> None:
    assert _asked(own, f"/registrations/{answered.reference}/{page}") <= queries


@pytest.mark.parametrize(("page", "queries"), FILED_PAGES.items())
def test_a_page_of_what_was_filed_asks_no_more_than_it_must(
    own: Client, submitted: Claim, many_others: list[Claim], page: str, queries: int
) -> None:
    assert _asked(own, f"/registrations/{submitted.reference}/{page}") <= queries


@pytest.mark.django_db(transaction=True)
def test_signing_asks_no_more_than_it_must(own: Client, answered: Claim, many_others: list[Claim]) -> None:
    """Three to know who signs what, three that hold still what counts, and the rows of a signature, each once."""
    at = f"/registrations/{answered.reference}"
    token = token_on(own.get(f"{at}/check-answers/"))
    with CaptureQueriesContext(connection) as queries:
        own.post(f"{at}/sign/", {"token": token, "typed_name": "Ana López"})
    asked = [query["sql"] for query in queries if query["sql"] not in {"BEGIN", "BEGIN IMMEDIATE", "COMMIT"}]
    assert Claim.objects.get(pk=answered.pk).submitted_at
    assert len(asked) <= 19


def test_beginning_asks_no_more_than_it_must(own: Client, seed: Matter) -> None:
    with CaptureQueriesContext(connection) as queries:
        own.post(f"/matters/{seed.slug}/start/self/", GATE)
    assert Claim.objects.count() == 1
    assert len(queries) <= 10


def test_keeping_a_page_asks_no_more_than_it_must(own: Client, draft: Claim) -> None:
    with CaptureQueriesContext(connection) as queries:
        own.post(f"/registrations/{draft.reference}/your-premium/", PAGES["your-premium"])
    assert len(queries) <= 8


def test_the_pages_of_a_case_ask_little(client: Client, seed: Matter, many_others: list[Claim]) -> None:
    assert _asked(client, f"/matters/{seed.slug}/") <= 2
    assert _asked(client, f"/matters/{seed.slug}/check/") <= 3
    assert _asked(client, f"/privacy/{seed.slug}/") <= 1


def test_the_lists_ask_the_same_for_one_and_for_many(
    own: Client, client: Client, seed: Matter, settlement: Matter, draft: Claim
) -> None:
    assert _asked(client, "/") == 1
    before = _asked(own, "/registrations/")
    for capacity in ("parent", "guardian", "executor"):
        own.post(f"/matters/{seed.slug}/start/{capacity}/", GATE)
    assert Claim.objects.count() == 4
    assert _asked(own, "/registrations/") == before
