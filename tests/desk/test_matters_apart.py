"""A role in one matter opens nothing of another."""

import pytest

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.notices.models import Notice
from tests.desk.conftest import AtDesk, File
from tests.desk.steps import page_of

ACTS = ["take", "release", "no-conflict", "conflict", "note"]
STEPS = [
    "",
    "accept",
    "keep-on-file",
    "ask",
    "decline",
    "confirm",
    "send-back",
    "reverse",
    "erase",
    "mailbox",
    "signed/1",
]


@pytest.mark.parametrize("person", ["reviewer", "supervisor", "auditor", "administrator"])
def test_no_page_and_no_act_of_another_matter_is_open(
    at_desk: AtDesk, file: File, other_matter: Matter, person: str, request: pytest.FixtureRequest
) -> None:
    theirs = file(other_matter)
    client = at_desk(request.getfixturevalue(person))
    for step in STEPS:
        response = client.get(page_of(theirs, step))
        assert response.status_code == 403
        assert "You have no role in this matter" in response.content.decode()
    for act in ACTS:
        assert client.post(page_of(theirs, act)).status_code == 403
    assert theirs.events.count() == 1


def test_no_list_shows_anything_of_another_matter(
    at_desk: AtDesk, supervisor: User, file: File, other_matter: Matter
) -> None:
    theirs = file(other_matter, email="theirs@example.org", name="Ngozi Okafor")
    code = Notice.objects.get(claim=theirs).code
    client = at_desk(supervisor)
    places = [
        "/desk/", "/desk/queue/?state=all", f"/desk/queue/?q={theirs.reference}", "/desk/queue/?q=okafor",
        "/desk/queue/?q=theirs@example.org", "/desk/declines/", "/desk/notices/", f"/desk/notices/?q={code}",
        "/desk/reads/", "/desk/matters/", "/desk/definitions/", "/desk/mailboxes/",
    ]  # fmt: skip
    for place in places:
        page = client.get(place).content.decode()
        assert f">{theirs.reference}<" not in page
        assert f">{code}<" not in page
        assert "Roe v. Other Company" not in page
    assert client.get(f"/desk/notices/{code}/").status_code == 403
    assert client.post(f"/desk/notices/{code}/settle/", {"what": "cancel", "reason": "x"}).status_code == 403
    assert client.get(f"/desk/matters/{other_matter.slug}/").status_code == 403


def test_the_next_one_comes_from_ones_own_matters(
    at_desk: AtDesk, reviewer: User, file: File, other_matter: Matter
) -> None:
    file(other_matter)
    assert at_desk(reviewer).post("/desk/next/")["Location"] == "/desk/queue/"


def test_a_claim_is_not_found_under_the_folder_of_the_other_mode(at_desk: AtDesk, reviewer: User, file: File) -> None:
    filed = file()
    client = at_desk(reviewer)
    assert client.get(f"/desk/claims/{filed.reference}/").status_code == 404
    assert client.get("/desk/registrations/0000-0000/").status_code == 404
    assert client.get("/desk/registrations/not-a-reference/").status_code == 404
    assert client.get(f"/desk/registrations/{filed.reference.lower().replace('-', '')}/").status_code == 200
