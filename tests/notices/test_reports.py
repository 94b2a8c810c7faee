"""Mail that comes back, as the programs that send it write it, and as nobody should."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.notices import verp
from intake.notices.grounds import Ground
from intake.notices.replies import Fate, Reply, Stage, judge
from intake.notices.report_parts import LARGEST
from intake.notices.reports import Report, ReportKind, notice_of, read
from tests.notices.test_reply_lines import LINES

pytestmark = pytest.mark.pure

SAMPLES = Path(__file__).parent.parent / "data" / "reports"
KEY = b"key of the samples"
NOW = timedelta()

# The sample; its kind, "!" when it is a report by the standard; what became of each recipient.
WHAT_THEY_SAY = {
    "address_code_with_blocking_words": ("failed!", ["ana failed 5.1.1 POLICY?"]),
    "answered_by_a_person": ("unreadable", []),
    "base64_fields": ("failed!", ["ana failed 5.1.3 ADDRESS"]),
    "bounced_bounce": ("failed", [" failed None UNRECOGNISED?"]),
    "complaint_without_recipient": ("complaint!", [" complaint None POLICY"]),
    "complaint_yahoo": ("complaint!", ["ana complaint None POLICY"]),
    "courier_failed": ("failed!", ["ana failed None ADDRESS?"]),
    "domino_failed": ("failed!", ["ana failed 5.1.1 ADDRESS"]),
    "exchange_online_failed": ("failed!", ["ana failed 5.1.10 ADDRESS"]),
    "exchange_words_only": ("failed", ["ana failed 5.1.1 UNRECOGNISED?"]),
    "exim_delayed_text": ("delayed", ["ana delayed 4.4.2 TEMPORARY?"]),
    "exim_dsn": ("failed!", ["ana failed 5.0.0 ADDRESS?"]),
    "exim_text": ("failed", ["ana failed 5.1.1 UNRECOGNISED?"]),
    "feedback_not_spam": ("unreadable", []),
    "gmail_delayed": ("delayed!", ["ana delayed 4.3.0 TEMPORARY"]),
    "gmail_failed": ("failed!", ["ana failed 5.1.1 ADDRESS"]),
    "international_address": ("failed!", ["josé failed 5.6.7 UNRECOGNISED?"]),
    "list_expanded": ("expanded!", ["office expanded 2.0.0 ACCEPTED", "ana delivered 2.1.5 ACCEPTED"]),
    "mailgun_failed": ("failed!", ["ana failed 5.7.1 POLICY"]),
    "no_action_no_status": ("unreadable!", ["ana unreadable None UNRECOGNISED?"]),
    "one_group_for_all": ("failed!", ["ana failed 5.4.7 TEMPORARY"]),
    "out_of_office_outlook": ("auto_reply", []),
    "outlook_full": ("failed!", ["ana failed 5.2.2 FULL"]),
    "postfix_delayed": ("delayed!", ["ana delayed 4.4.1 TEMPORARY"]),
    "postfix_failed": ("failed!", ["ana failed 5.1.1 ADDRESS"]),
    "postfix_open_status": ("failed!", ["ana failed 5.1.1 ADDRESS"]),
    "postfix_relayed": ("relayed!", ["ana relayed 2.0.0 ACCEPTED"]),
    "postfix_sender_refused": ("failed!", ["ana failed 5.1.1 POLICY?"]),
    "postfix_two_recipients": ("failed!", ["ana failed 5.2.2 FULL", "bea delayed 4.7.1 THROTTLE"]),
    "qmail_failure": ("failed", ["ana failed 5.1.1 UNRECOGNISED?"]),
    "quoted_printable_fields": ("failed!", ["ana failed 5.1.2 ADDRESS"]),
    "report_without_fields": ("unreadable", []),
    "sendmail_delayed": ("delayed!", ["ana delayed 4.2.2 FULL"]),
    "sendmail_failed": ("failed!", ["ana failed 5.2.1 ADDRESS"]),
    "ses_failed": ("failed!", ["ana failed 5.1.1 ADDRESS"]),
    "ses_out_of_order": ("failed!", ["ana failed 5.1.0 POLICY?"]),
    "t_online_words_only": ("failed", ["ana failed None UNRECOGNISED?"]),
    "vacation_gmail": ("auto_reply", []),
    "yahoo_words_only": ("failed", ["ana failed None UNRECOGNISED?"]),
}


def _sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


def _told(report: Report) -> tuple[str, list[str]]:
    return report.kind.value + "!" * report.is_standard, [
        f"{each.address.partition('@')[0]} {each.kind.value} {each.status} {each.ground.name}{'?' * each.is_flagged}"
        for each in report.recipients
    ]


@pytest.mark.parametrize("name", WHAT_THEY_SAY)
def test_each_sample_says_what_became_of_whom(name: str) -> None:
    assert _told(read(_sample(name))) == WHAT_THEY_SAY[name]


def test_every_sample_and_every_kind_is_in_the_table() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == set(WHAT_THEY_SAY)
    kinds = {read(_sample(name)).kind for name in WHAT_THEY_SAY}
    inside = {each.kind for name in WHAT_THEY_SAY for each in read(_sample(name)).recipients}
    assert kinds | inside == set(ReportKind)


@pytest.mark.parametrize("name", WHAT_THEY_SAY)
def test_a_report_that_is_not_read_says_why_and_no_other_does(name: str) -> None:
    report = read(_sample(name))
    assert bool(report.said) == (report.kind is ReportKind.UNREADABLE)
    assert not report.said or report.said.endswith(".")


@pytest.mark.parametrize("name", WHAT_THEY_SAY)
def test_every_report_is_known_by_the_address_it_came_to(name: str) -> None:
    report = read(_sample(name))
    assert notice_of(report, key=KEY) == 42
    assert notice_of(report, key=b"another key") is None


@pytest.mark.parametrize("name", WHAT_THEY_SAY)
def test_what_is_kept_of_a_report_names_nobody(name: str) -> None:
    assert not any("@" in each.diagnostic for each in read(_sample(name)).recipients)


@pytest.mark.parametrize("name", WHAT_THEY_SAY)
def test_words_alone_never_blame_an_address(name: str) -> None:
    report = read(_sample(name))
    assert report.is_standard or not any(each.ground is Ground.ADDRESS for each in report.recipients)


def test_a_report_tells_when_and_where() -> None:
    report = read(_sample("postfix_failed"))
    assert report.arrived_at == datetime(2026, 3, 3, 10, 15, tzinfo=UTC)
    assert report.recipients[0].diagnostic.startswith("550 5.1.1 <(an address)>: Recipient address rejected")
    assert report.sent_from == (verp.address(42, key=KEY, domain="bounce.example.org"),)
    assert report.came_to == report.sent_from[:1] + ("bounces@notices.example.org",)


def test_a_complaint_that_came_elsewhere_is_known_by_the_sender_it_gives() -> None:
    report = read(_sample("complaint_without_recipient"))
    assert report.came_to == ("fbl@notices.example.org",)
    assert notice_of(report, key=KEY) == 42


@pytest.mark.parametrize("action", ["failed", "Failed", "FAILED (for good)"])
def test_relays_write_actions_as_they_like(action: str) -> None:
    assert read(_dsn("5.1.1", "550 5.1.1 gone", action)).kind is ReportKind.FAILED


@pytest.mark.parametrize(("status", "kind"), [("5.1.1", "failed"), ("4.4.1", "delayed"), ("2.0.0", "delivered")])
def test_without_an_action_the_class_of_the_status_tells(status: str, kind: str) -> None:
    assert read(_dsn(status, "", "")).kind.value == kind


def _dsn(status: str, said: str, action: str = "failed") -> bytes:
    said = " ".join(said.split())
    return (
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; ana@example.org\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {said}\n\n--b--\n"
    ).encode()


REFUSALS = [
    reply
    for _, reply, _, _ in LINES
    if reply.code and 400 <= reply.code < 600 and reply.status and reply.code not in {530, 534, 535, 538}
]


def test_a_report_and_the_answer_it_repeats_are_taken_for_the_same() -> None:
    assert len(REFUSALS) > 200
    for refusal in REFUSALS:
        verdict = judge(Reply(Stage.RCPT, refusal.code, refusal.text), deferrals=0, age=NOW)
        report = read(_dsn(refusal.status or "", f"{refusal.code} {refusal.text}")).recipients[0]
        assert (report.ground, report.is_flagged) == (verdict.ground, verdict.is_flagged), refusal


@pytest.mark.parametrize("status", ["5.1.1", "5.2.1", "5.2.2", "5.3.4", "5.7.1", "4.2.2", "4.7.1", "4.3.0", "5.5.0"])
def test_a_status_alone_stands_for_the_ground_it_has_in_an_answer(status: str) -> None:
    verdict = judge(Reply(Stage.RCPT, int(status[0]) * 100 + 50, status), deferrals=0, age=NOW)
    assert read(_dsn(status, "")).recipients[0].ground is verdict.ground
    assert verdict.fate is not Fate.ACCEPTED


HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 5000,
    "larger than anybody needs": _dsn("5.1.1", "550 gone") + b"x" * LARGEST,
    "headers without end": b"X-A: b\r\n" * 60_000,
    "a header without end": b"To: " + b"a@b," * 200_000,
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(5000)
    ),
    "messages in messages": b"Content-Type: message/rfc822\n\n" * 30_000,
    "a type without end": b'Content-Type: multipart/report; x="' + b";" * 400_000 + b'"; boundary=b\n\n--b\n',
    "an unknown charset": b"From: postmaster\nSubject: failure notice\nContent-Type: text/plain; charset=nope\n\n\xff",
    "broken encoded words": b"Subject: =?utf-8?B?%%%?= =?nope?Q?a?=\nFrom: postmaster\n\nundeliverable",
    "an impossible date": b"Date: Tue, 99 Foo 99999999999 99:99:99 +9999\n\n",
    "markup without end": b"From: postmaster\nSubject: failure notice\nContent-Type: text/html\n\n"
    + b"<style>" * 90_000,
    "empty lines without end": b"From: postmaster\nSubject: failure notice\n\n" + b" \n" * 400_000,
    "dashes without end": b"From: postmaster\nSubject: failure notice\n\n" + b"-" * 900_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_made_to_break_the_reader_costs_it_little(name: str) -> None:
    begun = time.process_time()
    report = read(HOSTILE[name])
    assert time.process_time() - begun < 3
    assert report.kind in {ReportKind.UNREADABLE, ReportKind.FAILED}
    assert not any(each.ground is Ground.ADDRESS for each in report.recipients)


def test_of_what_is_too_large_the_headers_are_read() -> None:
    report = read(_sample("postfix_failed") + b"x" * LARGEST)
    assert report.kind is ReportKind.UNREADABLE
    assert report.said == "This report is larger than 1024 KB: only its headers were read."
    assert notice_of(report, key=KEY) == 42


@given(st.binary(max_size=2000))
def test_any_bytes_at_all_are_a_report_or_say_why_not(raw: bytes) -> None:
    report = read(raw)
    assert (report.kind is ReportKind.UNREADABLE) == bool(report.said)


@given(st.sampled_from(sorted(WHAT_THEY_SAY)), st.data())
def test_no_damage_to_a_sample_breaks_the_reader(name: str, data: st.DataObject) -> None:
    raw = bytearray(_sample(name))
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(raw)))
        raw[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    report = read(bytes(raw))
    assert report.is_standard or not any(each.ground is Ground.ADDRESS for each in report.recipients)
