"""The conflict wall: before the names are compared, nothing of what a person told is on any page."""

import pytest

from claimants.people.models import User
from intake.filing import actions as filing
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.models import Notice
from intake.review import actions as review
from intake.review.models import ConflictCheck, StaffRead
from tests.desk.conftest import AtDesk, File
from tests.desk.steps import act, fresh, page_of, said, taken

TOLD = ["private messages", "1980", "May 2019", "Joined", "ana@example.org", "Met", "counsel to confirm"]


def test_before_it_is_cleared_only_the_gate_is_shown(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    review.take(claim=fresh(registration), by=reviewer)
    page = at_desk(reviewer).get(page_of(registration)).content.decode()
    for shown in ("Ana López", "Ana Lopez Ruiz", "Do you have a lawyer in this case?", "In review"):
        assert shown in page
    for hidden in TOLD:
        assert hidden not in page


@pytest.mark.parametrize("person", ["supervisor", "auditor", "administrator"])
def test_nobody_is_above_the_wall(
    at_desk: AtDesk, registration: Claim, person: str, request: pytest.FixtureRequest
) -> None:
    page = at_desk(request.getfixturevalue(person)).get(page_of(registration)).content.decode()
    assert not [hidden for hidden in TOLD if hidden in page]


def test_the_name_in_the_signature_is_compared_too_and_shown_plainly(
    at_desk: AtDesk, reviewer: User, file: File
) -> None:
    filed = file(email="mei@example.org", signed="Wei Chen")
    review.take(claim=fresh(filed), by=reviewer)
    client = at_desk(reviewer)
    behind = client.get(page_of(filed)).content.decode()
    assert "<dt>Name in the signature</dt>" in behind
    client.post(page_of(filed, "no-conflict"))
    for page in (behind, client.get(page_of(filed)).content.decode()):
        assert "The signature bears another name. It says “Wei Chen” and not “Ana López”." in page


def test_a_signature_that_spells_the_name_otherwise_is_no_other_name(
    at_desk: AtDesk, reviewer: User, file: File
) -> None:
    filed = file(signed="Lopez, A.")
    page = at_desk(reviewer).get(page_of(filed)).content.decode()
    assert "by Lopez, A." in page
    assert "another name" not in page


def test_clearing_opens_the_answers_to_everyone_of_the_matter(
    at_desk: AtDesk, reviewer: User, auditor: User, registration: Claim
) -> None:
    taken(registration, reviewer, cleared=False)
    response = at_desk(reviewer).post(page_of(registration, "no-conflict"))
    assert "No conflict is on record" in said(response)
    for user in (reviewer, auditor):
        page = at_desk(user).get(page_of(registration)).content.decode()
        assert "private messages" in page
        assert "You joined before 2024." in page
        assert "Complaint, paragraph 9" in page
        assert "counsel to confirm" in page


def test_only_whoever_holds_it_compares_the_names(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer, cleared=False)
    response = at_desk(second_reviewer).post(page_of(registration, "no-conflict"))
    assert "first, so that nobody else works on it" in said(response)
    assert not ConflictCheck.objects.exists()


def test_behind_the_wall_no_other_address_opens(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    client = at_desk(reviewer)
    taken(registration, reviewer, cleared=False)
    assert client.get(page_of(registration, "signed/1")).status_code == 302
    for name in ("accept", "keep-on-file", "ask", "decline"):
        assert "Compare the names" in said(client.get(page_of(registration, name)))
    code = Notice.objects.get(claim=registration).code
    assert "private messages" not in client.get(f"/desk/notices/{code}/").content.decode()
    assert "Compare the names" in said(client.post(page_of(registration, "note"), {"text": "Seen."}))
    assert not StaffRead.objects.filter(claim=registration, narrative=True).exists()


def test_a_found_conflict_closes_the_answers_to_everyone_and_is_nobodys_next(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    client = at_desk(reviewer)
    taken(registration, reviewer, cleared=False)
    assert "stay closed" in said(client.post(page_of(registration, "conflict")))
    client.post(page_of(registration, "release"))
    assert at_desk(second_reviewer).post("/desk/next/")["Location"] == "/desk/queue/"
    page = at_desk(second_reviewer).get(page_of(registration)).content.decode()
    assert "found a conflict" in page
    assert not [hidden for hidden in TOLD if hidden in page]
    assert registration.reference in client.get("/desk/queue/?conflict=found").content.decode()


def test_where_there_is_a_conflict_two_people_decline_without_reading(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer, cleared=False)
    client = at_desk(reviewer)
    client.post(page_of(registration, "conflict"))
    assert "Compare the names" in said(client.get(page_of(registration, "accept")))
    act(client, registration, "decline", reasons=["conflict"], note="We act for a relative.")
    act(at_desk(second_reviewer), registration, "confirm")
    assert fresh(registration).state == State.DECLINED
    assert not StaffRead.objects.filter(claim=registration, narrative=True).exists()
    assert fresh(registration).decisions.get().reasons[0]["code"] == "conflict"


def test_a_conflict_that_was_a_mistake_can_be_cleared(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    taken(registration, reviewer, cleared=False)
    client = at_desk(reviewer)
    client.post(page_of(registration, "conflict"))
    client.post(page_of(registration, "no-conflict"))
    assert "private messages" in client.get(page_of(registration)).content.decode()


def test_a_court_authorised_claim_has_no_wall(at_desk: AtDesk, file: File, claim: Claim, administrator: User) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    page = at_desk(administrator).get(page_of(claim)).content.decode()
    assert "private messages" in page
    assert "Compare these names" not in page


def test_a_registration_says_that_it_is_confidential_and_who_decides_privilege(
    at_desk: AtDesk, reviewer: User, registration: Claim, claim: Claim, administrator: User
) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    label = "Given to seek legal advice. A court decides whether it is privileged."
    assert label in at_desk(reviewer).get(page_of(registration)).content.decode()
    assert label not in at_desk(administrator).get(page_of(claim)).content.decode()


def test_names_that_changed_close_the_page_and_are_compared_again(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    review.release(claim=fresh(registration), by=reviewer)
    _sign_again(registration, other_names="Our Own Client Inc")
    client = at_desk(reviewer)
    row = client.get("/desk/queue/?conflict=open").context["rows"][0]
    assert (row.outcome_label, row.flags, [sign.text for sign in row.signs]) == (
        "names not compared", [], ["names changed"],
    )  # fmt: skip
    client.post(page_of(registration, "take"))
    response = client.get(page_of(registration))
    page = response.content.decode()
    assert "The names changed since they were compared" in page
    assert "Our Own Client Inc" in page
    assert not [hidden for hidden in TOLD if hidden in page]
    assert {"clear", "conflict"} <= {offer.name for offer in response.context["offers"] if not offer.refusal}
    assert "changed after you opened" in said(client.post(page_of(registration, "no-conflict"), {"version": "1"}))
    client.post(page_of(registration, "no-conflict"), {"version": "2"})
    assert "private messages" in client.get(page_of(registration)).content.decode()


@pytest.mark.parametrize("name", ["accept", "keep-on-file", "ask", "decline", "mailbox"])
def test_a_posted_preview_shows_nothing_behind_the_wall(
    at_desk: AtDesk, reviewer: User, registration: Claim, name: str
) -> None:
    taken(registration, reviewer, cleared=False)
    response = at_desk(reviewer).post(page_of(registration, name), {"note": "Seen.", "reasons": ["duplicate"]})
    assert response.status_code == 302
    assert not StaffRead.objects.exists()


def test_a_posted_preview_is_a_read_like_any_other(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    taken(registration, reviewer)
    response = at_desk(reviewer).post(page_of(registration, "accept"), {"note": ""})
    assert "Ana López" in response.content.decode()
    read = StaffRead.objects.get()
    assert (read.reader, read.claim, read.narrative) == (reviewer, registration, True)


def test_the_notice_of_a_conflict_is_shown_without_the_address_it_goes_to(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer, cleared=False)
    client = at_desk(reviewer)
    client.post(page_of(registration, "conflict"))
    page = client.post(page_of(registration, "decline"), {"reasons": ["conflict"], "note": "A relative."})
    assert "Our rules do not let this firm act for you." in page.content.decode()
    assert not [hidden for hidden in TOLD if hidden in page.content.decode()]
    assert StaffRead.objects.filter(claim=registration, narrative=False).count() == 1


def test_what_staff_filed_themselves_opens_to_them_nowhere_at_the_desk(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    Claim.objects.filter(pk=registration.pk).update(filed_by=reviewer)
    client = at_desk(reviewer)
    for name in ("", "accept", "signed/1"):
        response = client.get(page_of(registration, name))
        assert response.status_code == 403
        assert "Someone else works on it" in response.content.decode()


def _sign_again(claim: Claim, **changes: object) -> None:
    """A correction, as the claimant makes one."""
    filed = fresh(claim)
    answers = {**filed.submissions.get().payload.answers, **changes}
    token = filing.check_token(filed, answers)
    filing.correct(claim=filed, answers=answers, token=token, typed_name="Ana López", inside_us=True, by=filed.filed_by)
