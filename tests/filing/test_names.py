"""Whose name a signature bears."""

import pytest

from intake.filing.models import Capacity
from intake.filing.names import Doubt, doubt_about, is_same_name

pytestmark = pytest.mark.pure
SAME = [
    ("Ana María López", "ana maria  LÓPEZ"),
    ("Ana María López", "López, Ana María"),
    ("Ana María López", "Ana M. López"),
    ("Ana María López", "A. M. López"),
    ("Ana López", "Ana María López"),
    ("Ana María López", "Ana"),
    ("Seán O’Connor", "Sean OConnor"),
    ("Søren Łukasz", "Soren Lukasz"),
    ("Anne-Marie Weiß", "Anne Marie Weiss"),
    ("李 小龙", "李小龙"),
    ("李", "李"),
]
OTHER = [
    ("Ana López", "Ana Núñez"),
    ("Ana López", "Wei Chen"),
    ("Ana María López", "Ana Sofía López"),
    ("Ana López", "A. L."),
    ("Ana López", "A"),
    ("Ana López", "Anabel López"),
    ("李 小龙", "王 小明"),
    ("Ana López", "J. López"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_accents_order_and_initials_make_no_other_name(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_word_or_nothing_but_initials_is_another_name(one: str, other: str) -> None:
    assert not is_same_name(one, other)
    assert not is_same_name(other, one)


@pytest.mark.parametrize(
    ("signed", "given", "capacity", "before", "doubt"),
    [
        ("Ana López", "Ana López", Capacity.SELF, "", None),
        ("Wei Chen", "Ana López", Capacity.SELF, "", Doubt.ANOTHER),
        ("Wei Chen", "", Capacity.SELF, "", None),
        ("Wei Chen", "Ana López", Capacity.PARENT, "", None),
        ("Ana López", "Ana López", Capacity.EXECUTOR, "", Doubt.REPRESENTED),
        ("Wei Chen", "Ana López", Capacity.GUARDIAN, "Wei Chen", None),
        ("Mei Chen", "Ana López", Capacity.ATTORNEY, "Wei Chen", Doubt.ANOTHER),
    ],
)
def test_the_signer_is_compared_with_the_name_that_is_theirs(
    signed: str, given: str, capacity: str, before: str, doubt: Doubt | None
) -> None:
    assert doubt_about(signed, given=given, capacity=capacity, before=before) is doubt
