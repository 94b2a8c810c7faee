import pytest

from claimants.common.references import ALPHABET, new_reference, normalise


def test_a_new_reference_reads_as_two_groups_of_four_and_passes_its_own_check() -> None:
    reference = new_reference()
    assert len(reference) == 9
    assert reference[4] == "-"
    assert normalise(reference) == reference


@pytest.mark.parametrize("position", [0, 1, 2, 3, 5, 6, 7, 8])
def test_every_single_wrong_character_is_caught(position: int) -> None:
    reference = new_reference()
    for character in ALPHABET:
        if character != reference[position]:
            wrong = reference[:position] + character + reference[position + 1 :]
            assert normalise(wrong) is None, wrong


def test_a_reference_is_understood_as_it_is_heard() -> None:
    reference = new_reference()
    spoken = reference.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert normalise(f"  {spoken} ") == reference


@pytest.mark.parametrize("text", ["", "K7QX", "K7QX-PM2D-1", "K7QX-PM2U", "née-nöö", "\x00" * 8, "１２３４５６７８"])
def test_what_is_no_reference_is_none(text: str) -> None:
    assert normalise(text) is None
