"""Roles, new mailboxes and erasures: who may, what is on record, and what is refused."""

from claimants.matters.models import Matter
from claimants.people.models import MailboxChange, Person, Role, RoleChange, RoleGrant, User
from intake.filing import actions as filing
from intake.filing import erasure
from intake.filing.log import verify
from intake.filing.models import Claim, Erasure
from intake.filing.states import State
from intake.notices.models import NoticePayload
from tests.desk.conftest import AtDesk
from tests.desk.steps import act, fresh, page_of, said, taken

MAILBOX = {"new_email": "ana.new@example.org", "reason": "She named the day she joined."}


def test_an_administrator_gives_and_takes_a_role_and_both_are_on_record(
    at_desk: AtDesk, administrator: User, unassigned_staff: User, registration: Claim
) -> None:
    client = at_desk(administrator)
    values = {"email": unassigned_staff.email, "matter": registration.matter_id, "role": Role.REVIEWER}
    client.post("/desk/roles/give/", values)
    client.post("/desk/roles/give/", values)
    assert at_desk(unassigned_staff).get(page_of(registration)).status_code == 200
    grant = RoleGrant.objects.get(user=unassigned_staff)
    assert grant.granted_by == administrator
    client.post(f"/desk/roles/{grant.pk}/")
    assert at_desk(unassigned_staff).get(page_of(registration)).status_code == 403
    changes = [(change.user, change.by, change.is_given) for change in RoleChange.objects.order_by("pk")]
    assert changes == [(unassigned_staff, administrator, True), (unassigned_staff, administrator, False)]
    page = client.get("/desk/roles/log/").content.decode()
    assert "gave Reviewer" in page
    assert "took Reviewer" in page


def test_nobody_takes_their_own_role(at_desk: AtDesk, administrator: User) -> None:
    grant = administrator.grants.get()
    response = at_desk(administrator).post(f"/desk/roles/{grant.pk}/")
    assert "Someone else must take your own role" in said(response)
    assert administrator.grants.exists()


def test_a_role_is_not_for_a_claimant(at_desk: AtDesk, administrator: User, claimant: User) -> None:
    values = {"email": claimant.email, "matter": administrator.grants.get().matter_id, "role": "reviewer"}
    response = at_desk(administrator).post("/desk/roles/give/", values)
    assert "No member of staff signs in with this address" in response.content.decode()


def test_a_role_in_a_matter_one_does_not_administer_cannot_be_given_or_taken(
    at_desk: AtDesk, administrator: User, supervisor: User, other_matter: object, unassigned_staff: User
) -> None:
    theirs = RoleGrant.objects.create(user=unassigned_staff, matter_id=other_matter.pk, role=Role.REVIEWER)
    client = at_desk(administrator)
    assert client.post(f"/desk/roles/{theirs.pk}/").status_code == 404
    client.post("/desk/roles/give/", {"email": supervisor.email, "matter": other_matter.pk, "role": "reviewer"})
    assert RoleGrant.objects.filter(matter_id=other_matter.pk).count() == 1
    for address in ("", "give/", "log/", f"{supervisor.grants.get().pk}/"):
        assert at_desk(supervisor).get(f"/desk/roles/{address}").status_code == 403


