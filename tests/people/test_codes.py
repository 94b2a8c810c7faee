"""Sign-in codes: what they are worth, for how long, and how often they may be tried."""

from dataclasses import replace

import pytest
import time_machine

from claimants.people.codes import (
    KEPT_FOR,
    LIFETIME,
    MOST_TRIES,
    Answer,
    Challenge,
    challenge_from,
    for_sending_again,
    judge,
    minutes_left,
    new_challenge,
)
from claimants.people.seals import seal

NOW = 1_800_000_000.0


@pytest.fixture
def challenge() -> Challenge:
    return new_challenge(email="ana@example.org", next_path="/account/", now=NOW)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\u00a0", "{}\n", "\u200e{}"])
def test_the_right_code_opens_however_it_was_pasted(challenge: Challenge, typed: str) -> None:
    for shown in (challenge.code, challenge.spoken, challenge.spoken.replace(" ", "-")):
        assert judge(challenge, typed.format(shown), now=NOW)[0] is Answer.RIGHT


def test_figures_of_another_script_are_figures(challenge: Challenge) -> None:
    arabic = challenge.code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert judge(challenge, arabic, now=NOW)[0] is Answer.RIGHT


@pytest.mark.parametrize("typed", ["", "0", "²" * 8, "abcdefgh", "\x00", "9" * 64, "🙂"])
def test_anything_else_is_wrong_and_counted(challenge: Challenge, typed: str) -> None:
    answer, counted = judge(challenge, typed, now=NOW)
    assert (answer, counted.tries) == (Answer.WRONG, 1)


def test_a_code_lives_ten_minutes_and_no_longer(challenge: Challenge) -> None:
    assert judge(challenge, challenge.code, now=NOW + LIFETIME)[0] is Answer.RIGHT
    assert judge(challenge, challenge.code, now=NOW + LIFETIME + 1)[0] is Answer.EXPIRED


@pytest.mark.parametrize(
    ("seconds", "left"), [(0, 10), (4, 10), (60, 9), (300, 5), (541, 1), (570, 0), (601, 0), (9999, 0)]
)
def test_how_long_a_code_still_works_is_told_as_it_is(challenge: Challenge, seconds: int, left: int) -> None:
    assert minutes_left(challenge, now=NOW + seconds) == left


def test_a_code_from_the_future_is_not_taken(challenge: Challenge) -> None:
    assert judge(challenge, challenge.code, now=NOW - 1)[0] is Answer.EXPIRED


def test_after_five_tries_even_the_right_code_is_refused(challenge: Challenge) -> None:
    for _ in range(MOST_TRIES):
        answer, challenge = judge(challenge, "0", now=NOW)
    assert answer is Answer.EXHAUSTED
    assert judge(challenge, challenge.code, now=NOW)[0] is Answer.EXHAUSTED


def test_a_message_sent_again_soon_carries_the_same_code(challenge: Challenge) -> None:
    assert for_sending_again(challenge, now=NOW + 60) == challenge


def test_a_message_sent_again_late_or_after_too_many_tries_carries_a_new_code(challenge: Challenge) -> None:
    late = for_sending_again(challenge, now=NOW + 301)
    spent = for_sending_again(replace(challenge, tries=MOST_TRIES), now=NOW)
    for fresh in (late, spent):
        assert fresh.nonce != challenge.nonce
        assert (fresh.tries, fresh.email, fresh.next_path) == (0, challenge.email, challenge.next_path)


def test_a_code_is_bound_to_its_address(challenge: Challenge) -> None:
    assert replace(challenge, email="bob@example.org").code != challenge.code


def test_a_session_holds_neither_the_code_nor_the_address(challenge: Challenge) -> None:
    assert challenge.code not in challenge.to_session()
    assert challenge.email not in challenge.to_session()
    assert challenge_from(challenge.to_session()) == challenge


def test_what_lay_in_a_session_for_long_cannot_be_read_any_more(challenge: Challenge) -> None:
    with time_machine.travel("2026-03-02T09:00:00Z", tick=False) as clock:
        stored = challenge.to_session()
        clock.shift(KEPT_FOR)
        assert challenge_from(stored) == challenge
        clock.shift(1)
        assert challenge_from(stored) is None


SEALED = [seal("[]"), seal('{"unknown": 1}')]


@pytest.mark.parametrize(
    "stored",
    [None, "door", [], {}, {"email": "a@b.org"}, *SEALED],
    ids=["none", "text", "list", "empty", "plain", "a", "b"],
)
def test_what_another_release_left_in_a_session_is_no_challenge(stored: object) -> None:
    assert challenge_from(stored) is None
