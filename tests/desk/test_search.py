"""Finding a claim by what its claimant says: a name in any script, an address, a reference."""

import pytest

from claimants.people.models import User
from intake.filing.erasure import erase
from intake.filing.models import Claim, Erasure
from intake.review.models import SearchTerm
from tests.desk.conftest import AtDesk, File
from tests.desk.steps import fresh, listed, page_of

SEARCHES = [
    ("ana", True), ("ANA LOPEZ", True), ("López", True), ("lopez ana", True), ("lop", True), ("Ａｎａ", True),
    ("ana@example.org", True), ("ANA@EXAMPLE.ORG", True), ("ana@", True),
    ("anna", False), ("lopez maria", False), ("na", False), ("bana@example.org", False), ("%", False), ("''", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "is_found"), SEARCHES)
def test_a_claim_is_found_by_name_and_address(
    at_desk: AtDesk, reviewer: User, registration: Claim, file: File, text: str, is_found: bool
) -> None:
    file(email="other@example.org", name="王小明")
    client = at_desk(reviewer)
    response = client.get("/desk/queue/", {"q": text})
    assert [row.claim for row in response.context["rows"]] == ([registration] if is_found else [])


@pytest.mark.parametrize(
    ("name", "text"), [("王小明", "王"), ("محمد علي", "علي"), ("Иван Петров", "петр"), ("O’Brien-Øre", "brien")]
)
def test_names_of_every_script_are_found(
    at_desk: AtDesk, reviewer: User, registration: Claim, file: File, name: str, text: str
) -> None:
    theirs = file(name=name)
    rows = at_desk(reviewer).get("/desk/queue/", {"q": text}).context["rows"]
    assert [(row.claim, row.name) for row in rows] == [(theirs, name)]


def test_a_reference_is_found_as_it_is_read_aloud(
    at_desk: AtDesk, reviewer: User, registration: Claim, file: File
) -> None:
    file()
    spoken = registration.reference.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    response = at_desk(reviewer).get("/desk/queue/", {"q": spoken})
    assert [row.claim for row in response.context["rows"]] == [registration]


def test_a_reference_with_a_typing_mistake_says_so(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    Claim.objects.filter(pk=registration.pk).update(reference="K7QX-PM2D")
    assert "typing mistake" in at_desk(reviewer).get("/desk/queue/?q=K7QX-PM2E").content.decode()


def test_a_new_mailbox_finds_the_old_claim(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    User.objects.filter(pk=registration.filed_by_id).update(email="new@example.org")
    client = at_desk(reviewer)
    assert listed(client, "q=new@example.org") == [registration.reference]
    assert listed(client, "q=ana@example.org") == []


def test_an_erased_name_is_found_no_more(
    at_desk: AtDesk, reviewer: User, administrator: User, registration: Claim
) -> None:
    erase(claim=fresh(registration), ground=Erasure.Ground.REQUEST, by=administrator)
    assert not SearchTerm.objects.exists()
    client = at_desk(reviewer)
    for text in ("ana", "ana@example.org"):
        assert listed(client, f"q={text}") == []
    page = client.get(page_of(registration)).content.decode()
    assert "personal data was erased" in page
    assert "López" not in page


def test_what_a_search_shows_is_drawn_as_text(at_desk: AtDesk, reviewer: User, file: File) -> None:
    file(name="<script>alert(1)</script>")
    page = at_desk(reviewer).get("/desk/queue/", {"q": "script"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