def test_who_loses_a_role_leaves_no_claim_behind_unseen(
    at_desk: AtDesk, administrator: User, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    page = at_desk(administrator).get(f"/desk/roles/{reviewer.grants.get().pk}/").content.decode()
    assert "They hold 1 claim here" in page


def test_two_members_of_staff_together_give_a_new_mailbox(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    act(at_desk(reviewer), registration, "mailbox", **MAILBOX)
    change = MailboxChange.objects.get()
    page = f"/desk/mailboxes/{change.pk}/"
    assert "a different member of staff must confirm" in at_desk(reviewer).get(page).content.decode()
    assert "must confirm it" in said(at_desk(reviewer).post(page, {"checked": "on"}))
    assert "Confirm only what you have looked at" in at_desk(second_reviewer).post(page, {}).content.decode()
    assert "She named the day she joined." in at_desk(second_reviewer).get(page).content.decode()
    at_desk(second_reviewer).post(page, {"checked": "on"})
    registration.filed_by.refresh_from_db()
    assert registration.filed_by.email == "ana.new@example.org"
    assert change.new_email in at_desk(reviewer).get("/desk/mailboxes/").content.decode()
    told = NoticePayload.objects.filter(notice__kind="mailbox_changed").order_by("pk")
    assert [(payload.address, payload.context["is_old"]) for payload in told] == [
        ("ana.new@example.org", False),
        ("ana@example.org", True),
    ]


def test_a_mailbox_that_opens_another_matter_too_is_given_by_neither_of_two_colleagues_of_one(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim, other_matter: Matter
) -> None:
    taken(registration, reviewer)
    act(at_desk(reviewer), registration, "mailbox", **MAILBOX)
    change = MailboxChange.objects.get()
    filing.start(matter=other_matter, by=registration.filed_by)
    for response in (
        at_desk(reviewer).get(page_of(registration, "mailbox")),
        at_desk(second_reviewer).get(f"/desk/mailboxes/{change.pk}/"),
        at_desk(second_reviewer).post(f"/desk/mailboxes/{change.pk}/", {"checked": "on"}),
    ):
        assert "reaches further than the matters you work in" in said(response)
        assert other_matter.caption not in response.content.decode()
    registration.filed_by.refresh_from_db()
    assert registration.filed_by.email == "ana@example.org"
    assert not NoticePayload.objects.filter(notice__kind="mailbox_changed").exists()


def test_word_of_a_new_mailbox_is_never_tied_to_a_claim_that_was_erased(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    act(at_desk(reviewer), registration, "mailbox", **MAILBOX)
    owner = registration.filed_by
    later = Claim.objects.create(
        matter=registration.matter, person=Person.objects.create(), filed_by=owner, mode=registration.mode,
        state=State.SUBMITTED, submitted_at=registration.submitted_at,
    )  # fmt: skip
    erasure.erase(claim=later, ground=Erasure.Ground.REQUEST, by=owner)
    change = MailboxChange.objects.get()
    at_desk(second_reviewer).post(f"/desk/mailboxes/{change.pk}/", {"checked": "on"})
    told = NoticePayload.objects.filter(notice__kind="mailbox_changed")
    assert {payload.claim for payload in told} == {registration}


def test_a_mailbox_of_another_matters_person_is_out_of_reach(
    at_desk: AtDesk, reviewer: User, claimant: User, second_reviewer: User
) -> None:
    change = MailboxChange.objects.create(
        user=claimant, old_email=claimant.email, new_email="new@example.org", reason="x", proposed_by=second_reviewer
    )
    response = at_desk(reviewer).post(f"/desk/mailboxes/{change.pk}/", {"checked": "on"})
    assert "in your matters" in said(response)
    assert "new@example.org" not in at_desk(reviewer).get("/desk/mailboxes/").content.decode()


def test_an_administrator_erases_with_a_ground_and_the_log_still_verifies(
    at_desk: AtDesk, administrator: User, auditor: User, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    client = at_desk(administrator)
    values = {"ground": "court_order", "docket": "Dkt. 120", "typed": registration.reference.lower()}
    act(client, registration, "erase", **values)
    erasure = Erasure.objects.get()
    assert (erasure.ground, erasure.reference, erasure.by) == ("court_order", "Dkt. 120", administrator)
    assert fresh(registration).state == State.WITHDRAWN
    assert not list(verify())
    page = at_desk(auditor).get(page_of(registration)).content.decode()
    assert "private messages" not in page
    assert "erased the personal data" in page
    assert "erased already" in said(client.get(page_of(registration, "erase")))


def test_an_erasure_needs_the_reference_typed_and_a_docket_for_a_court(
    at_desk: AtDesk, administrator: User, registration: Claim
) -> None:
    client = at_desk(administrator)
    seen = client.get(page_of(registration, "erase")).context["seen"]
    response = client.post(page_of(registration, "erase"), {"ground": "request", "typed": "K7QX", "seen": seen})
    assert "Nothing was erased" in response.content.decode()
    values = {"ground": "court_order", "typed": registration.reference, "seen": seen}
    response = client.post(page_of(registration, "erase"), values)
    assert "Give the docket reference" in said(response)
    assert not Erasure.objects.exists()
