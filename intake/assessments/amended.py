"""What a new class definition changed for somebody whose draft was begun under an earlier one, point by point."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from claimants.eligibility.evaluator import CriterionResult
from claimants.matters.definitions import Rules, definition_numbered
from claimants.matters.models import ClassDefinition, Matter
from intake.assessments.results import explain_answers
from intake.filing.merging import BEGUN_UNDER


class ChangedPoint(NamedTuple):
    """A point of the definition that reads otherwise. `before` is empty for a new point, `now` for one that is gone."""

    before: str
    now: str


class Amended(NamedTuple):
    """From which version to which, and the points that the person's answers now read otherwise."""

    before: ClassDefinition
    now: ClassDefinition
    points: tuple[ChangedPoint, ...]


def amended_since(
    matter: Matter, draft: Mapping[str, Any], answers: Mapping[str, Any], *, on: date, rules: Rules
) -> Amended | None:
    """What changed since the draft was begun; None if the same version is still in force."""
    begun = draft.get(BEGUN_UNDER)
    if begun is None or begun == rules.definition.version:
        return None
    before = definition_numbered(matter, begun)
    then = explain_answers(matter, answers, on=on, rules=rules._replace(definition=before))
    now = explain_answers(matter, answers, on=on, rules=rules)
    return Amended(before, rules.definition, _points(then.criteria, now.criteria))


def _points(then: tuple[CriterionResult, ...], now: tuple[CriterionResult, ...]) -> tuple[ChangedPoint, ...]:
    before, after = {one.id: one.sentence for one in then}, {one.id: one.sentence for one in now}
    gone = [ChangedPoint(sentence, "") for name, sentence in before.items() if name not in after]
    changed = [
        ChangedPoint(before.get(name, ""), sentence) for name, sentence in after.items() if before.get(name) != sentence
    ]
    return (*changed, *gone)
