"""What it costs to judge one claim, beside other engines, and what those make of an unknown."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from django.conf import settings
from django.utils import timezone

from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import compile_definition
from claimants.eligibility.facts import flatten
from claimants.matters.files import checked
from claimants.matters.reading import read_file
from tests.bench.measures import Measure, at_most
from tests.bench.people import raw_facts
from tests.bench.rivals import DEFINITION, Answers, by_cel, by_hand, by_zen, claims, facts_of

BENCH = "eligibility"
CLAIMS = 4000
ROUNDS = 5
_READS = {"met": True, "not_met": False, "unknown": None}


def measure() -> list[Measure]:
    drawn = claims(CLAIMS)
    law = compile_definition(DEFINITION)
    flat = [flatten(facts_of(claim), DEFINITION) for claim in drawn]
    ours = [tuple(_READS[one.result] for one in law.explain(facts).criteria) for facts in flat]
    zen, cel = by_zen(), by_cel()
    plain = _microseconds(by_hand, drawn)
    explained = _microseconds(law.explain, flat)
    measures = [
        Measure(BENCH, "eight rules: a plain function by hand", plain, "µs/claim"),
        Measure(BENCH, "eight rules: ours, masks only", _microseconds(law.judge, flat), "µs/claim"),
        at_most(BENCH, "eight rules: ours, with every sentence", explained, "µs/claim", 10),
        Measure(BENCH, "eight rules: ZEN", _microseconds(zen, drawn), "µs/claim"),
        Measure(BENCH, "eight rules: CEL", _microseconds(cel, drawn), "µs/claim"),
        at_most(BENCH, "answers other than the plain function's: ours", _others(ours, map(by_hand, drawn)), "", 0),
    ]
    for name, engine in (("ZEN", zen), ("CEL", cel)):
        answers = [engine(claim) for claim in drawn]
        measures.append(Measure(BENCH, f"answers other than ours: {name}", _others(answers, ours), ""))
        measures.append(Measure(BENCH, f"unknowns that pass: {name}", _passed(answers, ours), ""))
    return [*measures, *_seed()]


def _seed() -> list[Measure]:
    """The bundled case, with lists of intervals and dates that are known to the month or the year."""
    path = Path(settings.BASE_DIR) / "matters" / "de-la-torre-v-linkedin.yaml"
    definition: Definition = checked(read_file(path), at=timezone.now())[0].definition
    law, lot = compile_definition(definition), Random(1)
    flat = [flatten(raw_facts(lot), definition) for _ in range(CLAIMS)]
    return [
        Measure(BENCH, "the seed case: masks only", _microseconds(law.judge, flat), "µs/claim"),
        at_most(BENCH, "the seed case: with every sentence", _microseconds(law.explain, flat), "µs/claim", 10),
    ]


def _microseconds(judge: Callable[[Any], object], drawn: Sequence[Any]) -> float:
    """CPU microseconds a claim; the best of some rounds, because others use the machine too."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = process_time()
        for claim in drawn:
            judge(claim)
        best = min(best, process_time() - started)
    return best / len(drawn) * 1e6


def _others(answers: Sequence[Answers], expected: Any) -> float:
    """How many answers are not as expected."""
    return sum(a != e for got, want in zip(answers, expected, strict=True) for a, e in zip(got, want, strict=True))


def _passed(answers: Sequence[Answers], ours: Sequence[Answers]) -> float:
    """How often a rule about something unknown lets the claim pass."""
    return sum(
        a is True and e is None for got, want in zip(answers, ours, strict=True) for a, e in zip(got, want, strict=True)
    )
