"""Deciding: four eyes for a decline, the notice seen first, nothing decided is edited."""

from typing import Any

import pytest
from django.conf import settings

from claimants.common.frozen import frozen_models
from claimants.people.models import User
from intake.decisions.models import Decision, DecisionProposal
from intake.desk.site import desk
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.actions import send_due
from intake.notices.models import Notice, NoticeMessage
from intake.notices.render import UNSENT_CODE
from tests.desk.conftest import AtDesk
from tests.desk.steps import act, fresh, page_of, proposed, said, taken

DECLINE = {"reasons": ["outside_period"], "note": "Joined in June."}


def test_nobody_confirms_their_own_proposal(at_desk: AtDesk, supervisor: User, registration: Claim) -> None:
    proposed(registration, supervisor)
    client = at_desk(supervisor)
    assert "a different person must confirm" in said(client.get(page_of(registration, "confirm")))
    client.post(page_of(registration, "confirm"), {"seen": "0"})
    assert not Decision.objects.exists()


def test_a_decline_takes_two_people_and_then_writes_once(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    act(at_desk(reviewer), registration, "decline", **DECLINE)
    assert fresh(registration).state == State.IN_REVIEW
    assert not Notice.objects.filter(kind="declined").exists()
    page = at_desk(second_reviewer).get(page_of(registration)).content.decode()
    assert "Joined too late" in page
    assert "Joined in June." in page
    act(at_desk(second_reviewer), registration, "confirm")
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.seconded_by) == (reviewer, second_reviewer)
    assert Notice.objects.filter(kind="declined", claim=registration).count() == 1


def test_what_is_proposed_can_neither_be_decided_otherwise_nor_given_away(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    proposed(registration, reviewer)
    client = at_desk(reviewer)
    for name in ("accept", "keep-on-file", "ask", "decline"):
        assert "already proposed" in said(client.get(page_of(registration, name)))
    assert "already proposed" in said(client.post(page_of(registration, "release")))
    assert fresh(registration).state == State.IN_REVIEW


def test_a_proposal_sent_back_leaves_the_review_open(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim
) -> None:
    proposed(registration, reviewer)
    act(at_desk(second_reviewer), registration, "send-back")
    assert "no proposal to confirm any more" in said(at_desk(second_reviewer).get(page_of(registration, "confirm")))
    act(at_desk(reviewer), registration, "accept")
    assert fresh(registration).state == State.ACCEPTED


def test_a_reversal_points_back_and_the_first_decision_stays(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, supervisor: User, registration: Claim
) -> None:
    proposed(registration, reviewer)
    act(at_desk(second_reviewer), registration, "confirm")
    act(at_desk(supervisor), registration, "reverse", outcome="on_file", note="We look again in spring.")
    first, second = Decision.objects.order_by("pk")
    assert (first.outcome, second.outcome, second.reverses) == ("declined", "on_file", first)
    page = at_desk(supervisor).get(page_of(registration)).content.decode()
    assert "in place of an earlier decision" in page
    assert "already reversed" not in page


CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("accept", "accepted", {"note": "Fine."}),
    ("keep-on-file", "kept_on_file", {"note": ""}),
    ("ask", "information_requested", {"questions": ["joined"], "message": "Which month?\nAny paper?", "days": 14}),
]


@pytest.mark.parametrize(("name", "kind", "values"), CASES)
@pytest.mark.parametrize("mode", ["registration", "claim"])
def test_what_was_shown_is_what_is_sent(
    at_desk: AtDesk, supervisor: User, request: pytest.FixtureRequest, mode: str, name: str, kind: str, values: Any
) -> None:
    User.objects.filter(pk=supervisor.pk).update(is_superuser=True)
    supervisor.refresh_from_db()
    filed = taken(request.getfixturevalue(mode), supervisor)
    client = at_desk(supervisor)
    shown = client.post(page_of(filed, name), values).context["notice"]
    act(client, filed, name, **values)
    assert _sent(filed, kind) == (shown.subject, shown.text, shown.html)


