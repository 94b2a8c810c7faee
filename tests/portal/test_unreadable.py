"""What a database cannot read (a NUL, in an address, a form or a cookie) is a bad request and no error of ours."""

from collections.abc import Callable

import pytest
from django.db import DataError
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.filing.models import Claim
from tests.fixtures.filings import file_claim, staff_of
from tests.portal.answers import GATE
from tests.portal.reading import text_of


def test_a_page_that_carries_a_nul_begins_a_draft_of_its_own(own: Client, seed: Matter, settlement: Matter) -> None:
    own.post(f"/matters/{seed.slug}/start/self/", {**GATE, "begun_with": "a\x00b"})
    own.post(f"/matters/{settlement.slug}/start/", {"capacity": "parent", "begun_with": "a\x00b"})
    begun = [claim.draft["begun_with"] for claim in Claim.objects.order_by("pk")]
    assert [len(one) for one in begun] == [32, 32]
    assert "\x00" not in "".join(begun)


def test_only_what_the_page_itself_gave_begins_the_same_draft_twice(own: Client, settlement: Matter) -> None:
    for begun_with in ("0" * 32, "0" * 32, "x" * 32, "x" * 32):
        own.post(f"/matters/{settlement.slug}/start/", {"capacity": "parent", "begun_with": begun_with})
    assert Claim.objects.count() == 3


@pytest.mark.parametrize(
    "address",
    [
        "/%00/", "/registrations/%00/", "/claims/0000%000000/", "/matters/%00/", "/privacy/%00/", "/dev/mail/%00/",
        "/notices/verify/?code=%00", "/sign-in/?next=%00", "/?page=%00", "/account/?next=%00",
    ],
)  # fmt: skip
def test_no_address_of_the_claimants_pages_breaks_on_a_nul(own: Client, seed: Matter, address: str) -> None:
    assert own.get(address).status_code < 500
    assert Client().get(address).status_code < 500


def test_a_cookie_that_is_no_key_is_nobodys_session(seed: Matter) -> None:
    for cookie in ('"\\000abcdefgh"', '"a\\000b"', "é" * 12, "'; drop --" * 3):
        browser = Client(headers={"cookie": f"sessionid={cookie}"})
        assert browser.get("/").status_code == 200
        assert browser.get("/account/").status_code == 302


def test_what_the_database_cannot_read_says_so_on_the_claimants_pages(
    own: Client, submitted: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.portal.views.status.own_claims", _unreadable)
    response = own.get("/registrations/")
    assert response.status_code == 400
    assert "We could not read that" in text_of(response)
    assert "Nothing was changed." in text_of(response)


def test_no_address_of_the_desk_breaks_on_a_nul(signed_in: Callable[..., Client], seed: Matter, claimant: User) -> None:
    claim = file_claim(seed, claimant)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        browser = signed_in(staff_of(seed, str(role), role))
        for register, column in _COLUMNS:
            for query in (f"{column}=%00", "q=%00", "o=%00", "p=%00", "e=%00", "all=%00", "kind=%00"):
                assert browser.get(f"/desk/{register}/?{query}").status_code in {200, 302, 400, 403}, query
        for address in _ADDRESSES:
            assert browser.get(address.format(claim=claim)).status_code in {200, 302, 400, 403, 404}, address


def test_a_notice_is_found_by_its_code_as_people_type_it(reviewer_of_seed: Client, submitted: Claim) -> None:
    code = submitted.notices.get().code
    assert reviewer_of_seed.get(f"/desk/notices/{code.lower().replace('-', '')}/").status_code == 200
    for wrong in ("%00", "0000-0001", "x" * 300):
        assert reviewer_of_seed.get(f"/desk/notices/{wrong}/").status_code == 404
        assert reviewer_of_seed.post(f"/desk/notices/{wrong}/settle/").status_code == 404


def test_what_the_database_cannot_read_says_so_in_the_desks_frame(
    reviewer_of_seed: Client, submitted: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.desk.admin.notices.normalise", _unreadable)
    response = reviewer_of_seed.get("/desk/notices/?q=x")
    assert response.status_code == 400
    assert "cannot be read, so nothing was looked up or changed" in text_of(response)
    assert "Queue" in text_of(response)


def _unreadable(*_: object, **__: object) -> None:
    raise DataError("a text that somebody wrote")


_COLUMNS = [
    ("notices", "state__exact"), ("definitions", "status__exact"), ("roles", "role__exact"),
    ("reads", "narrative__exact"), ("mailboxes", "old_email"), ("matters", "slug"),
]  # fmt: skip
_ADDRESSES = [
    "/desk/notices/%00/", "/desk/matters/%00/", "/desk/registrations/%00/", "/desk/queue/?q=%00",
    "/desk/queue/?flag=%00", "/desk/queue/?flag=1:%00", "/desk/queue/?matter=%00", "/desk/queue/?after=%00",
    "/desk/queue/?state=%00", "/desk/registrations/{claim}/?seen=%00", "/desk/role/%00/", "/desk/%00/",
    "/desk/registrations/{claim}/signed/%00/", "/desk/roles/99999999999999999999999/",
    "/desk/mailboxes/99999999999999999999999/",
]  # fmt: skip
