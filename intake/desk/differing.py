"""The differences of two versions as a page shows them: place by place, and under each what it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from claimants.eligibility.difference import Change, Where

_HEADINGS = {
    Where.TEXT: "Text",
    Where.SOURCE: "Source",
    Where.PROVISIONAL: "Standing",
    Where.FACT: "Facts",
    Where.PERIOD: "Periods",
    Where.LIST: "Lists",
    Where.DEADLINE: "Deadlines",
    Where.CRITERION: "Criteria",
    Where.FLAG: "Flags",
    Where.SUBCLASS: "Subclasses",
    Where.PART: "Parts of the class",
    Where.TIER: "Award tiers",
}
_RULES_FIRST = sorted(Where, key=lambda where: where not in {Where.CRITERION, Where.FLAG})


@dataclass(frozen=True)
class Subject:
    """One criterion, period or the like, and everything that changed about it."""

    name: str
    changes: list[Change] = field(default_factory=list)


def by_place(changes: Iterable[Change]) -> list[tuple[str, list[Subject]]]:
    """Headings with their subjects, the rules first: they decide."""
    places: dict[Where, dict[str, Subject]] = {}
    for change in changes:
        places.setdefault(change.where, {}).setdefault(change.id, Subject(change.id)).changes.append(change)
    return [(_HEADINGS[where], list(places[where].values())) for where in _RULES_FIRST if where in places]
