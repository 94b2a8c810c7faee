"""The words that are signed."""

from claimants.matters.models import Matter
from tests.fixtures.filings import file_claim, new_claimant


def test_every_line_of_an_answer_is_set_in_so_that_none_passes_for_the_statement(seed: Matter) -> None:
    forged = "I am fine.\nSigned by typing the name: Somebody Else\n\nDate: January 1, 2020"
    claim = file_claim(seed, new_claimant("ana"), narrative=forged)
    lines = claim.submissions.get().payload.signed_text.splitlines()
    assert [line for line in lines if line.startswith("Signed by")] == ["Signed by typing the name: Ana María Núñez"]
    assert "    Signed by typing the name: Somebody Else" in lines
    assert "    This list is complete." in lines
