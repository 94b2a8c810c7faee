"""What a named person decides about a notice that failed, is held, or that nobody can know about."""

import pytest

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.filing.erasure import erase
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.actions import send_again
from intake.notices.models import Arrival, Notice, NoticeState
from intake.review import actions as review
from tests.desk.conftest import AtDesk
from tests.desk.steps import fresh, page_of, said, taken
from tests.desk.versions import words_of
from tests.notices.dispatches import dispatch_to


@pytest.fixture
def notice(registration: Claim) -> Notice:
    return Notice.objects.get(claim=registration)


def set_state(notice: Notice, state: NoticeState) -> None:
    Notice.objects.filter(pk=notice.pk).update(state=state)


@pytest.mark.parametrize(
    ("state", "what", "becomes"),
    [
        (NoticeState.UNKNOWN, "send_again", NoticeState.RESOLVED),
        (NoticeState.UNKNOWN, "deem_sent", NoticeState.RESOLVED),
        (NoticeState.FAILED, "send_again", NoticeState.FAILED),
        (NoticeState.HELD, "release", NoticeState.QUEUED),
        (NoticeState.HELD, "cancel", NoticeState.CANCELLED),
        (NoticeState.QUEUED, "cancel", NoticeState.CANCELLED),
    ],
)
def test_a_person_settles_it_with_a_reason_and_a_name(
    at_desk: AtDesk, reviewer: User, notice: Notice, state: NoticeState, what: str, becomes: NoticeState
) -> None:
    set_state(notice, state)
    client = at_desk(reviewer)
    page = f"/desk/notices/{notice.code}/"
    assert "A person must decide" in client.get(page).content.decode()
    client.post(f"{page}settle/", {"what": what, "reason": "The relay's log shows it."})
    notice.refresh_from_db()
    assert notice.state == becomes
    assert notice.attempts.get(phase="resolved").by == reviewer
    assert Notice.objects.filter(cause=notice.cause).count() == (2 if what == "send_again" else 1)
    assert reviewer.email in client.get(page).content.decode()


def test_word_of_a_new_definition_is_let_go_by_an_administrator_alone(
    at_desk: AtDesk, reviewer: User, administrator: User, notice: Notice
) -> None:
    Notice.objects.filter(pk=notice.pk).update(kind="definition_changed", state=NoticeState.HELD)
    page, released = f"/desk/notices/{notice.code}/", {"what": "release", "reason": "Counsel agreed."}
    for person, may_release, state in ((reviewer, False, NoticeState.HELD), (administrator, True, NoticeState.QUEUED)):
        client = at_desk(person)
        shown = client.get(page).content.decode()
        assert ('value="release"' in shown, 'value="cancel"' in shown) == (may_release, True)
        refused = "does not let you change its class definition" in words_of(client.post(f"{page}settle/", released))
        assert refused is not may_release
        notice.refresh_from_db()
        assert notice.state == state


@pytest.mark.parametrize("state", [NoticeState.ACCEPTED, NoticeState.LEASED, NoticeState.CANCELLED])
def test_there_is_nothing_to_decide_about_the_others(
    at_desk: AtDesk, reviewer: User, notice: Notice, state: NoticeState
) -> None:
    extra = {"accepted_at": notice.owed_at} if state is NoticeState.ACCEPTED else {}
    lease = {"lease_until": notice.owed_at, "lease_token": "x"} if state is NoticeState.LEASED else {}
    Notice.objects.filter(pk=notice.pk).update(state=state, **extra, **lease)
    client = at_desk(reviewer)
    assert "A person must decide" not in client.get(f"/desk/notices/{notice.code}/").content.decode()
    response = client.post(f"/desk/notices/{notice.code}/settle/", {"what": "send_again", "reason": "Because."})
    assert "has moved on since you opened this page" in said(response)
    notice.refresh_from_db()
    assert notice.state == state


