"""The list of promises itself: what it must catch, and what it must let stand."""

import pytest

from claimants.matters.promises import DENIALS, forbidden_in, promises_in
from claimants.matters.stages import Mode, Stage

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


def test_whoever_approves_a_text_reads_what_is_wrong_and_why() -> None:
    text = "You will receive $500. Guaranteed. GUARANTEED. Guaranteed."
    assert forbidden_in(text, mode=Mode.REGISTRATION, stage=Stage.DISMISSED) == [
        "“$500” may not be said: a sum is read as what everybody gets. A sum that the court ordered to be said needs "
        "its source.",
        "“You will receive” may not be said: it says what will come, and nobody knows that before the court and the "
        "terms have spoken.",
        "“Guaranteed” may not be said: nobody can be certain of a result.",
        "“GUARANTEED” may not be said: nobody can be certain of a result.",
    ]


def test_what_may_be_said_depends_on_the_mode_and_the_stage() -> None:
    text = "The settlement provides for a claims administrator."
    assert len(forbidden_in(text, mode=Mode.REGISTRATION, stage=Stage.FILED)) == 2
    assert forbidden_in(text, mode=Mode.REGISTRATION, stage=Stage.FINAL_APPROVAL) == []
    assert forbidden_in(text, mode=Mode.CLAIM, stage=Stage.FINAL_APPROVAL) == []


def test_a_sum_with_its_source_may_stand_in_a_text_to_be_approved() -> None:
    fact = "The fund is $18,000,000."
    given = {"mode": Mode.CLAIM, "stage": Stage.FINAL_APPROVAL}
    assert len(forbidden_in(fact, **given)) == 1
    assert forbidden_in(f"Hello. {fact}", **given, allowed=[fact]) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Each person gets $100.", "$100"),
        ("About $ 1,250.50, they say.", "$ 1,250.50"),
        ("A fund of $18 million, they say.", "$18 million"),
        ("It is €12.", "€12"),
        ("It is USD 3,000.", "USD 3,000"),
        ("It is 100.50 dollars.", "100.50 dollars"),
    ],
)
def test_a_sum_is_quoted_whole(text: str, quoted: str) -> None:
    assert promises_in(text, Stage.FINAL_APPROVAL) == [quoted]
