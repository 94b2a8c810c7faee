"""The pages of a campaign: prepared, rehearsed, approved by two, started, paused, finished."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.campaigns.actions import pause_what_stopped
from intake.campaigns.models import Campaign, CampaignState
from intake.notices.actions import send_due
from intake.notices.consequences import pause as stop_by_breaker
from tests.desk.campaigns import SAID, approve, at, begun, fresh, frozen, rehearsed
from tests.desk.steps import said
from tests.desk.versions import words_of
from tests.fixtures.filings import staff_of

SignedIn = Callable[[User], Client]


@pytest.fixture
def first(settlement: Matter) -> User:
    return staff_of(settlement, "first", Role.ADMINISTRATOR)


@pytest.fixture
def client(first: User, signed_in: SignedIn) -> Client:
    return signed_in(first)


@pytest.fixture
def second(settlement: Matter, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(settlement, "second", Role.REVIEWER))


def test_a_campaign_goes_from_nothing_to_running_through_its_pages(
    settlement: Matter, first: User, client: Client, second: Client
) -> None:
    assert "Nobody has been written to yet" in words_of(client.get(f"/desk/matters/{settlement.slug}/campaigns/"))
    campaign = rehearsed(client, settlement, first)
    assert (campaign.manifest_rows, campaign.state) == (3, CampaignState.FROZEN)
    answer = client.get(at(campaign))
    assert [offer.name for offer in answer.context["offers"] if offer.is_main] == ["campaign_approve"]
    page = words_of(answer)
    assert "Every message can be written. 3 of 3 messages are written." in page
    assert "People on the list that was uploaded." in page
    assert "If it were started now, the last notice would leave on" in page
    assert campaign.manifest_sha256 in page
    assert "You approved it." in said(approve(client, campaign))
    assert "You approved this already" in said(client.get(at(campaign, "approve/")))
    assert "You approved it." in said(approve(second, campaign))
    assert "It runs." in said(client.post(at(campaign, "start/")))
    page = client.get(at(campaign))
    assert f'data-poll="{at(campaign, "progress/")}"' in page.content.decode()
    assert "Waiting to be sent 3 Lines of the list 3" in words_of(page)
    assert "data-ended" not in client.get(at(campaign, "progress/")).content.decode()


def test_a_running_campaign_is_paused_goes_on_and_is_cancelled_by_two(
    settlement: Matter, first: User, client: Client, second: Client
) -> None:
    campaign = _running(settlement, first, client, second)
    assert "Say why, in a sentence" in words_of(client.post(at(campaign, "pause/"), {"reason": ""}))
    assert "It is paused." in said(second.post(at(campaign, "pause/"), {"reason": "A word is wrong."}))
    assert "It is paused : A word is wrong." in words_of(client.get(at(campaign)))
    assert "it cannot become" in said(second.post(at(campaign, "pause/"), {"reason": "Twice."}))
    assert "It goes on." in said(client.post(at(campaign, "resume/")))
    assert "A different person must agree." in said(
        client.post(at(campaign, "propose-cancel/"), {"reason": "Vacated."})
    )
    assert "You proposed this." in said(client.post(at(campaign, "cancel/"), {"reason": "Vacated."}))
    for page in ("", "cancel/", "keep/"):
        assert re.search(
            r"first@\S+ proposed on .* to cancel the rest: Vacated\.", words_of(second.get(at(campaign, page)))
        )
    assert "It is cancelled." in said(second.post(at(campaign, "cancel/"), {"reason": "Vacated."}))
    assert fresh(campaign).state == CampaignState.CANCELLED
    page = words_of(client.get(at(campaign, "log/")))
    for sentence in ("froze 3 recipients", "approved it", "paused it: A word is wrong.", "cancelled 3 messages"):
        assert sentence in page


def test_why_a_campaign_stopped_by_itself_stands_on_its_page_and_on_that_of_the_queue(
    settlement: Matter, first: User, client: Client, second: Client
) -> None:
    campaign = _running(settlement, first, client, second)
    stop_by_breaker(campaign.dispatch_id, "60 of the last 100 addresses do not exist.")
    assert "It stopped by itself : 60 of the last 100 addresses do not exist." in words_of(client.get(at(campaign)))
    pause_what_stopped()
    assert "It is paused : 60 of the last 100 addresses do not exist." in words_of(client.get(at(campaign)))
    assert "Class notice : 60 of the last 100" in words_of(client.get("/desk/health/"))
    assert "It goes on." in said(client.post(at(campaign, "resume/")))


def test_it_finishes_and_is_closed_when_nothing_waits(
    settlement: Matter, first: User, client: Client, second: Client
) -> None:
    campaign = _running(settlement, first, client, second)
    assert "no e-mail is added any more. Letters are still owed." in said(client.post(at(campaign, "drain/")))
    assert "not finished yet" in said(client.post(at(campaign, "close/")))
    assert fresh(campaign).state == CampaignState.DRAINING
    assert send_due() == {"accepted": 3}
    assert "It is closed. Its declaration can be made." in said(client.post(at(campaign, "close/")))
    closed = fresh(campaign)
    assert (closed.state, closed.dispatch.tally()) == (CampaignState.CLOSED, {"accepted": 3})
    assert closed.dispatch.ended_at is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Give the campaign a name."),
        ({"order_reference": ""}, "A notice ordered by the court names the order"),
        ({"deadline": "tomorrow"}, "such as 2026-12-15 17:00"),
        ({"deadline": "2001-01-01 10:00"}, "The deadline has passed."),
        ({"per_second": "-1"}, "A limit a second is more than 0"),
        ({"per_day": "many"}, "Write a whole number"),
        ({"per_day": "9999999999"}, "That is more than there are people."),
        ({"remail_days": "soon"}, "Write a whole number, such as 10."),
        ({"remail_days": "0"}, "at least 1 working day"),
        ({"source": ""}, "Say who is written to."),
    ],
)
def test_a_draft_that_is_refused_keeps_what_was_typed(
    settlement: Matter, first: User, client: Client, changes: dict[str, str], sentence: str
) -> None:
    sent = {**SAID, "owner": first.pk, "name": "Word of the order", **changes}
    page = client.post(f"/desk/matters/{settlement.slug}/campaigns/new/", sent)
    assert sentence in words_of(page)
    assert not Campaign.objects.exists()
    assert page.context["form"]["name"].value() == sent["name"]
    assert page.context["form"]["deadline"].value() == sent["deadline"]


def test_every_mistake_is_where_its_field_points(settlement: Matter, first: User, client: Client) -> None:
    sent = {"per_day": "x", "unknown_rule": "", "purpose": "", "states": ["mad"]}
    page = client.post(f"/desk/matters/{settlement.slug}/campaigns/new/", sent).content.decode()
    pointed = {one for many in re.findall(r'aria-describedby="([^"]+)"', page) for one in many.split()}
    assert {"id_name_error", "id_per_day_error", "id_unknown_rule_error", "id_purpose_error"} <= pointed
    assert pointed <= set(re.findall(r'\bid="([^"]+)"', page))


def test_a_draft_is_edited_with_what_it_says(settlement: Matter, first: User, client: Client) -> None:
    campaign = begun(client, settlement, first)
    form = client.get(at(campaign, "edit/")).context["form"]
    assert (form["deadline"].value(), form["source"].value()) == ("2099-12-15 17:00", "list")
    changed = {**SAID, "owner": first.pk, "name": "Second wave", "source": "claims", "states": ["submitted"]}
    assert "The draft is saved." in said(client.post(at(campaign, "edit/"), changed))
    assert fresh(campaign).source == {"from": "claims", "states": ["submitted"]}
    assert fresh(campaign).templates.exists()
    corrected = {**changed, "order_reference": "ECF 42"}
    assert "Its words no longer fit and were taken out: English. Choose words" in said(
        client.post(at(campaign, "edit/"), corrected)
    )
    assert (fresh(campaign).order_reference, fresh(campaign).templates.count()) == ("ECF 42", 0)
    assert "took its words in English out, which no longer fit" in words_of(client.get(at(campaign, "log/")))
    assert "Choose a template first" in words_of(client.get(at(campaign)))
    frozen(client, settlement, first)
    assert "only a draft is edited" in said(client.get(at(Campaign.objects.latest("pk"), "edit/")))


def test_whoever_answers_for_it_is_never_changed_by_the_page_alone(
    settlement: Matter, first: User, client: Client
) -> None:
    campaign = begun(client, settlement, first)
    assert "Choose somebody" not in words_of(client.get(at(campaign, "edit/")))
    gone = staff_of(settlement, "gone")
    Campaign.objects.filter(pk=campaign.pk).update(owner=gone)
    gone.grants.all().delete()
    page = client.get(at(campaign, "edit/"))
    assert '<option value="">Choose somebody</option>' in page.content.decode()
    assert f"It was {gone.email}, who has left" in words_of(page)
    refused = client.post(at(campaign, "edit/"), {**SAID, "name": "Second wave", "owner": ""})
    assert "Choose somebody who answers for it." in words_of(refused)
    assert "Second wave" in refused.content.decode()
    assert fresh(campaign).owner == gone
    assert "The draft is saved." in said(client.post(at(campaign, "edit/"), {**SAID, "owner": first.pk}))
    assert fresh(campaign).owner == first


def _running(matter: Matter, by: User, client: Client, second: Client) -> Campaign:
    campaign = rehearsed(client, matter, by)
    approve(client, campaign)
    approve(second, campaign)
    client.post(at(campaign, "start/"))
    return fresh(campaign)