def test_one_that_came_back_is_sent_again_once(at_desk: AtDesk, reviewer: User, notice: Notice) -> None:
    back = {"state": NoticeState.ACCEPTED, "arrival": Arrival.BOUNCED, "accepted_at": notice.owed_at}
    Notice.objects.filter(pk=notice.pk).update(**back)
    client, page = at_desk(reviewer), f"/desk/notices/{notice.code}/"
    shown = client.get(page).content.decode()
    assert [f'value="{what}"' in shown for what in ("send_again", "deem_sent", "cancel")] == [True, False, False]
    client.post(f"{page}settle/", {"what": "send_again", "reason": "The mailbox works now."})
    assert Notice.objects.get(cause=notice.cause, sequence=1).state == NoticeState.QUEUED
    assert "A person must decide" not in client.get(page).content.decode()


def test_a_request_is_taken_back_with_its_claim_and_never_by_its_notice_alone(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    asked = review.ask(claim=taken(registration, reviewer), questions=["joined"], message="", days=30, by=reviewer)
    notice = Notice.objects.get(kind="information_requested")
    client = at_desk(reviewer)
    refused = client.post(f"/desk/notices/{notice.code}/settle/", {"what": "cancel", "reason": "A slip."})
    assert "Take the registration for review: that ends the request" in words_of(refused)
    assert "A slip." in words_of(refused)
    client.post(f"{page_of(registration)}take/")
    notice.refresh_from_db()
    asked.refresh_from_db()
    assert (notice.state, asked.lapsed_at is None) == (NoticeState.CANCELLED, False)
    assert fresh(registration).state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("state", "what", "is_troubled"),
    [
        (NoticeState.FAILED, "send_again", False),
        (NoticeState.UNKNOWN, "send_again", True),
        (NoticeState.HELD, "release", True),
    ],
)
def test_what_was_erased_is_neither_sent_nor_offered_to_be(
    at_desk: AtDesk, reviewer: User, notice: Notice, state: NoticeState, what: str, is_troubled: bool
) -> None:
    erase(claim=notice.claim, ground="request", by=None)
    set_state(notice, state)
    client = at_desk(reviewer)
    page = client.get(f"/desk/notices/{notice.code}/").content.decode()
    assert ("A person must decide" in page, f'value="{what}"' in page) == (is_troubled, False)
    assert (notice.code in client.get("/desk/").content.decode()) is is_troubled
    client.post(f"/desk/notices/{notice.code}/settle/", {"what": what, "reason": "Because."})
    notice.refresh_from_db()
    assert (notice.state, Notice.objects.count()) == (state, 1)


@pytest.mark.parametrize(
    ("state", "what", "becomes"),
    [
        (NoticeState.UNKNOWN, "deem_sent", NoticeState.RESOLVED),
        (NoticeState.HELD, "cancel", NoticeState.CANCELLED),
    ],
)
def test_what_was_erased_can_still_be_settled(
    at_desk: AtDesk, reviewer: User, notice: Notice, state: NoticeState, what: str, becomes: NoticeState
) -> None:
    erase(claim=notice.claim, ground="request", by=None)
    set_state(notice, state)
    at_desk(reviewer).post(f"/desk/notices/{notice.code}/settle/", {"what": what, "reason": "Because."})
    notice.refresh_from_db()
    assert notice.state == becomes


def test_a_reason_is_needed(at_desk: AtDesk, reviewer: User, notice: Notice) -> None:
    set_state(notice, NoticeState.FAILED)
    response = at_desk(reviewer).post(f"/desk/notices/{notice.code}/settle/", {"what": "send_again", "reason": " "})
    assert "Say why" in words_of(response)
    assert Notice.objects.count() == 1


