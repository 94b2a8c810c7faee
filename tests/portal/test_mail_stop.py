"""The link at the end of messages to many: only the button acts, nobody signs in, and a duty is never cancelled."""

import re

import pytest
from django.test import Client

from claimants.people.models import User
from intake.campaigns.models import Campaign, PostalItem, Recipient
from intake.notices.addresses import is_held
from intake.notices.models import AddressStatus, Notice
from intake.notices.unsubscribing import ONE_CLICK, header_templates, header_values, stop_url
from tests.campaigns.listed import move, notices_of, running
from tests.notices.reporting import HAPPENED_AT

pytestmark = pytest.mark.django_db
ADDRESS = "ana@example.org"
ONE_CLICK_BODY = {"List-Unsubscribe": "One-Click"}


def sent(by: User, purpose: str) -> Notice:
    campaign = running(by, [[ADDRESS]], purpose=purpose)
    return move(notices_of(campaign)[0], "accepted", accepted_at=HAPPENED_AT)


def path_of(notice: Notice) -> str:
    return "/" + stop_url(notice.code).split("/", 3)[3]


def main(response: object) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]  # type: ignore[attr-defined]


def test_the_headers_are_those_of_the_standard_and_claims_have_none(reviewer: User) -> None:
    notice = sent(reviewer, "update")
    headers = header_templates("update")
    link = headers["List-Unsubscribe"].replace("{{ stop }}", header_values(notice.code)["stop"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https?://[!-~]+/mail/stop/[!-~]+/>", link)
    assert header_templates("court_notice").keys() == headers.keys()
    assert header_templates("") == {}
    assert ONE_CLICK == ("List-Unsubscribe", "One-Click")


@pytest.mark.parametrize("purpose", ["update", "court_notice"])
def test_looking_at_the_page_changes_nothing(reviewer: User, client: Client, purpose: str) -> None:
    path = path_of(sent(reviewer, purpose))
    for ask in (client.get, client.head, client.post, client.options):
        ask(path)
    client.post(path, {"List-Unsubscribe": "Maybe"})
    client.get(path, ONE_CLICK_BODY)
    assert not AddressStatus.objects.exists()
    assert not PostalItem.objects.exists()


def test_one_click_stops_updates_without_a_session_and_twice_is_fine(reviewer: User) -> None:
    path = path_of(sent(reviewer, "update"))
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = client.post(path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
        assert response.status_code == 200
        assert "You will get no more updates" in main(response)
        assert not response.cookies
    assert AddressStatus.objects.get().reason == "no_updates"
    assert is_held(ADDRESS, "update") is not None
    assert is_held(ADDRESS, "court_notice") is None
    assert not PostalItem.objects.exists()


def test_of_a_courts_notice_it_starts_the_post_and_cancels_nothing(reviewer: User, client: Client) -> None:
    notice = sent(reviewer, "court_notice")
    for _ in range(2):
        response = client.post(path_of(notice), ONE_CLICK_BODY)
        assert response.status_code == 200
    assert "we must still send it" in main(response)
    assert AddressStatus.objects.get().reason == "prefers_post"
    letter = PostalItem.objects.get()
    assert (letter.place, letter.state, letter.why) == (1, "waiting", "This person asked for paper.")
    assert letter.due_at is not None
    notice.refresh_from_db()
    assert notice.state == "accepted"


def test_what_waits_to_be_sent_is_not_cancelled_by_it(reviewer: User, client: Client) -> None:
    notice = notices_of(running(reviewer, [[ADDRESS]]))[0]
    client.post(path_of(notice), ONE_CLICK_BODY)
    notice.refresh_from_db()
    assert notice.state == "queued"
    assert PostalItem.objects.count() == 1


@pytest.mark.parametrize("purpose", ["update", "court_notice"])
def test_the_page_says_nothing_of_the_person(reviewer: User, client: Client, purpose: str) -> None:
    notice = sent(reviewer, purpose)
    for response in (client.get(path_of(notice)), client.post(path_of(notice), ONE_CLICK_BODY)):
        page = main(response)
        for secret in (ADDRESS, "example", "Person 1", notice.code, notice.matter.caption):
            assert secret not in page.replace(path_of(notice), "")
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("token", ["nothing", "K7QX-PM2D", "K7QX-PM2D:forged", "%00", "a" * 3000])
def test_a_forged_link_is_no_link(client: Client, token: str) -> None:
    assert client.get(f"/mail/stop/{token}/").status_code in {400, 404}
    assert client.post(f"/mail/stop/{token}/", ONE_CLICK_BODY).status_code in {400, 404}


def test_the_link_of_one_notice_is_not_that_of_another(reviewer: User, client: Client) -> None:
    first, second = sent(reviewer, "update"), sent(reviewer, "update")
    mixed = path_of(first).replace(first.code, second.code)
    assert client.post(mixed, ONE_CLICK_BODY).status_code == 404


def test_a_notice_about_ones_own_claim_has_no_such_page(reviewer: User, client: Client) -> None:
    notice = sent(reviewer, "update")
    own = Notice.objects.create(
        cause="event:1", kind="claim_received", matter=notice.matter, recipient=reviewer, code="K7QX-PM2D"
    )
    assert client.get(path_of(own)).status_code == 404


def test_a_link_of_a_line_that_is_gone_still_answers(reviewer: User, client: Client) -> None:
    notice = notices_of(running(reviewer, [[]], purpose="update"))[0]
    Notice.objects.filter(pk=notice.pk).update(cause=f"campaign:{Campaign.objects.get().pk}:77")
    assert not Recipient.objects.filter(place=77).exists()
    assert client.post(path_of(notice), ONE_CLICK_BODY).status_code == 200
    assert not AddressStatus.objects.exists()
