"""What failed of a campaign and why, unknown messages decided about, and letters."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from claimants.people.models import Role, User
from intake.campaigns.actions import Decision, owe_paper
from intake.campaigns.models import Campaign, CampaignState
from intake.desk.code_words import DECISIONS, GROUNDS, in_words
from intake.notices.actions import count_as_sent
from intake.notices.grounds import Ground
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from tests.campaigns.listed import administrator_of, move, notices_of, running
from tests.desk.campaigns import at
from tests.desk.steps import said
from tests.desk.versions import words_of
from tests.factories import RoleGrantFactory, UserFactory
from tests.fixtures.filings import staff_of

SignedIn = Callable[[User], Client]
PEOPLE = [[f"person{number}@example.org"] for number in range(5)]


@pytest.fixture
def campaign(db: None) -> Campaign:
    return running(UserFactory.create(staff=True), PEOPLE)


@pytest.fixture
def client(campaign: Campaign, signed_in: SignedIn) -> Client:
    return signed_in(administrator_of(campaign))


@pytest.fixture
def unknown(campaign: Campaign) -> Notice:
    found = move(notices_of(campaign)[0], NoticeState.UNKNOWN, attempts_made=1, owner=campaign.owner)
    _attempt(found, NoticeAttempt.Phase.UNKNOWN)
    return found


def test_each_message_that_did_not_arrive_says_why_and_what_is_next(
    campaign: Campaign, unknown: Notice, client: Client
) -> None:
    notices = notices_of(campaign)
    gone = move(notices[1], NoticeState.FAILED, last_reply="5.1.1 no such user")
    _attempt(gone, NoticeAttempt.Phase.FAILED, ground="address")
    odd = move(notices[2], NoticeState.FAILED, last_reply="5.0.0 ?")
    _attempt(odd, NoticeAttempt.Phase.FAILED, ground="unrecognised", is_flagged=True)
    page = client.get(at(campaign, "notices/"))
    assert [row.notice.code for row in page.context["rows"]] == [unknown.code, gone.code, odd.code]
    assert "Nobody is at this address. The next address is written to by itself" in words_of(page)
    assert "Its owner decides" in words_of(page)
    assert _shown(client, campaign, show="flagged") == [odd.code]
    assert _shown(client, campaign, show="failed", ground="address") == [gone.code]
    assert _shown(client, campaign, show="unknown") == [unknown.code]
    assert len(_shown(client, campaign, show="every")) == len(PEOPLE)
    assert "There is no such choice." in words_of(client.get(at(campaign, "notices/"), {"show": "nonsense"}))
    assert "nobody is at this address (1), a reply that nobody has read before (1)." in words_of(page)
    for shown in (page, client.get(f"/desk/notices/{odd.code}/")):
        assert "a reply that nobody has read before" in words_of(shown)
        assert "unrecognised" not in words_of(shown)


def test_what_nobody_knew_says_who_or_what_settled_it(campaign: Campaign, unknown: Notice, client: Client) -> None:
    by_rule = move(notices_of(campaign)[1], NoticeState.UNKNOWN, attempts_made=1)
    count_as_sent([by_rule])
    count_as_sent([unknown], said="by a person: it is in their mailbox", by=campaign.owner)
    page = client.get(at(campaign, "notices/"), {"show": "every"})
    steps = {row.notice.pk: row.step for row in page.context["rows"]}
    assert steps[by_rule.pk] == "It was settled by the rule of the campaign."
    assert steps[unknown.pk] == f"It was settled by {campaign.owner.email}."
    for notice in (by_rule, unknown):
        shown = words_of(client.get(f"/desk/notices/{notice.code}/"))
        assert f"Not known; settled since {steps[notice.pk]}" in shown
        assert f"settled {campaign.owner.email}" in shown or notice == by_rule
        assert "by a person" not in words_of(page) + shown.replace("by a person: it is in", "")


def test_complaints_are_among_what_failed_and_why(campaign: Campaign, client: Client) -> None:
    notice = move(notices_of(campaign)[3], NoticeState.ACCEPTED, accepted_at=timezone.now(), arrival="complained")
    assert _shown(client, campaign) == _shown(client, campaign, show="complained") == [notice.code]
    assert "It was reported as unwanted." in words_of(client.get(at(campaign, "notices/")))


def test_every_ground_and_every_decision_has_its_words() -> None:
    assert set(GROUNDS) == set(Ground)
    assert set(DECISIONS) == set(Decision)
    assert in_words("") == "not said"


@pytest.mark.parametrize(
    ("decision", "state", "letters"),
    [("same_again", NoticeState.QUEUED, 0), ("sent", NoticeState.RESOLVED, 0), ("post", NoticeState.RESOLVED, 1)],
)
def test_whoever_decides_about_an_unknown_message_is_on_record(
    campaign: Campaign, unknown: Notice, client: Client, decision: str, state: NoticeState, letters: int
) -> None:
    sent = {"what": decision, "reason": "The relay's log has no trace of it."}
    assert "Done." in said(client.post(f"/desk/notices/{unknown.code}/settle/", sent))
    unknown.refresh_from_db()
    assert (unknown.state, campaign.postal_items.count()) == (state, letters)
    assert unknown.attempts.get(phase="resolved").by == administrator(campaign)
    assert sum(campaign.dispatch.tally().values()) == len(PEOPLE)
    assert "moved on" in said(client.post(f"/desk/notices/{unknown.code}/settle/", {**sent, "what": "sent"}))
    log = words_of(client.get(at(campaign, "log/")))
    assert f"decided about line 1: {in_words(decision)}" in log
    assert "same_again" not in log


def test_whoever_answers_for_a_campaign_decides_about_its_messages(
    campaign: Campaign, unknown: Notice, signed_in: SignedIn
) -> None:
    RoleGrantFactory.create(user=campaign.owner, matter=campaign.matter, role=Role.AUDITOR)
    sent = {"what": "sent", "reason": "The relay has it in its log."}
    assert "Done." in said(signed_in(campaign.owner).post(f"/desk/notices/{unknown.code}/settle/", sent))


def test_the_page_of_a_message_of_many_shows_everything_about_it(
    campaign: Campaign, unknown: Notice, client: Client
) -> None:
    page = words_of(client.get(f"/desk/notices/{unknown.code}/"))
    for words in (campaign.name, "person0@example.org", campaign.owner.email, "No news since", "Count it as sent"):
        assert words in page


def test_who_audits_reads_whom_a_message_went_to_and_decides_nothing(
    campaign: Campaign, unknown: Notice, signed_in: SignedIn
) -> None:
    """Whoever audits reads afterwards what approvers read before, with the address."""
    reader = signed_in(staff_of(campaign.matter, "auditor", Role.AUDITOR))
    page = words_of(reader.get(f"/desk/notices/{unknown.code}/"))
    assert "person0@example.org" in page
    assert "A person must decide" not in page
    assert reader.post(f"/desk/notices/{unknown.code}/settle/", {"what": "sent", "reason": "x"}).status_code == 403
    assert reader.get(at(campaign, "letters/")).status_code == 200
    assert reader.post(at(campaign, "letters/export/")).status_code == 403


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (CampaignState.RUNNING, "The next address is written to by itself; without one, a letter is owed."),
        (CampaignState.DRAINING, "The campaign is finishing, so a letter is owed by itself."),
        (CampaignState.PAUSED, "Nothing follows while the campaign is paused."),
        (CampaignState.CANCELLED, "so nothing follows by itself. Write by post, or leave it."),
        (CampaignState.CLOSED, "The campaign is closed, so no other address is written to."),
    ],
)
def test_what_follows_is_said_as_the_campaign_stands(
    campaign: Campaign, client: Client, state: CampaignState, step: str
) -> None:
    gone = move(notices_of(campaign)[1], NoticeState.FAILED, last_reply="5.1.1 no such user")
    _attempt(gone, NoticeAttempt.Phase.FAILED, ground="address")
    Campaign.objects.update(state=state)
    assert step in words_of(client.get(at(campaign, "notices/")))
    assert step in words_of(client.get(f"/desk/notices/{gone.code}/"))


def test_who_goes_by_post_from_the_start_has_a_letter_and_nothing_to_decide(campaign: Campaign, client: Client) -> None:
    owe_paper(campaign, {1: "There is no e-mail address on this line."})
    by_post = move(notices_of(campaign)[0], NoticeState.FAILED)
    assert "A letter is owed." in words_of(client.get(at(campaign, "notices/")))
    page = words_of(client.get(f"/desk/notices/{by_post.code}/"))
    assert "A letter is owed." in page
    assert "Write by post" not in page


def test_lists_of_a_campaign_show_no_address_to_anybody(
    campaign: Campaign, unknown: Notice, client: Client, signed_in: SignedIn
) -> None:
    owe_paper(campaign, {1: "No address."})
    auditor = signed_in(staff_of(campaign.matter, "auditor", Role.AUDITOR))
    for browser in (client, auditor):
        for page in ("", "progress/", "notices/", "letters/", "log/"):
            shown = words_of(browser.get(at(campaign, page)))
            assert "person0@example.org" not in shown, page
            assert "1 Main Street" not in shown, page
        assert "person0@example.org" not in words_of(browser.get("/desk/"))
        assert "person0@example.org" not in words_of(browser.get("/desk/health/"))


def administrator(campaign: Campaign) -> User:
    return User.objects.get(email=f"administrator{campaign.pk}@counsel.example.org")


def _attempt(notice: Notice, phase: str, **changes: object) -> None:
    NoticeAttempt.objects.create(notice=notice, number=1, phase=phase, **changes)


def _shown(client: Client, campaign: Campaign, **query: str) -> list[str]:
    return [row.notice.code for row in client.get(at(campaign, "notices/"), query).context["rows"]]