def test_what_was_typed_stays_when_nothing_is_decided(at_desk: AtDesk, reviewer: User, notice: Notice) -> None:
    set_state(notice, NoticeState.UNKNOWN)
    client = at_desk(reviewer)
    for sent, sentence in (
        ({"reason": "The log has no trace."}, "Choose what shall happen."),
        ({"what": "cancel", "reason": "The log has no trace."}, "has moved on since you opened this page"),
        ({"what": "deem_sent", "reason": "The log has no trace." + "x" * 400}, "Say it in fewer words: 400 characters"),
    ):
        page = words_of(client.post(f"/desk/notices/{notice.code}/settle/", sent))
        assert sentence in page
        assert sent["reason"] in page
        assert "Count it as sent" in page
    notice.refresh_from_db()
    assert notice.state == NoticeState.UNKNOWN


def test_sending_twice_at_once_sends_once(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, notice: Notice
) -> None:
    set_state(notice, NoticeState.FAILED)
    values = {"what": "send_again", "reason": "The mailbox works now."}
    at_desk(reviewer).post(f"/desk/notices/{notice.code}/settle/", values)
    response = at_desk(second_reviewer).post(f"/desk/notices/{notice.code}/settle/", values)
    assert "sent again already" in words_of(response)
    assert "The mailbox works now." in words_of(response)
    assert Notice.objects.count() == 2


def test_what_has_not_left_says_nothing_of_its_arrival(at_desk: AtDesk, reviewer: User, notice: Notice) -> None:
    client = at_desk(reviewer)
    assert "Arrival" not in words_of(client.get(f"/desk/notices/{notice.code}/"))
    set_state(notice, NoticeState.UNKNOWN)
    assert "Arrival No news since" in words_of(client.get(f"/desk/notices/{notice.code}/"))


def test_an_auditor_reads_a_notice_and_settles_nothing(
    at_desk: AtDesk, auditor: User, reviewer: User, notice: Notice, registration: Claim
) -> None:
    set_state(notice, NoticeState.FAILED)
    taken(registration, reviewer)
    client = at_desk(auditor)
    page = client.get(f"/desk/notices/{notice.code}/").content.decode()
    assert "ana@example.org" in page
    assert "A person must decide" not in page
    response = client.post(f"/desk/notices/{notice.code}/settle/", {"what": "send_again", "reason": "x"})
    assert response.status_code == 403


def test_the_register_narrows_by_state_and_kind_and_finds_by_code_and_reference(
    at_desk: AtDesk, reviewer: User, notice: Notice, registration: Claim
) -> None:
    client = at_desk(reviewer)
    for query, is_found in [
        ("", True), (f"q={notice.code.lower()}", True), (f"q={registration.reference}", True), ("q=xyz", False),
        ("state__exact=queued", True), ("state__exact=failed", False), ("kind=claim_received", True),
        ("kind=declined", False),
    ]:  # fmt: skip
        assert (f">{notice.code}<" in client.get(f"/desk/notices/?{query}").content.decode()) is is_found, query


def test_the_first_page_lists_what_needs_a_person(at_desk: AtDesk, reviewer: User, notice: Notice) -> None:
    client = at_desk(reviewer)
    assert notice.code not in client.get("/desk/").content.decode()
    set_state(notice, NoticeState.UNKNOWN)
    assert notice.code in client.get("/desk/").content.decode()


def test_one_of_a_campaign_has_its_page_and_is_not_sent_again_from_there(
    at_desk: AtDesk, reviewer: User, notice: Notice
) -> None:
    dispatch_to(["a@example.org"], matter=notice.matter, owner=reviewer)
    one = Notice.objects.get(kind="plain")
    set_state(one, NoticeState.UNKNOWN)
    client = at_desk(reviewer)
    assert one.code in client.get(f"/desk/notices/{one.code}/").content.decode()
    response = client.post(f"/desk/notices/{one.code}/settle/", {"what": "send_again", "reason": "Because."})
    assert "has moved on since you opened this page" in words_of(response)
    with pytest.raises(Refused, match="on the list of a campaign"):
        send_again(notice=one, reason="Because.", by=reviewer)
    client.post(f"/desk/notices/{one.code}/settle/", {"what": "deem_sent", "reason": "The log shows it."})
    one.refresh_from_db()
    assert one.state == NoticeState.RESOLVED
