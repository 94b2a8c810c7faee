"""When something does not work: every page says what to do, loses nothing and tells nothing."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client, RequestFactory

from claimants.matters.answered_dates import MOST_ROWS
from claimants.matters.models import Matter
from intake.filing.models import Claim
from intake.portal.views.errors import server_error
from tests.portal.answers import PAGES
from tests.portal.reading import text_of

HERE = {"Origin": "http://testserver"}
ELSEWHERE = {"Origin": "https://elsewhere.example.org"}


@pytest.fixture
def strict(own: Client, draft: Claim) -> Client:
    """The claimant's browser at a server that looks for the form's key."""
    own.handler.enforce_csrf_checks = True
    return own


def _post(client: Client, claim: Claim, headers: dict[str, str], **data: Any) -> Any:
    return client.post(
        f"/registrations/{claim.reference}/your-premium/", {**PAGES["your-premium"], **data}, headers=headers
    )


def test_a_form_whose_key_is_too_old_is_shown_again_with_what_was_typed(strict: Client, draft: Claim) -> None:
    response = _post(strict, draft, HERE, csrfmiddlewaretoken="old", premium_paid_by="gift")
    assert response.status_code == 403
    assert "Nothing you typed is lost." in text_of(response)
    assert '<input type="hidden" name="premium_paid_by" value="gift">' in response.content.decode()
    assert 'value="old"' not in response.content.decode()
    draft.refresh_from_db()
    assert "premium" not in draft.draft["answers"]


def test_what_another_site_sends_is_never_shown_ready_to_send(strict: Client, draft: Claim) -> None:
    for headers in (ELSEWHERE, {"Origin": "null"}, {}):
        response = _post(strict, draft, headers)
        assert response.status_code == 403
        assert "We could not be sure that this came from you" in text_of(response)
        assert "premium_paid_by" not in response.content.decode()


def test_somebody_signed_out_meanwhile_loses_nothing(client: Client, draft: Claim) -> None:
    response = _post(client, draft, HERE)
    assert response.status_code == 403
    assert "You were signed out before it reached us." in text_of(response)
    assert 'name="premium_paid_by" value="self"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def _full_list(name: str, **columns: str) -> dict[str, str]:
    """Every field of a list with all the rows there is room for."""
    dates = {"from.year": "2019", "from.month": "2", "from.day": "3", "from.unsure": "on",
             "to.year": "2020", "to.month": "4", "to.day": "5", "to.unsure": "on", "to.open": "on"}  # fmt: skip
    fields = {**dates, **columns}
    return {f"{name}.{row}.{field}": value for row in range(MOST_ROWS) for field, value in fields.items()}


def test_of_the_longest_list_somebody_signed_out_loses_nothing(client: Client, draft: Claim) -> None:
    given = _full_list("premium", plan="career")
    response = _post(client, draft, HERE, **given)
    assert response.status_code == 403
    shown = set(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode()))
    assert set(given.items()) <= shown


def test_a_check_with_every_list_full_is_read(client: Client, seed: Matter) -> None:
    given = {**_full_list("premium", plan="career"), **_full_list("residence", country="US")}
    response = client.post(f"/matters/{seed.slug}/check/", given)
    assert response.status_code == 200
    assert len(given) > 1_000


def test_a_password_is_never_shown_again(client: Client, draft: Claim) -> None:
    response = _post(client, draft, HERE, password="secret", code="123456")
    assert "secret" not in response.content.decode()
    assert "123456" not in response.content.decode()


def test_an_address_that_leads_nowhere_says_so(client: Client, db: None) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is no such page" in text_of(response)


def test_a_form_of_many_megabytes_is_refused_with_a_sentence(own: Client, draft: Claim) -> None:
    response = _post(own, draft, {}, narrative="x" * 3_000_000)
    assert response.status_code == 400
    assert "Nothing was changed." in text_of(response)


def test_a_form_of_thousands_of_fields_is_refused_with_a_sentence(own: Client, seed: Matter) -> None:
    fields = {f"premium.{number}.from.year": "2020" for number in range(3_000)}
    response = own.post(f"/matters/{seed.slug}/check/", fields)
    assert response.status_code == 400
    assert "We could not read that" in text_of(response)


def test_a_failure_of_ours_is_a_calm_page_without_the_database() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Everything you saved before is still there." in text_of(response)


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/registrations/?page=2", "/registrations/?page=2"),
        ("https://evil.example/registrations/", "/account/erase/?a=1"),
        ("http://testserver//evil.example/", "/account/erase/?a=1"),
        ("http://[", "/account/erase/?a=1"),
        ("", "/account/erase/?a=1"),
    ],
)
def test_signing_in_again_leads_back_to_where_one_was_and_never_elsewhere(
    client: Client, db: None, came_from: str, leads_to: str
) -> None:
    headers = {"Origin": "http://testserver", "Referer": came_from}
    page = client.post("/account/erase/?a=1", {"typed": "yes"}, headers=headers).content.decode()
    assert f'/sign-in/?next={quote(leads_to, safe="")}"' in page
    assert 'action="/account/erase/?a=1"' in page
