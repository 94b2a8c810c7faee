"""Two people at the same claim, stale pages and repeated clicks: a sentence each time, never an error page."""

import pytest

from claimants.people.models import User
from intake.decisions.models import Decision
from intake.filing import actions as filing
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.models import Notice
from tests.desk.conftest import AtDesk, File
from tests.desk.steps import act, fresh, page_of, proposed, said, taken


def test_the_second_to_take_a_claim_is_told_who_was_first(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    assert "You hold this" in said(at_desk(reviewer).post(page_of(registration, "take")))
    response = at_desk(second_reviewer).post(page_of(registration, "take"))
    assert f"{reviewer.email} is working on this registration" in said(response)
    assert "You hold this" in said(at_desk(reviewer).post(page_of(registration, "take")))
    assert registration.events.filter(kind="taken").count() == 1


def test_two_reviewers_who_press_next_get_different_claims(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, file: File
) -> None:
    file(), file()
    pages = {at_desk(user).post("/desk/next/")["Location"] for user in (reviewer, second_reviewer)}
    assert len(pages) == 2
    assert "Nothing waits" in said(at_desk(reviewer).post("/desk/next/"))


def test_a_double_click_decides_once_and_writes_once(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    taken(registration, reviewer)
    client = at_desk(reviewer)
    seen = client.get(page_of(registration, "accept")).context["seen"]
    for _ in range(2):
        response = client.post(page_of(registration, "accept"), {"seen": seen, "note": ""})
        assert response.status_code == 302
    assert "first, so that nobody else works on it" in said(response)
    assert Decision.objects.count() == 1
    assert Notice.objects.filter(kind="accepted").count() == 1


def test_a_stale_page_after_the_claimant_withdrew_says_how_it_stands(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    waiting = proposed(registration, reviewer)
    seen = at_desk(second_reviewer).get(page_of(registration, "confirm")).context["seen"]
    filing.withdraw(claim=waiting, by=registration.filed_by)
    response = at_desk(second_reviewer).post(page_of(registration, "confirm"), {"seen": seen})
    assert "cannot become" in said(response)
    assert not Decision.objects.exists()
    assert registration.reference not in at_desk(second_reviewer).get("/desk/declines/").content.decode()


def test_a_page_left_open_while_somebody_else_took_over_changes_nothing(
    at_desk: AtDesk, reviewer: User, supervisor: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    seen = at_desk(reviewer).get(page_of(registration, "accept")).context["seen"]
    at_desk(supervisor).post(page_of(registration, "release"))
    at_desk(supervisor).post(page_of(registration, "take"))
    response = at_desk(reviewer).post(page_of(registration, "accept"), {"seen": seen, "note": ""})
    assert "first, so that nobody else works on it" in said(response)
    assert fresh(registration).state == State.IN_REVIEW


def test_a_proposal_confirmed_twice_is_one_decision(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, supervisor: User, registration: Claim
) -> None:
    proposed(registration, reviewer)
    seen = at_desk(supervisor).get(page_of(registration, "confirm")).context["seen"]
    act(at_desk(second_reviewer), registration, "confirm")
    response = at_desk(supervisor).post(page_of(registration, "confirm"), {"seen": seen})
    assert "no proposal to confirm any more" in said(response)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("name", ["accept", "keep-on-file", "ask", "decline", "confirm", "send-back", "reverse"])
def test_an_act_that_does_not_fit_the_state_is_a_sentence(
    at_desk: AtDesk, reviewer: User, registration: Claim, name: str
) -> None:
    client = at_desk(reviewer)
    for response in (client.get(page_of(registration, name)), client.post(page_of(registration, name), {"seen": "x"})):
        assert response.status_code == 302
        assert said(response)
    assert fresh(registration).state == State.SUBMITTED


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_note_or_a_book_is_refused(at_desk: AtDesk, reviewer: User, registration: Claim, text: str) -> None:
    taken(registration, reviewer)
    assert said(at_desk(reviewer).post(page_of(registration, "note"), {"text": text}))
    assert not registration.notes.exists()


def test_what_people_write_is_drawn_as_text(at_desk: AtDesk, reviewer: User, file: File) -> None:
    filed = file(name="<b>Ana</b>", story="</textarea><script>alert(1)</script>\u202e reversed")
    taken(filed, reviewer)
    client = at_desk(reviewer)
    client.post(page_of(filed, "note"), {"text": "<img src=x onerror=alert(1)>"})
    for page in (page_of(filed), page_of(filed, "signed/1"), page_of(filed, "accept")):
        drawn = client.get(page).content.decode()
        assert "<script>alert" not in drawn
        assert "<b>Ana" not in drawn
        assert "<img src=x" not in drawn
