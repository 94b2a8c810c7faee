"""The table of people as a page shows it: in full for the first person, and for the others what is not met."""

from collections import Counter
from dataclasses import dataclass

from claimants.eligibility.evaluator import CriterionResult
from claimants.eligibility.kleene import Result
from claimants.eligibility.people import Representative, TruthTable
from intake.assessments.models import Outcome


@dataclass(frozen=True)
class Told:
    """`shown` criteria stand with their sentence; those in `met` say what they say for the first person."""

    person: Representative
    shown: list[CriterionResult]
    met: list[str]


def told(table: TruthTable) -> list[Told]:
    """Every person of the table. Nothing is lost: the sentence of a result is the same for everyone who has it."""
    beginning = {one.id for one in table.rows[0].criteria if one.result == Result.MET}
    return [Told(row, *_split(row, beginning if number else set())) for number, row in enumerate(table.rows)]


def outcomes_of(table: TruthTable) -> list[tuple[Outcome, int]]:
    """How many people of the table have each outcome."""
    numbers = Counter(row.outcome.value for row in table.rows)
    return [(outcome, numbers[outcome.value]) for outcome in Outcome]


def _split(row: Representative, said: set[str]) -> tuple[list[CriterionResult], list[str]]:
    met = {one.id for one in row.criteria if one.result == Result.MET} & said
    return [one for one in row.criteria if one.id not in met], [one.id for one in row.criteria if one.id in met]
