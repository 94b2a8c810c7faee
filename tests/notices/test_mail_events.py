"""Where providers report: only with the secret, each event once, in any order, and answered before anything follows."""

import json
import time
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from intake.notices.actions import act_on_reports
from intake.notices.models import AddressStatus, MailEvent, Notice
from tests.notices.reporting import accept

pytestmark = pytest.mark.django_db
BASIC = "Basic " + b64encode(b"events:correct horse").decode()


@pytest.fixture(autouse=True)
def providers(settings: Settings) -> None:
    settings.MAIL_EVENTS_FROM = ["postmark", "sparkpost", "mailgun"]
    settings.ANYMAIL = {"WEBHOOK_SECRET": ["events:correct horse", "events:the next one"]}


def post(provider: str, body: Any, *, auth: str = BASIC) -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"authorization": auth} if auth else {}
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/mail-events/{provider}/", raw, "application/json", headers=headers).status_code


def postmark(notice: Notice | str, kind: str = "Bounce", **more: Any) -> dict[str, Any]:
    code = notice if isinstance(notice, str) else notice.code
    return {
        "RecordType": kind, "Type": "HardBounce", "ID": 4323372036854775807, "MessageID": "883953f4-6105-42a2",
        "Metadata": {"notice": code}, "Email": "claimant@example.org", "BouncedAt": "2026-03-04T09:30:00Z",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach (claimant@example.org) does not exist",
    } | more  # fmt: skip


def sparkpost(number: int, code: str, kind: str = "delivery") -> dict[str, Any]:
    event = {
        "type": kind, "event_id": str(number), "message_id": f"m{number}", "timestamp": "1772616600",
        "rcpt_to": "claimant@example.org", "rcpt_meta": {"notice": code},
    }  # fmt: skip
    return {"msys": {"message_event": event}}


def test_a_return_is_kept_and_followed_by_what_it_means(owed: Notice) -> None:
    accept(owed)
    assert post("postmark", postmark(owed)) == 200
    event = MailEvent.objects.get()
    assert (event.kind, event.status, event.ground, event.done_at) == ("bounced", "5.1.1", "address", None)
    assert "claimant@" not in str(MailEvent.objects.values())
    act_on_reports()
    owed.refresh_from_db()
    assert owed.arrival == "bounced"
    assert AddressStatus.objects.get().event == event


@pytest.mark.parametrize("auth", ["", "Basic", "Basic !!!", "Bearer x", "Basic " + b64encode(b"events:guess").decode()])
def test_what_is_forged_is_refused_and_nothing_is_kept(owed: Notice, auth: str) -> None:
    assert post("postmark", postmark(owed), auth=auth) == 403
    assert not MailEvent.objects.exists()


def test_while_the_secret_changes_both_are_good(owed: Notice) -> None:
    assert post("postmark", postmark(owed), auth="Basic " + b64encode(b"events:the next one").decode()) == 200


@pytest.mark.parametrize("provider", ["brevo", "nobody", "postmark-inbound", "mailgun"])
def test_who_was_not_chosen_or_set_up_reports_nowhere(provider: str) -> None:
    assert post(provider, {}) == 404


def test_without_a_secret_nobody_reports(settings: Settings, owed: Notice) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": []}
    assert post("postmark", postmark(owed), auth="") == 404


def test_a_signature_is_asked_for_where_the_provider_gives_one(settings: Settings) -> None:
    settings.ANYMAIL["MAILGUN_WEBHOOK_SIGNING_KEY"] = "a key"
    signed = {"timestamp": "1772616600", "token": "t", "signature": "0" * 64}
    event = {"event": "delivered", "id": "1", "timestamp": 1772616600}
    assert post("mailgun", {"signature": signed, "event-data": event}) == 403
    assert not MailEvent.objects.exists()


def test_twice_is_once_and_the_order_does_not_matter(owed: Notice) -> None:
    accept(owed)
    delivered = postmark(owed, "Delivery", DeliveredAt="2026-03-04T09:31:00Z")
    del delivered["ID"], delivered["BouncedAt"]
    for body in (delivered, postmark(owed), delivered, postmark(owed)):
        assert post("postmark", body) == 200
    assert MailEvent.objects.count() == 2
    act_on_reports()
    owed.refresh_from_db()
    assert owed.arrival == "bounced"


def test_a_report_before_its_message_is_known_waits() -> None:
    assert post("postmark", postmark("K7QX-PM2D")) == 200
    assert act_on_reports() == {"waiting": 1}


def test_five_hundred_events_in_one_request_are_kept_at_once(owed: Notice) -> None:
    began = time.process_time()
    events = [sparkpost(number, owed.code) for number in range(500)]
    assert post("sparkpost", events) == 200
    assert MailEvent.objects.count() == 500
    assert time.process_time() - began < 2
    assert post("sparkpost", events) == 200
    assert MailEvent.objects.count() == 500


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"a"', b"\xff\xfe", b"[1,2]", b'{"RecordType": []}', b"[" * 100_000]
)
def test_nonsense_is_refused_with_a_sentence_or_means_nothing(body: bytes) -> None:
    for provider in ("postmark", "sparkpost"):
        assert post(provider, body) in {200, 400}
    assert not MailEvent.objects.exclude(kind="other").exists()


def test_a_huge_body_is_refused(owed: Notice) -> None:
    assert post("postmark", postmark(owed, Details="x" * 4_000_000)) == 413
    assert not MailEvent.objects.exists()


def test_odd_characters_and_dates_harm_nothing(owed: Notice) -> None:
    odd = postmark(owed, Details="smtp;550 5.1.1 \x00\ud800 \r\nTo: ana@example.org", BouncedAt="2999-01-01T00:00:00Z")
    assert post("postmark", odd) == 200
    assert MailEvent.objects.get().happened_at.year < 2999


@pytest.mark.parametrize(
    ("details", "status", "ground", "is_flagged"),
    [
        ("smtp;550 5.7.1 blocked by policy", "5.7.1", "policy", False),
        ("smtp;452 4.2.2 mailbox full", "4.2.2", "full", False),
        ("The mailbox does not exist, user unknown", "", "", True),
        ("", "", "", True),
    ],
)
def test_words_alone_never_blame_an_address(
    owed: Notice, details: str, status: str, ground: str, is_flagged: bool
) -> None:
    accept(owed)
    post("postmark", postmark(owed, Details=details))
    event = MailEvent.objects.get()
    assert (event.status, event.ground, event.is_flagged) == (status, ground, is_flagged)
    act_on_reports()
    assert not AddressStatus.objects.exists()
