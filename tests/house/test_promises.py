"""The list of promises itself: what it must catch, and what it must let stand."""

import pytest

from claimants.matters.stages import Stage
from tests.house.promises import DENIALS, promises_in

PROMISES = [
    "Each person gets $500.",
    "About 13 million dollars will be shared out.",
    "Your payment is on its way.",
    "Claim your money today!",
    "You will receive a check.",
    "You are entitled to compensation.",
    "You may be owed something.",
    "A result is guaranteed.",
]


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("sentence", PROMISES)
def test_a_promise_is_caught_at_every_stage(sentence: str, stage: Stage) -> None:
    assert promises_in(f"Hello. {sentence} Goodbye.", stage)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("sentence", DENIALS)
def test_a_fixed_denial_may_stand(sentence: str, stage: Stage) -> None:
    assert not promises_in(sentence, stage)


def test_a_promise_broken_over_lines_is_caught() -> None:
    assert promises_in("your\n   payment", Stage.DISMISSED)


def test_a_sourced_fact_may_stand_word_for_word_only() -> None:
    fact = "The complaint asked for $1,000 for each person."
    assert not promises_in(f"Background. {fact}", Stage.DISMISSED, allowed=[fact])
    assert promises_in("They asked for $1,000.", Stage.DISMISSED, allowed=[fact])


def test_words_of_a_settlement_are_caught_only_before_there_is_one() -> None:
    assert promises_in("See the claims deadline.", Stage.DISMISSED)
    assert not promises_in("See the claims deadline.", Stage.PRELIMINARY_APPROVAL)
