"""Templates of notices that go to many: what may stand in them, and what each recipient then reads."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimants.common.exceptions import Refused
from intake.notices.compiled import CompiledNotice, compile_template
from intake.notices.words import one_line

pytestmark = pytest.mark.pure

AT = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
FRAME: dict[str, Any] = {
    "matter": {"caption": "Smith v. {{ name }} & Co", "court": "N.D. Cal.", "number": "5:25-cv-00709"},
    "sponsor": {
        "firm": "Doe LLP",
        "lawyer": "Jo Doe",
        "address": ["1 Main St", "Ames"],
        "telephone": "555-0100",
    },
    "statement": ["The court has not decided.", "Nobody\r\nwill ask\x02name\x03 for a fee."],
    "settlement": {"dates": [{"label": "To object", "when": "May 1, 2026", "basis": ""}], "rights": [], "release": []},
    "verify": "https://claims.example/notices/verify/",
}
BODY = """Dear {{ name }},

This is about {{ matter.caption }}. Your notice ID is {{ notice_id }}.

## Where to read more
- {{ unit? }}
- Call {{ sponsor.telephone }}.

https://claims.example/n/{{ notice_id }}/?from=mail
"""
VALUES = {"name": "Ana López", "notice_id": "K7QX-PM2D", "unit": "Apt 4", "column": "of no use"}
values = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.sampled_from(["- x", "## x", "> x", "<script>x</script>", "{{ name }}", "a\r\nBcc: b@c", "https://x.example"]),
    st.sampled_from(["x" * 4000, "\x02code\x03", "=?utf-8?q?x?=", ".", "\u202eabc"]),
)


def compiled(body: str = BODY, subject: str = "A notice for {{ name }}", **more: Any) -> CompiledNotice:
    given = {"frame": FRAME, "language": "en", "sender": "Office <office@example.org>", **more}
    return compile_template(subject, body, **given)


def wire(notice: CompiledNotice, row: dict[str, str]) -> bytes:
    return notice.wire(row, code="ABCD-1234", to="ana@example.org", message_id="<a.1@example.org>", date=AT)


def test_a_template_says_what_it_asks_of_a_row() -> None:
    notice = compiled()
    assert (notice.variables, notice.optional) == ({"name", "notice_id", "unit"}, {"unit"})


def test_a_recipient_reads_their_values_within_the_frame_of_the_matter() -> None:
    written = compiled().write(VALUES, code="ABCD-1234")
    assert written.subject == "A notice for Ana López"
    for said in ("Dear Ana López,", "Smith v. {{ name }} & Co", "- Apt 4\n- Call 555-0100.", "To object: May 1, 2026",
                 "Doe LLP\nJo Doe\n1 Main St\nAmes\nTelephone: 555-0100", "The code of this message is ABCD-1234.",
                 "\nhttps://claims.example/n/K7QX-PM2D/?from=mail\n", "Where this stands", "/notices/verify/",
                 "- Nobody will ask name for a fee."):  # fmt: skip
        assert said in written.text
    assert '<a href="https://claims.example/n/K7QX-PM2D/?from=mail">' in written.html
    assert "Smith v. {{ name }} &amp; Co" in written.html
    assert "<h1>A notice for Ana López</h1>" in written.html
    assert not set(written.text + written.html) & set("\x02\x03\x04")


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "name": values.filter(lambda name: one_line(name) == "" or name.strip(". ")),
            "notice_id": values,
            "unit": values,
        }
    )
)
def test_what_is_shown_is_what_is_sent(row: dict[str, str]) -> None:
    notice = compiled()
    name, notice_id = one_line(row["name"]), one_line(row["notice_id"])
    if not name or not notice_id.strip(".") or len(name) > 300:
        for write in (lambda: notice.write(row, code="x"), lambda: wire(notice, row)):
            with pytest.raises(Refused, match="without|part of an address|The subject has"):
                write()
        return
    written = notice.write(row, code="ABCD-1234")
    sent = message_from_bytes(wire(notice, row), policy=policy.default)
    bodies = [part.get_content().replace("\r\n", "\n") for part in sent.iter_parts()]
    assert (sent["Subject"], *bodies) == (written.subject, written.text, written.html)
    assert sent.keys() == message_from_bytes(wire(notice, VALUES), policy=policy.default).keys()
    same = notice.write(VALUES, code="ABCD-1234")
    assert written.html.count("<") == same.html.count("<")
    assert len(written.text.split("\n")) == len(same.text.split("\n"))
    assert f"Dear {name}," in unescape(written.html)


@pytest.mark.parametrize("row", [{}, {"name": None}, {"name": ""}, {"name": " \t\u2028"}])
def test_a_missing_value_is_named(row: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="cannot be written without “name”"):
        compiled().write({**{k: v for k, v in VALUES.items() if k != "name"}, **row}, code="x")


def test_what_may_be_empty_may_be_missing_too_unless_it_is_asked_for_elsewhere() -> None:
    row = {key: value for key, value in VALUES.items() if key != "unit"}
    assert "\n- \n" in compiled().write(row, code="x").text
    with pytest.raises(Refused, match="“unit”"):
        compiled(subject="{{ unit }}").write(row, code="x")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"body": "Hi\n\n{{ name|upper }}"}, "The body, line 3: “{{ name|upper }}” is not a slot"),
        ({"body": "{{ matter.judge }}"}, "The body, line 1: nothing is known as “{{ matter.judge }}”. There are"),
        ({"subject": "{% if a %}"}, "The subject, line 1"),
        ({"headers": {"X-A": "{{ A }}"}}, "The header X-A, line 1"),
        ({"headers": {"Bcc": "a@b.example"}}, "house’s own"),
        ({"body": "https://{{ name }}.example/"}, "stands after the name of the site"),
        ({"body": "https://claims.example{{ name }}"}, "stands after the name of the site"),
        ({"body": "https://claims.example:{{ name }}/"}, "stands after the name of the site"),
        ({"body": "  \n"}, "a subject and a body"), ({"subject": " "}, "a subject and a body"),
    ],
)  # fmt: skip
def test_what_a_template_may_not_hold_is_refused_with_a_sentence(more: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused) as refused:
        compiled(**more)
    assert says in str(refused.value)


def test_a_value_in_a_page_s_address_stays_in_its_place() -> None:
    written = compiled().write({**VALUES, "notice_id": '../"?x=1#é'}, code="x")
    assert "https://claims.example/n/..%2F%22%3Fx%3D1%23%C3%A9/?from=mail" in written.text
    assert 'href="https://claims.example/n/..%2F%22%3Fx%3D1%23%C3%A9/?from=mail"' in written.html


def test_every_message_says_that_it_is_automatic_and_may_have_headers_of_its_own() -> None:
    notice = compiled(headers={"List-Unsubscribe": "<https://claims.example/leave/{{ token }}>"})
    given = {"code": "x", "to": "a@b.example", "message_id": "<a@b>", "date": AT, "in_headers": {"token": "t 1"}}
    sent = message_from_bytes(notice.wire(VALUES, **given), policy=policy.default)
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["X-Auto-Response-Suppress"] == "All"
    assert sent["List-Unsubscribe"] == "<https://claims.example/leave/t%201>"
    assert "token" not in notice.variables