def test_what_the_second_person_saw_is_what_is_sent(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, supervisor: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    first = at_desk(reviewer).post(page_of(registration, "decline"), DECLINE).context["notice"]
    act(at_desk(reviewer), registration, "decline", **DECLINE)
    shown = at_desk(second_reviewer).get(page_of(registration, "confirm")).context["notice"]
    act(at_desk(second_reviewer), registration, "confirm")
    assert first == shown
    assert _sent(registration, "declined") == (shown.subject, shown.text, shown.html)
    values = {"outcome": "accepted", "note": "The invoice."}
    shown = at_desk(supervisor).post(page_of(registration, "reverse"), values).context["notice"]
    act(at_desk(supervisor), registration, "reverse", **values)
    assert _sent(registration, "reversed") == (shown.subject, shown.text, shown.html)


def test_nothing_happens_when_the_notice_would_read_differently_from_what_was_seen(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    client = at_desk(reviewer)
    seen = client.post(page_of(registration, "decline"), DECLINE).context["seen"]
    other = {"reasons": ["duplicate"], "note": "Twice.", "seen": seen}
    response = client.post(page_of(registration, "decline"), other)
    assert "would now read differently" in response.content.decode()
    assert "We already hold what you filed before." in response.content.decode()
    assert not DecisionProposal.objects.exists()


def test_a_posted_act_that_never_saw_the_notice_only_shows_it(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    response = at_desk(reviewer).post(page_of(registration, "accept"), {"note": ""})
    assert response.context["notice"].subject in response.content.decode()
    assert fresh(registration).state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("ask", {"message": "Which?", "days": 10}, "Choose at least one question."),
        ("ask", {"questions": ["joined"], "message": "Which?", "days": 0}, "greater than or equal to 1"),
        ("ask", {"questions": ["nothing"], "message": "Which?", "days": 10}, "nothing is not one of the available"),
        ("ask", {"questions": ["joined"], "message": "x" * 5000, "days": 10}, "at most 4000 characters"),
        ("decline", {"note": "Why"}, "Choose at least one reason."),
        ("decline", {"reasons": ["invented"], "note": "Why"}, "invented is not one of the available"),
        ("decline", {"reasons": ["duplicate"], "note": " "}, "This field is required."),
    ],
)
def test_a_form_that_is_not_right_says_so_at_its_place_and_keeps_what_was_written(
    at_desk: AtDesk, reviewer: User, registration: Claim, name: str, values: dict[str, Any], sentence: str
) -> None:
    taken(registration, reviewer)
    page = at_desk(reviewer).post(page_of(registration, name), values).content.decode()
    assert sentence in page
    assert str(values.get("message", values.get("note"))) in page
    assert registration.events.count() == 3


def test_the_words_follow_the_mode(at_desk: AtDesk, supervisor: User, registration: Claim, claim: Claim) -> None:
    User.objects.filter(pk=supervisor.pk).update(is_superuser=True)
    supervisor.refresh_from_db()
    client = at_desk(supervisor)
    for filed, accepted, declined in ((registration, "accepted", "declined"), (claim, "approved", "denied")):
        taken(filed, supervisor)
        page = client.get(page_of(filed)).content.decode()
        assert f"Decide: {accepted}" in page
        assert f"Propose: {declined}" in page


def test_no_frozen_model_can_be_added_changed_or_deleted_from_the_desk(
    at_desk: AtDesk, administrator: User, rf: Any
) -> None:
    request = rf.get("/desk/")
    request.user = User.objects.get(pk=administrator.pk)
    for model, register in desk._registry.items():
        assert not register.has_add_permission(request), model
        assert not register.has_change_permission(request), model
        assert not register.has_delete_permission(request), model
        assert len(register.get_urls()) == 1, model
    assert set(frozen_models())


def test_a_filing_on_paper_has_no_mailbox_and_the_page_says_so(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    Claim.objects.filter(pk=registration.pk).update(filed_by=None)
    registration.person.user = None
    registration.person.save()
    client = at_desk(reviewer)
    assert "write to them by post" in client.get(page_of(registration, "accept")).content.decode()
    act(client, registration, "accept")
    assert fresh(registration).state == State.ACCEPTED
    assert not Notice.objects.filter(kind="accepted").exists()


def _sent(filed: Claim, kind: str) -> tuple[str, str, str]:
    """What went to the relay, with the notice's own code taken out again."""
    assert settings.EMAIL_BACKEND
    notice = Notice.objects.get(claim=filed, kind=kind)
    send_due()
    message = NoticeMessage.objects.get(notice=notice)
    return tuple(  # type: ignore[return-value]
        part.replace(notice.code, UNSENT_CODE) for part in (message.subject, message.text, message.html)
    )
