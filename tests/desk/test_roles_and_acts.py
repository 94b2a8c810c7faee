"""Each role with each act: what it may do, and that whatever it may not do changes nothing."""

from typing import Any

import pytest

from claimants.people.models import User
from intake.decisions import actions as decisions
from intake.filing.models import Claim, ClaimEvent
from tests.desk.conftest import AtDesk, File
from tests.desk.steps import act, fresh, page_of, proposed, taken
from tests.factories import RoleGrantFactory

REVIEWING = {"reviewer", "supervisor", "administrator"}
ROLES = ["reviewer", "supervisor", "auditor", "administrator", "unassigned_staff"]
ACTS: dict[str, tuple[set[str], dict[str, Any]]] = {
    "take": (REVIEWING, {}),
    "no-conflict": (REVIEWING, {}),
    "conflict": (REVIEWING, {}),
    "note": (REVIEWING, {"text": "Called."}),
    "release": (REVIEWING, {}),
    "ask": (REVIEWING, {"questions": ["joined"], "message": "Which month?", "days": 14}),
    "accept": (REVIEWING, {"note": ""}),
    "keep-on-file": (REVIEWING, {"note": ""}),
    "decline": (REVIEWING, {"reasons": ["outside_period"], "note": "Joined in June."}),
    "mailbox": (REVIEWING, {"new_email": "ana.new@example.org", "reason": "They named the day they joined."}),
    "erase": ({"administrator"}, {"ground": "request", "typed": ""}),
}
POSTS = {"take", "no-conflict", "conflict", "note", "release"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ACTS)
def test_a_role_does_what_it_may_and_nothing_else(
    at_desk: AtDesk, registration: Claim, request: pytest.FixtureRequest, role: str, name: str
) -> None:
    may, values = ACTS[name]
    user = request.getfixturevalue(role)
    if role in REVIEWING and name != "take":
        taken(registration, user, cleared=name not in {"no-conflict", "conflict"})
    values = {**values, **({"typed": registration.reference} if name == "erase" else {})}
    before = _everything()
    client = at_desk(user)
    response = (
        client.post(page_of(registration, name), values) if name in POSTS else act(client, registration, name, **values)
    )
    assert response.status_code == (403 if role == "unassigned_staff" else 302)
    assert (_everything() != before) is (role in may)


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "auditor", "administrator"])
def test_who_may_confirm_send_back_and_reverse(
    at_desk: AtDesk, file: File, second_reviewer: User, request: pytest.FixtureRequest, role: str
) -> None:
    client, may = at_desk(request.getfixturevalue(role)), role in REVIEWING
    for name, becomes in (("send-back", "in_review"), ("confirm", "declined")):
        waiting = proposed(file(), second_reviewer)
        act(client, waiting, name)
        assert fresh(waiting).state == (becomes if may else "in_review")
    declined = proposed(file(), second_reviewer)
    third = RoleGrantFactory.create(matter=declined.matter).user
    decisions.second(proposal=declined.proposals.get(), by=third)
    act(client, declined, "reverse", outcome="accepted", note="The invoice shows 2023.")
    assert fresh(declined).state == ("accepted" if may else "declined")


def test_nobody_who_took_part_in_a_decline_puts_another_decision_in_its_place(
    at_desk: AtDesk, registration: Claim, reviewer: User, second_reviewer: User
) -> None:
    decisions.second(proposal=proposed(registration, reviewer).proposals.get(), by=second_reviewer)
    for user in (reviewer, second_reviewer):
        act(at_desk(user), registration, "reverse", outcome="accepted", note="We were wrong.")
    assert fresh(registration).state == "declined"


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "auditor"])
def test_only_who_may_assign_gives_back_what_someone_else_holds(
    at_desk: AtDesk, registration: Claim, second_reviewer: User, request: pytest.FixtureRequest, role: str
) -> None:
    taken(registration, second_reviewer)
    at_desk(request.getfixturevalue(role)).post(page_of(registration, "release"))
    registration.refresh_from_db()
    assert registration.state == ("submitted" if role == "supervisor" else "in_review")


def test_an_auditor_reads_everything_and_is_offered_nothing(
    at_desk: AtDesk, auditor: User, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    response = at_desk(auditor).get(page_of(registration))
    page = response.content.decode()
    assert "private messages" in page
    assert all(offer.refusal for offer in response.context["offers"])
    assert "Add the note" not in page
    assert "Take the next one" not in page


def test_an_act_that_cannot_be_done_now_says_why(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    taken(registration, reviewer, cleared=False)
    page = at_desk(reviewer).get(page_of(registration)).content.decode()
    assert "Compare the names with the conflicts of the law firm first" in page


def _everything() -> tuple[int, ...]:
    """How much there is of what an act can leave behind."""
    from claimants.people.models import MailboxChange
    from intake.filing.models import Erasure

    return (ClaimEvent.objects.count(), MailboxChange.objects.count(), Erasure.objects.count())
