"""What real relays say, more than five hundred lines of it, and what each line must be taken for."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.notices.grounds import Ground, ground_of_status, softened
from intake.notices.replies import Fate, Reply, Stage, Verdict, find_status, judge, read_refusal

pytestmark = pytest.mark.pure

NOW = timedelta()
TABLE = Path(__file__).parent.parent / "data" / "reply_lines.tsv"
ADDRESS_CODES = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"]


def _lines() -> Iterator[tuple[str, Reply, str, str]]:
    for line in TABLE.read_text().splitlines():
        if not line.startswith("#"):
            server, stage, code, ground, fate, text = line.split("\t")
            yield server, Reply(Stage(stage), int(code) if code else None, text.replace("\\n", "\n")), ground, fate


LINES = list(_lines())


def _judged(reply: Reply) -> Verdict:
    return judge(reply, deferrals=0, age=NOW)


@pytest.mark.parametrize(
    ("reply", "ground", "fate"),
    [pytest.param(reply, *said, id=f"{server}-{number}") for number, (server, reply, *said) in enumerate(LINES)],
)
def test_each_line_is_taken_for_what_it_is(reply: Reply, ground: str, fate: str) -> None:
    verdict = _judged(reply)
    assert (verdict.ground.name + "?" * verdict.is_flagged, verdict.fate.value) == (ground, fate)


def test_the_lines_are_many_and_no_two_are_alike() -> None:
    assert len({reply for _, reply, _, _ in LINES}) == len(LINES) >= 300
    assert len({server for server, *_ in LINES}) >= 60


def test_every_ground_and_every_fate_is_reached_by_some_line() -> None:
    assert {ground.rstrip("?") for *_, ground, _ in LINES} == {ground.name for ground in Ground}
    assert {fate for *_, fate in LINES} == {fate.value for fate in Fate}


@pytest.mark.parametrize("ground", Ground)
def test_every_ground_says_itself_in_one_word(ground: Ground) -> None:
    assert ground.value == ground.name.lower()


def test_no_words_blame_an_address_without_a_code_that_refuses_for_good() -> None:
    for _, reply, _, _ in LINES:
        for code in [None, 450]:
            assert read_refusal(code, None, reply.text).ground is not Ground.ADDRESS
            assert _judged(Reply(Stage.RCPT, code, reply.text)).ground is not Ground.ADDRESS


def test_before_the_recipient_is_named_no_answer_blames_the_address() -> None:
    for _, reply, _, _ in LINES:
        for stage in [Stage.CONNECT, Stage.MAIL]:
            assert _judged(Reply(stage, 550, reply.text)).ground is not Ground.ADDRESS


@pytest.mark.parametrize("code", ["5.7.0", "5.7.1", "5.7.26", "5.7.509"])
@pytest.mark.parametrize("words", ["User unknown", "No such user here", "mailbox does not exist", ""])
def test_what_is_refused_by_policy_never_blames_the_address(code: str, words: str) -> None:
    verdict = _judged(Reply(Stage.RCPT, 550, f"{code} {words}"))
    assert (verdict.ground, verdict.is_flagged) == (Ground.POLICY, bool(words))


@pytest.mark.parametrize(
    "words",
    [
        "Your domain does not exist",
        "Sorry, your account has been disabled for sending",
        "Sender account expired",
        "No account for sender",
        "IP address unknown to us",
        "Host not found for your reply address",
        "Unknown sender",
        "User account not authorized to send",
    ],
)
def test_words_about_ourselves_never_blame_the_address(words: str) -> None:
    for text in (words, f"5.1.1 {words}"):
        verdict = _judged(Reply(Stage.RCPT, 550, text))
        assert (verdict.ground, verdict.is_flagged) == (Ground.POLICY, True)


@pytest.mark.parametrize("code", ADDRESS_CODES)
def test_the_codes_of_an_address_blame_it_and_need_nobody(code: str) -> None:
    assert _judged(Reply(Stage.RCPT, 550, f"{code} gone")) == Verdict(Fate.FAILED, NOW, Ground.ADDRESS, False)


@pytest.mark.parametrize("code", ADDRESS_CODES)
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("blocked, see the blocklist", Ground.POLICY),
        ("mailbox is full", Ground.FULL),
        ("too many messages from you", Ground.THROTTLE),
        ("message too large", Ground.CONTENT),
    ],
)
def test_words_that_speak_against_it_save_an_address(code: str, words: str, ground: Ground) -> None:
    verdict = _judged(Reply(Stage.RCPT, 550, f"{code} {words}"))
    assert (verdict.ground, verdict.is_flagged) == (ground, True)


@pytest.mark.parametrize(("code", "fate"), [(499, Fate.DEFERRED), (577, Fate.FAILED), (700, Fate.FAILED)])
def test_what_nobody_knows_goes_by_its_first_digit_and_is_flagged(code: int, fate: Fate) -> None:
    verdict = _judged(Reply(Stage.RCPT, code, "9.9.9 grmbl"))
    assert (verdict.fate, verdict.ground, verdict.is_flagged) == (fate, Ground.UNRECOGNISED, True)


@pytest.mark.parametrize(("basic", "enhanced"), [(550, "4.2.1"), (450, "5.1.1"), (554, "4.7.1"), (451, "5.7.1")])
def test_of_two_codes_that_differ_the_milder_one_stands(basic: int, enhanced: str) -> None:
    verdict = _judged(Reply(Stage.RCPT, basic, f"{enhanced} what now"))
    assert verdict.fate in {Fate.WAIT, Fate.DEFERRED}
    assert verdict.is_flagged


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        ("5.1.1 gone", 550, "5.1.1"),
        ("550-5.1.1 gone\r\n550 5.1.1 for good", 550, "5.1.1"),
        ("550 550 #5.1.0 Address rejected.", 550, "5.1.0"),
        ("no mailbox here by that name. (#5.1.1)", 550, "5.1.1"),
        ("said 4.2.0 once, then 5.7.509", 550, "5.7.509"),
        ("said 4.2.0 once, then 5.7.509", None, "4.2.0"),
        ("host 5.1.1.20 refused", 550, None),
        ("from [4.4.4.4]", 550, None),
        ("5.1.1.20 is listed", 550, None),
        ("Exim 4.94.2", 550, None),
        ("on 5.1.2026", 550, None),
        ("", 550, None),
    ],
)
def test_the_enhanced_code_is_found_where_relays_put_it(text: str, code: int | None, status: str | None) -> None:
    assert find_status(text, code) == status


@given(st.integers(1, 20), st.integers(1, 20))
def test_no_code_that_passes_blames_anything_for_good(subject: int, detail: int) -> None:
    ground = ground_of_status(softened(f"5.{subject}.{detail}"))
    assert ground in {None, Ground.TEMPORARY, Ground.THROTTLE, Ground.FULL}


@given(st.sampled_from(Stage), st.none() | st.integers(-1, 999), st.text(), st.integers(0, 9), st.integers(0, 99))
def test_any_answer_at_all_has_a_verdict(stage: Stage, code: int | None, text: str, deferrals: int, age: int) -> None:
    reply = Reply(stage, code, text)
    verdict = judge(reply, deferrals=deferrals, age=timedelta(hours=age))
    assert verdict.wait >= NOW
    assert (verdict.wait == NOW) == (verdict.fate not in {Fate.WAIT, Fate.DEFERRED})
    assert reply.said.isprintable()


def test_a_reply_without_end_is_read_in_a_moment() -> None:
    assert _judged(Reply(Stage.RCPT, 550, "a" * 2_000_000)).ground is Ground.UNRECOGNISED
    assert _judged(Reply(Stage.RCPT, 550, "user account mailbox too many " * 50_000)).fate
