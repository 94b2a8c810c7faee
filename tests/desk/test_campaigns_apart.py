"""Who may do what with a notice to many, what a second click does, and what stays behind the conflict wall."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claimants.matters.models import Matter
from claimants.matters.stages import Stage
from claimants.people.models import Role, User
from intake.campaigns import actions
from intake.campaigns.models import Campaign, CampaignState, Recipient
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from intake.review.models import StaffRead
from tests.campaigns.listed import move, notices_of
from tests.campaigns.listed import running as listed
from tests.campaigns.situations import approved, draft, frozen, matter_with, rehearsed, running, staff
from tests.desk.campaigns import at, fresh
from tests.desk.steps import said
from tests.desk.versions import words_of

SignedIn = Callable[[User], Client]


@pytest.fixture
def administrator(db: None) -> User:
    return staff(matter_with(2))


@pytest.fixture
def matter(administrator: User) -> Matter:
    return administrator.grants.get().matter


@pytest.fixture
def client(administrator: User, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


def test_an_auditor_reads_everything_and_finds_no_button(
    matter: Matter, administrator: User, signed_in: SignedIn
) -> None:
    campaign = running(matter, administrator)
    auditor = signed_in(staff(matter, Role.AUDITOR))
    page = auditor.get(at(campaign))
    assert all(offer.refusal for offer in page.context["offers"])
    assert "Not open to you now, and why" in words_of(page)
    assert auditor.get(at(campaign, "messages/1/")).status_code == 200
    for name in ("pause/", "drain/", "close/", "propose-cancel/", "cancel/"):
        assert auditor.post(at(campaign, name), {"reason": "No."}).status_code == 403
    assert fresh(campaign).state == CampaignState.RUNNING


def test_whoever_may_approve_may_also_stop_and_not_start(
    matter: Matter, administrator: User, signed_in: SignedIn
) -> None:
    campaign = approved(matter, administrator)
    reviewer = signed_in(staff(matter, Role.REVIEWER))
    assert reviewer.post(at(campaign, "start/")).status_code == 403
    actions.start(campaign=campaign, by=administrator)
    assert "It is paused." in said(reviewer.post(at(campaign, "pause/"), {"reason": "A word is wrong."}))


@pytest.mark.parametrize(
    ("page", "sent", "sentence"),
    [
        ("start/", {}, "it cannot become “running”"),
        ("freeze/", {}, "it cannot become “recipients frozen”"),
        ("edit/", {}, "only a draft is edited"),
        ("words/", {}, "neither its words nor its limits change now"),
        ("approve/", {}, "there is nothing to approve"),
        ("withdraw/", {}, "Pause it if nothing more should leave"),
        ("rehearse/", {}, "Freeze the recipients first"),
        ("resume/", {}, "it cannot become “running”"),
    ],
)
def test_a_page_that_was_left_open_says_why_its_act_came_too_late(
    matter: Matter, administrator: User, client: Client, page: str, sent: dict[str, str], sentence: str
) -> None:
    campaign = running(matter, administrator)
    answer = client.post(at(campaign, page), sent)
    assert answer.url == at(campaign)
    assert sentence in said(answer)
    assert fresh(campaign).state == CampaignState.RUNNING


def test_a_second_click_starts_no_second_dry_run(matter: Matter, administrator: User, client: Client) -> None:
    campaign = frozen(matter, administrator)
    for _ in range(2):
        client.post(at(campaign, "rehearse/"))
    assert campaign.dry_runs.count() == 1


def test_claims_are_frozen_after_their_number_was_shown(matter: Matter, administrator: User, client: Client) -> None:
    campaign = draft(matter, administrator)
    assert "2 claims are meant as it stands now." in words_of(client.get(at(campaign, "freeze/")))
    assert "The recipients are frozen." in said(client.post(at(campaign, "freeze/")))
    assert fresh(campaign).manifest_rows == 2


def test_an_approval_is_taken_back(matter: Matter, administrator: User, client: Client) -> None:
    campaign = rehearsed(matter, administrator)
    assert "There is no valid approval of yours" in said(client.get(at(campaign, "withdraw/")))
    actions.approve(campaign=campaign, by=administrator)
    assert "Your approval is taken back." in said(client.post(at(campaign, "withdraw/")))
    assert "took an approval back" in words_of(client.get(at(campaign, "log/")))


def test_a_campaign_of_another_matter_is_not_there(
    matter: Matter, administrator: User, client: Client, signed_in: SignedIn
) -> None:
    elsewhere = staff(matter_with(1))
    other = draft(elsewhere.grants.get().matter, elsewhere)
    assert client.get(at(other)).status_code == 403
    assert client.get(f"/desk/matters/{matter.slug}/campaigns/{other.pk}/").status_code == 404


def test_behind_the_conflict_wall_no_message_shows_an_address(signed_in: SignedIn) -> None:
    """Whoever reads a line of a registration is on record as having read it."""
    matter = matter_with(1, stage=Stage.INVESTIGATION)
    administrator = staff(matter)
    campaign = running(matter, administrator)
    client, recipient = signed_in(administrator), Recipient.objects.get(campaign=campaign)
    Notice.objects.update(claim=recipient.claim)
    for page in (at(campaign, "messages/1/"), f"/desk/notices/{notices_of(campaign)[0].code}/"):
        assert recipient.addresses[0] not in words_of(client.get(page))
    read = StaffRead.objects.filter(claim=recipient.claim, reader=administrator)
    assert set(read.values_list("narrative", flat=True)) == {False}


@pytest.mark.parametrize("page", ["", "progress/", "notices/", "letters/", "log/", "messages/"])
def test_a_page_asks_the_same_number_of_questions_whatever_there_is(signed_in: SignedIn, page: str) -> None:
    few, many = (_with_failures(number) for number in (2, 12))
    asked = []
    for campaign in (few, many):
        client = signed_in(staff(campaign.matter))
        client.get(at(campaign, page))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(campaign, page)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def _with_failures(number: int) -> Campaign:
    campaign = listed(staff(matter_with(0)), [[f"p{one}@example.org"] for one in range(number)])
    for notice in notices_of(campaign):
        move(notice, NoticeState.FAILED, owner=campaign.owner)
        NoticeAttempt.objects.create(notice=notice, number=1, phase=NoticeAttempt.Phase.FAILED, ground="address")
    actions.owe_paper(campaign, dict.fromkeys(range(1, number + 1), "No address."))
    return campaign
