"""Messages from a skeleton, beside those that Django makes of the same words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimants.common.exceptions import Refused
from intake.notices.mime import sha256_of, wire_bytes
from intake.notices.skeletons import LONGEST_SUBJECT, Skeleton, skeleton
from intake.notices.slots import LONGEST_VALUE, Dress, Slot, Text, written
from intake.notices.words import one_line

pytestmark = pytest.mark.pure

AT = datetime(2026, 3, 1, 17, 0, tzinfo=timezone(timedelta(hours=-8)))
SENDER = "Büro der Anwälte <office@example.org>"
OF_EVERY_MESSAGE = {"Auto-Submitted": ("auto-generated",), "X-Auto-Response-Suppress": ("All",)}
VALUES = {"a": "Ana", "b": "b@c.example", "c": "", "s": "Ana López"}

# A CR at an edge is a line break here whatever stands beside it, and in the whole text may be half of one.
awkward = st.sampled_from([
    "", " ", "  x  ", ".", "..", "From here", "\nFrom here", "\n.\n", "\r", "a\rb", "a\r\nb\n", "=", "=3D", "=\n", "%s",
    "--", "\n--=_0_", "<b>&amp;\"'", "👩‍⚖️ e\u0301", "د. ليلى\u200f", "王小明" * 40, "x" * 1200, "x " * 90, "\t",
    "a\t\nb ", "\x00", "\x0b\x0c\x1c\x85\u2028", "\u00a0", "$1 \\1 {a} %(a)s",
])  # fmt: skip
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | awkward
in_bodies = anything.map(lambda text: re.sub("[\x02-\x04]", "", text).strip("\r"))
slots = st.sampled_from([Slot(name) for name in "abc"])
texts = st.lists(in_bodies | slots, max_size=7).map(tuple)
in_subjects = anything.map(lambda text: one_line(text.replace("=?", "?"))[:60])
rows = st.fixed_dictionaries({"a": in_bodies, "b": in_bodies, "c": in_bodies, "s": in_subjects})


@dataclass(frozen=True)
class Plain:
    """What Django is given."""

    subject: str
    text: str
    html: str
    message_id: str = "<a.1@example.org>"
    sender: str = SENDER
    rendered_at: datetime = AT


def made(subject: Text = ("Hi",), text: Text = (), html: Text = (), **more: Any) -> Skeleton:
    given = {"sender": SENDER, "headers": OF_EVERY_MESSAGE, **more}
    return skeleton(subject=subject, text=text, html=html, **given)


def spliced(made: Skeleton, values: Mapping[str, str] = VALUES, **more: Any) -> bytes:
    given = {"to": "ana@example.org", "message_id": "<a.1@example.org>", "date": AT, **more}
    return made.splice(values, **given)


def parsed(wire: bytes) -> EmailMessage:
    message = message_from_bytes(wire, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[]] * len(list(message.walk()))
    return message


def read_back(wire: bytes) -> list[Any]:
    """Everything a reader's program can see, but for how the bodies were encoded on the way.

    A long first word of a subject is moved to the next line by Django, and its value then begins with a space.
    """
    seen: list[Any] = []
    for part in parsed(wire).walk():
        kept = [(name, str(value).strip()) for name, value in part.items() if name != "Content-Transfer-Encoding"]
        seen.append((part.get_content_type(), kept, None if part.is_multipart() else part.get_content()))
    return seen


def in_html(text: Text) -> Text:
    return tuple(piece if isinstance(piece, str) else Slot(piece.name, Dress.HTML) for piece in text)


@settings(max_examples=400, deadline=None)
@given(st.lists(in_subjects | st.just(Slot("s")), max_size=4).map(tuple), texts, texts, rows)
@example(("é" * 80,), (), (), VALUES)
@example(("x" * 300, Slot("s")), ("x", Slot("a"), "\ny", Slot("c")), (Slot("a"), Slot("b"), Slot("c")), VALUES)
def test_a_spliced_message_reads_as_django_s_and_breaks_no_rule_of_the_wire(
    subject: Text, text: Text, html: Text, values: dict[str, str]
) -> None:
    subject, html = ("<", *subject, ">"), in_html(html)
    text = text if written(text, values) else ("-",)  # Django leaves out a part without a word
    wire = spliced(made(subject, text, html), values)
    django = Plain(written(subject, values), written(text, values), written(html, values))
    assert read_back(wire) == read_back(wire_bytes(django, "ana@example.org"))
    assert wire == spliced(made(subject, text, html), dict(reversed(values.items())))
    check_wire(wire)


def check_wire(wire: bytes) -> None:
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", wire)
    headers, _, bodies = wire.partition(b"\r\n\r\n")
    assert max(map(len, headers.split(b"\r\n"))) <= 998
    assert max(map(len, bodies.split(b"\r\n"))) <= 76
    assert not re.search(rb"(?m)^(\.|From )|[ \t]\r$", wire)
    assert wire.isascii()


@settings(max_examples=300, deadline=None)
@given(anything)
def test_a_subject_says_what_it_was_given_or_is_refused(value: str) -> None:
    try:
        wire = spliced(made((Slot("a"),)), {"a": value})
    except Refused:
        assert not value.isprintable() or len(value) > LONGEST_SUBJECT
    else:
        assert parsed(wire)["Subject"] == value
        assert max(map(len, wire.split(b"\r\n"))) <= 998


def test_what_looks_like_an_encoded_word_is_shown_as_it_was_typed() -> None:
    assert parsed(spliced(made(("=?utf-8?q?Pay_now?=",))))["Subject"] == "=?utf-8?q?Pay_now?="


@pytest.mark.parametrize(
    "odd", ["\r", "\n", "\r\nBcc: all@example.org", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\ud800"]
)
def test_nothing_can_begin_another_header(odd: str) -> None:
    for write in (
        lambda: spliced(made((Slot("a"),)), {"a": f"x{odd}y"}),
        lambda: made(("x", odd)).splice({}, to="a@b.ex", message_id="<a@b>", date=AT),
        lambda: made(sender=f"a{odd} <a@b.example>"),
        lambda: made(headers={"X-Matter": (f"a{odd}b",)}),
        lambda: made(headers={f"X-{odd}": ("a",)}),
        lambda: spliced(made(), to=f"ana{odd}@example.org"),
        lambda: spliced(made(), to=f"ana@example.org{odd}"),
        lambda: spliced(made(), message_id=f"<a{odd}@b>"),
    ):
        with pytest.raises(Refused):
            write()


@pytest.mark.parametrize(
    "name", ["Subject", "bcc", "To", "Content-Type", "content-transfer-encoding", "From", "a b", "", "é:"]
)
def test_a_header_of_the_house_cannot_be_set_again(name: str) -> None:
    with pytest.raises(Refused, match=r"house’s own|cannot be the name"):
        made(headers={name: ("x",)})
    with pytest.raises(Refused, match="named twice"):
        made(headers={"X-A": ("x",), "x-a": ("y",)})


def test_a_header_may_have_slots_and_what_fills_them_stays_a_piece_of_an_address() -> None:
    pattern = ("<https://claims.example/leave/", Slot("token"), ">")
    wire = spliced(made(headers={"List-Unsubscribe": pattern}), in_headers={"token": "a/b>\r\nBcc: é"})
    assert parsed(wire)["List-Unsubscribe"] == "<https://claims.example/leave/a%2Fb%3E%0D%0ABcc%3A%20%C3%A9>"
    assert parsed(wire)["Bcc"] is None
    with pytest.raises(Refused, match="“token” is missing"):
        spliced(made(headers={"List-Unsubscribe": pattern}))


@pytest.mark.parametrize(
    ("given_as", "written_as"),
    [
        ("ana.lopez+x@example.org", "ana.lopez+x@example.org"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@例え.テスト", "ana@xn--r8jz45g.xn--zckzah"),
        ("ana@localhost", "ana@localhost"),
    ],
)
def test_an_address_is_written_as_django_writes_it(given_as: str, written_as: str) -> None:
    wire = spliced(made(), to=given_as)
    assert parsed(wire)["To"] == written_as
    assert parsed(wire_bytes(Plain("x", "x", "x"), given_as))["To"] == written_as


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ána@example.org", "letters before the @"),
        ("ana@straße.example", "in two ways"),
        ("ana@" + "ü" * 80 + ".example", "cannot be written in ASCII"),
        ("ana", "not an e-mail address"), ("@example.org", "not an e-mail address"), ("", "not an e-mail address"),
        ("ana@", "not an e-mail address"), ("a b@example.org", "not an e-mail address"),
        ("Ana <ana@example.org>", "not an e-mail address"), ("a@example.org, b@example.org", "not an e-mail address"),
        ("a@b@example.org", "not an e-mail address"), ("ana@-x.example", "not an e-mail address"),
        ("ana@" + "a." * 150 + "example", "not an e-mail address"), ("a,b@bücher.example", "not an e-mail address"),
    ],
)  # fmt: skip
def test_an_address_no_relay_takes_is_refused_with_a_sentence(address: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        spliced(made(), to=address)


def test_an_address_in_any_script_is_taken_where_the_relay_takes_it() -> None:
    able = made(smtputf8=True)
    assert "\r\nTo: ána@xn--bcher-kva.example\r\n".encode() in spliced(able, to="ána@bücher.example")
    for odd in ("á na@example.org", "á<@example.org", "á\u2028@example.org", "á,b@example.org"):
        with pytest.raises(Refused):
            spliced(able, to=odd)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("x" * (LONGEST_VALUE + 1), "5,001 characters, and 5,000"),
        ("x" * 5_000_000, "5,000,000 characters"),
        ("\ud83d", "half a character"),
        (None, "“a” is missing"),
    ],
)
def test_a_value_no_message_carries_is_refused_with_a_sentence(value: str | None, says: str) -> None:
    for dress in Dress:
        with pytest.raises(Refused, match=says):
            spliced(made(html=(Slot("a", dress),)), {} if value is None else {"a": value})


@pytest.mark.parametrize("value", ["", ".", "..", "..."])
def test_a_piece_of_an_address_leads_to_no_other_page(value: str) -> None:
    with pytest.raises(Refused, match="part of an address"):
        spliced(made(text=("https://a.example/", Slot("a", Dress.ADDRESS))), {"a": value})


def test_two_messages_differ_in_their_boundaries_and_one_is_always_the_same() -> None:
    one = made(text=("Hello ", Slot("a")))
    assert sha256_of(spliced(one)) == sha256_of(spliced(one))
    other = spliced(one, message_id="<a.2@example.org>", date=AT.astimezone(UTC))
    assert parsed(other).get_boundary() != parsed(spliced(one)).get_boundary()
