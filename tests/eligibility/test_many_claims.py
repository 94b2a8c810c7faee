"""Three hundred definitions drawn by lot, each over the same six hundred claims drawn around the edges of them all."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings

from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import compile_definition
from tests.eligibility import oracle
from tests.eligibility.claims import flat_of, sketches
from tests.eligibility.definitions import documents
from tests.eligibility.possibilities import Sketch

LOTS, DEFINITIONS_A_LOT, CLAIMS, MOST_WAYS = 12, 25, 600, 30


def drawn(strategy: Any, number: int, lot: int) -> list[Any]:
    """So many different examples of a strategy, always the same for the same lot."""
    found: list[Any] = []

    def keep(example: Any) -> None:
        if example not in found and len(found) < number:
            found.append(example)

    quietly = settings(max_examples=2 * number, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    draw: Callable[[], None] = seed(lot)(quietly(given(strategy)(keep)))
    draw()
    return found


@cache
def claims() -> list[tuple[Sketch, dict[str, Any]]]:
    return [(sketch, flat_of(sketch)) for sketch in drawn(sketches(most=MOST_WAYS), CLAIMS, 0)]


@pytest.mark.parametrize("lot", range(1, LOTS + 1))
def test_every_definition_reads_every_claim_as_the_oracle_does(lot: int) -> None:
    found = drawn(documents(), DEFINITIONS_A_LOT, lot)
    assert (len(found), len(claims())) == (DEFINITIONS_A_LOT, CLAIMS)
    for document in found:
        law = compile_definition(Definition.model_validate(document))
        for sketch, flat in claims():
            assert law.judge(flat).outcome == oracle.outcome(sketch, document), (document["criteria"], sketch)
