"""What a version says of the facts in the playground, beside what the version in force says of them."""

from dataclasses import dataclass
from datetime import date

from claimants.eligibility.dates import written
from claimants.eligibility.evaluator import Compiled, CriterionResult, Explanation
from claimants.eligibility.standing import Standing
from claimants.matters.definitions import compiled, flat_facts
from claimants.matters.models import ClassDefinition
from intake.desk.forms.playground import FactsForm


@dataclass(frozen=True)
class Compared:
    """A criterion now, and in the version in force when that reads it otherwise; either may lack it."""

    here: CriterionResult | None
    there: CriterionResult | None
    is_new: bool = False

    @property
    def name(self) -> str:
        one = self.here or self.there
        return one.id if one else ""


@dataclass(frozen=True)
class Played:
    """`there` is None when this version is the one in force, or none is."""

    here: Explanation
    there: Explanation | None
    criteria: list[Compared]
    standing: Standing
    deadlines: list[tuple[str, str]]


def played(law: Compiled, form: FactsForm, other: ClassDefinition | None) -> Played:
    """Judges the form's facts by both versions. The one in force reads of them what it knows."""
    here, there, standing = law.explain(form.flat), None, law.standing(form.flat)
    if other is not None and compiled(other) is not law:
        before = compiled(other)
        there = before.explain(flat_facts(before, form.raw))
    return Played(here, there, _compared(here, there), standing, _deadlines(standing))


def _compared(here: Explanation, there: Explanation | None) -> list[Compared]:
    if there is None:
        return [Compared(one, None) for one in here.criteria]
    before = {one.id: one for one in there.criteria}
    found = [Compared(one, _if_other(before.get(one.id), one), is_new=one.id not in before) for one in here.criteria]
    kept = {one.id for one in here.criteria}
    return [*found, *(Compared(None, one) for one in there.criteria if one.id not in kept)]


def _if_other(before: CriterionResult | None, now: CriterionResult) -> CriterionResult | None:
    return before if before and (before.result, before.sentence) != (now.result, now.sentence) else None


def _deadlines(standing: Standing) -> list[tuple[str, str]]:
    return [(name, _last_day(days)) for name, days in standing.deadlines.items()]


def _last_day(days: tuple[int, int] | None) -> str:
    if days is None:
        return "not known"
    first, last = (written(date.fromordinal(day)) for day in days)
    return first if first == last else f"between {first} and {last}"
