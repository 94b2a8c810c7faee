"""A real campaign from its list to the last address: what is written for a successor, and sums that close."""

import pytest
from django.test import Client

from intake.campaigns import actions
from intake.campaigns.models import Campaign, PostalItem
from intake.notices.actions import act_on_reports
from intake.notices.models import Notice
from intake.notices.unsubscribing import stop_url
from intake.notices.writers import Written, writer_for_dispatches
from tests.campaigns.listed import move, notices_of
from tests.campaigns.situations import LIST, a_list, draft, matter_with, staff
from tests.notices.reporting import HAPPENED_AT, report

pytestmark = pytest.mark.django_db
ROWS = "email,email_2,reference,address_1,city,country\na@example.org,a@gmail.com,R-1,1 Main Street,Oakland,US\n"


@pytest.fixture
def campaign() -> Campaign:
    """It runs, and goes to one person with two addresses."""
    matter = matter_with(claims=0)
    by = staff(matter)
    campaign = actions.freeze(campaign=draft(matter, by, source=LIST), by=by, upload=a_list(ROWS))
    actions.rehearse(actions.ask_for_dry_run(campaign=campaign, by=by))
    for approver in (by, staff(matter)):
        campaign.refresh_from_db()
        actions.approve(campaign=campaign, by=approver)
    campaign.refresh_from_db()
    return actions.start(campaign=campaign, by=by)


def written(notice: Notice) -> Written:
    message = writer_for_dispatches()([notice])[notice.pk]
    assert isinstance(message, Written)
    return message


def come_back(notice: Notice) -> None:
    move(notice, "accepted", accepted_at=HAPPENED_AT)
    report(notice, "bounced", status="5.1.1", ground="address")
    act_on_reports()
    actions.follow_up()


def test_the_successor_is_written_to_the_next_address_with_a_link_of_its_own(campaign: Campaign) -> None:
    first = notices_of(campaign)[0]
    assert written(first).address == "a@example.org"
    come_back(first)
    again = notices_of(campaign, sequence=1)[0]
    assert written(again).address == "a@gmail.com"
    wire = written(again).wire.replace(b"\r\n ", b" ").decode()
    link = stop_url(again.code)
    for header in (f"List-Unsubscribe: <{link}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"):
        assert f"\r\n{header}\r\n" in wire
    path = link.split("/", 3)[3]
    assert Client().post(f"/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_the_campaign_closes_when_everybody_was_written_to_or_has_a_letter(campaign: Campaign) -> None:
    come_back(notices_of(campaign)[0])
    come_back(notices_of(campaign, sequence=1)[0])
    assert PostalItem.objects.get().place == 1
    assert campaign.events.filter(kind="followed_up").count() == 2
    closed = actions.close(campaign=campaign, by=campaign.made_by)
    assert closed.state == "closed"
    assert closed.dispatch is not None
    assert closed.dispatch.tally() == {"accepted": 1}
    assert closed.dispatch.superseded() == 1
