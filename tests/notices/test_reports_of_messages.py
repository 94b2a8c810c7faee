"""The inbox of reports: kept once, matched late, acted on in any order, and what follows for notice and address."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from claimants.common.references import new_reference
from intake.filing.erasure import erase
from intake.filing.models import Claim
from intake.notices.actions import act_on_reports, owe, owe_due, send_again
from intake.notices.addresses import is_held
from intake.notices.models import AddressStatus, MailEvent, Notice, NoticeAttempt, NoticePayload
from intake.notices.outcomes import settle
from intake.notices.replies import Reply, Stage
from tests.factories import UserFactory
from tests.notices.reporting import HAPPENED_AT, accept, came_back, last_moment, make_unknown, report
from tests.notices.situations import add_request

pytestmark = pytest.mark.django_db


def test_a_report_told_three_times_is_kept_once(owed: Notice) -> None:
    for _ in range(3):
        report(owed, "delivered", event_id="one")
    report(owed, "delivered", event_id="one", provider="mailgun")
    assert MailEvent.objects.count() == 2


@pytest.mark.parametrize("about", ["code", "number", "message_id", "typed"])
def test_a_report_finds_its_notice_by_any_of_its_names(owed: Notice, about: str) -> None:
    accept(owed)
    names = {
        "code": owed.code, "number": f"notice:{owed.pk}", "typed": owed.code.lower().replace("-", " "),
        "message_id": f"<{owed.code.lower()}.{owed.pk}@example.org>",
    }  # fmt: skip
    report(names[about], "delivered")
    assert act_on_reports() == {"acted_on": 1}
    owed.refresh_from_db()
    assert owed.arrival == "delivered"


@pytest.mark.parametrize("about", ["", "notice:99999999", "<0000-0000.1@example.org>", "notice:-1", "'; --", "9" * 300])
def test_a_report_about_nothing_of_ours_is_kept_and_waits(owed: Notice, about: str) -> None:
    report(about, "delivered")
    assert act_on_reports() == {"waiting": 1}
    assert MailEvent.objects.get().notice is None


def test_a_message_id_with_the_number_of_another_notice_is_nobodys(owed: Notice, claim: Claim) -> None:
    other = owe(kind="withdrawn", cause="event:2", claim=claim)
    report(f"<{owed.code.lower()}.{other.pk}@example.org>", "delivered")
    assert act_on_reports() == {"waiting": 1}


def test_a_report_before_its_message_is_known_is_acted_on_later(claim: Claim) -> None:
    report("notice:1", "delivered")
    MailEvent.objects.update(about="K7QX-PM2D")
    assert act_on_reports() == {"waiting": 1}
    notice = accept(owe(kind="claim_received", cause="event:1", claim=claim))
    MailEvent.objects.update(about=notice.code)
    assert act_on_reports() == {"acted_on": 1}
    notice.refresh_from_db()
    assert notice.arrival == "delivered"


def test_after_three_days_a_report_of_nobody_is_kept_and_looked_for_no_more() -> None:
    report("K7QX-PM2D", "delivered")
    assert act_on_reports(now=timezone.now() + timedelta(hours=71)) == {"waiting": 1}
    assert act_on_reports(now=timezone.now() + timedelta(hours=73)) == {"given_up": 1}
    assert act_on_reports() == {}
    assert MailEvent.objects.get().done_at is not None


def test_many_reports_of_nobody_keep_no_other_waiting(owed: Notice) -> None:
    accept(owed)
    for number in range(1100):
        report(f"notice:{10**9 + number}", "delivered")
    report(owed, "delivered")
    assert act_on_reports() == {"acted_on": 1, "waiting": 1100}


def test_one_report_at_a_time_in_any_order_ends_the_same(claim: Claim) -> None:
    told = [("delivered", "", ""), ("bounced", "4.2.2", "full"), ("bounced", "5.1.1", "address"), ("rejected", "", "")]
    ends = set()
    for number, order in enumerate(permutations(told)):
        notice = make_unknown(owe(kind="claim_received", cause=f"event:{number}", claim=claim))
        for kind, status, ground in order:
            report(notice, kind, status=status, ground=ground)
            report(notice, kind, status=status, ground=ground, event_id=f"{number}-{kind}-{status}")
            act_on_reports()
        notice.refresh_from_db()
        ends.add((notice.state, notice.arrival, notice.mail_events.count()))
    assert ends == {("accepted", "bounced", 8)}


def test_what_a_hostile_report_holds_is_kept_without_harm(owed: Notice) -> None:
    accept(owed)
    said = "smtp; 550 5.1.1 <ana@example.org>: no\x00 such\r\nuser \ud800" + "x" * 9000
    report(owed, "bounced", said=said, event_id="\x00" + "e" * 9000, provider="p" * 99, status="5.1.1\x00" * 9)
    assert act_on_reports() == {"acted_on": 1}
    event = MailEvent.objects.get()
    assert "ana@" not in event.said
    assert len(event.provider_event_id) == 64


def test_nobody_at_an_address_is_held_against_it_with_the_report(owed: Notice) -> None:
    came_back(accept(owed))
    status = is_held("Claimant@EXAMPLE.org ", "court_notice")
    assert status is not None
    assert status.reason == "gone"
    assert status.event == MailEvent.objects.get()
    assert "claimant" not in str(AddressStatus.objects.values())


@pytest.mark.parametrize(("status", "ground"), [("5.7.1", "policy"), ("5.6.0", "content"), ("", ""), ("5.0.0", "")])
def test_a_refusal_that_is_not_about_the_address_holds_nothing_against_it(
    owed: Notice, status: str, ground: str
) -> None:
    report(accept(owed), "bounced", status=status, ground=ground)
    act_on_reports()
    owed.refresh_from_db()
    assert owed.arrival == "bounced"
    assert not AddressStatus.objects.exists()


def test_full_three_times_over_three_days_is_held_against_an_address(claim: Claim) -> None:
    for number, hours in enumerate((0, 30, 71)):
        notice = accept(owe(kind="claim_received", cause=f"event:{number}", claim=claim))
        report(notice, "bounced", status="4.2.2", ground="full", at=HAPPENED_AT + timedelta(hours=hours))
    act_on_reports()
    assert not AddressStatus.objects.exists()
    report(notice, "bounced", status="4.2.2", ground="full", at=HAPPENED_AT + timedelta(hours=73))
    act_on_reports()
    assert AddressStatus.objects.get().reason == "soft"


def test_something_delivered_in_between_forgives_a_full_mailbox(owed: Notice) -> None:
    accept(owed)
    for hours in (0, 1, 80, 81):
        report(owed, "bounced", status="4.2.2", ground="full", at=HAPPENED_AT + timedelta(hours=hours))
    report(owed, "delivered", at=HAPPENED_AT + timedelta(hours=40))
    act_on_reports()
    assert not AddressStatus.objects.exists()


def test_a_report_settles_what_nobody_knew_and_says_so(owed: Notice) -> None:
    make_unknown(owed)
    report(owed, "delivered")
    act_on_reports()
    owed.refresh_from_db()
    assert (owed.state, owed.accepted_at, owed.arrival) == ("accepted", HAPPENED_AT, "delivered")
    said = owed.attempts.get(phase=NoticeAttempt.Phase.REPORTED)
    assert said.reply == "Accepted by the mail relay, by the report postmark delivered"
    assert settle("lost", [(owed.pk, Reply(Stage.MESSAGE, 550, "5.1.1"))]) == {}


def test_a_report_that_came_before_the_worker_was_lost_still_settles(owed: Notice) -> None:
    report(owed, "accepted")
    act_on_reports()
    make_unknown(owed)
    act_on_reports()
    owed.refresh_from_db()
    assert owed.state == "accepted"


def test_a_provider_that_dropped_it_makes_it_failed_until_it_says_that_it_took_it(owed: Notice) -> None:
    make_unknown(owed)
    report(owed, "rejected")
    act_on_reports()
    owed.refresh_from_db()
    assert (owed.state, owed.arrival) == ("failed", "bounced")
    report(owed, "accepted")
    act_on_reports()
    owed.refresh_from_db()
    assert (owed.state, owed.arrival) == ("accepted", "bounced")


def test_a_report_moves_nothing_that_a_person_or_a_relay_settled(owed: Notice) -> None:
    for state in ("resolved", "failed", "cancelled", "queued"):
        Notice.objects.filter(pk=owed.pk).update(state=state)
        report(owed, "delivered")
        act_on_reports()
        owed.refresh_from_db()
        assert (owed.state, owed.arrival) == (state, "delivered")


def test_the_time_to_answer_stands_still_after_a_return_and_runs_anew(claim: Claim) -> None:
    request = add_request(claim, days=30)
    first = owe(kind="information_requested", cause="event:7", claim=claim, context={"request": request})
    accept(first, at=HAPPENED_AT)
    owe_due()
    request.refresh_from_db()
    assert request.due_at == last_moment(request, days=30)
    came_back(first)
    owe_due()
    request.refresh_from_db()
    assert request.due_at is None
    assert first in Notice.objects.troubled()
    again = send_again(notice=first, reason="They gave a new address.", by=UserFactory.create(staff=True))
    assert first not in Notice.objects.troubled()
    accept(again, at=HAPPENED_AT + timedelta(days=9))
    owe_due()
    report(first, "bounced", status="5.1.1", ground="address")
    act_on_reports()
    request.refresh_from_db()
    assert request.due_at == last_moment(request, days=39)


def test_the_time_runs_from_the_delivery_when_a_return_was_only_for_now(claim: Claim) -> None:
    request = add_request(claim, days=30)
    notice = owe(kind="information_requested", cause="event:7", claim=claim, context={"request": request})
    accept(notice, at=HAPPENED_AT)
    for day, kind, status, last in ((1, "bounced", "4.2.2", None), (9, "delivered", "", 39)):
        report(notice, kind, status=status, at=HAPPENED_AT + timedelta(days=day))
        act_on_reports()
        request.refresh_from_db()
        assert request.due_at == (last and last_moment(request, days=last))


def test_a_report_about_someone_erased_is_kept_and_holds_nothing(owed: Notice, claim: Claim) -> None:
    accept(owed)
    erase(claim=claim, ground="request", by=None)
    came_back(owed)
    owed.refresh_from_db()
    assert owed.arrival == "bounced"
    assert not AddressStatus.objects.exists()
    assert owed not in Notice.objects.troubled()


def test_one_report_that_cannot_be_followed_up_stops_no_other(owed: Notice, claim: Claim) -> None:
    broken = Notice.objects.create(
        cause="event:9",
        kind="information_requested",
        matter=claim.matter,
        recipient=owed.recipient,
        code=new_reference(),
    )
    NoticePayload.objects.create(notice=broken, claim=claim, address="ana@example.org", context={})
    report(accept(broken), "bounced", status="5.1.1", ground="address")
    report(accept(owed), "delivered")
    assert act_on_reports() == {"acted_on": 1}
    broken.refresh_from_db()
    assert broken.arrival == ""
    assert MailEvent.objects.filter(done_at=None).count() == 1
