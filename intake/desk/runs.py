"""What a pass found, as a page shows it. Examples whose answers are closed to staff are counted, not named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info

from intake.assessments.models import Outcome, Reassessment
from intake.assessments.report import matrix, moved
from intake.desk.queue import open_to_staff
from intake.filing.models import Claim
from intake.filing.states import State

SHORT = {
    Outcome.ELIGIBLE: "All met",
    Outcome.NEEDS_INFORMATION: "Not known",
    Outcome.INELIGIBLE: "Not met",
}
_RESULTS = ("met", "not_met", "unknown")
_NONE: Mapping[str, int] = {"met": 0, "not_met": 0, "unknown": 0}


@dataclass(frozen=True)
class Cell:
    """How many claims go from one outcome to another; `moves` when it is another one."""

    claims: int
    new: str
    moves: bool


@dataclass(frozen=True)
class OutcomeRow:
    """Everyone who had an outcome before, by what they have after."""

    old: str
    cells: list[Cell]
    claims: int


@dataclass(frozen=True)
class Step:
    """One criterion of the funnel: (after, before) for met, not met and not known."""

    name: str
    numbers: list[tuple[int, int]]
    is_new: bool
    is_gone: bool

    @property
    def changes(self) -> bool:
        return self.is_new or self.is_gone or any(after != before for after, before in self.numbers)


@dataclass(frozen=True)
class Moved:
    """The claims of one moving cell. `closed` counts examples whose answers staff may not read yet."""

    old: str
    new: str
    claims: int
    states: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    samples: list[Claim]
    closed: int


@dataclass(frozen=True)
class Seen:
    """A finished pass. `left_behind` claims were decided before and keep their result."""

    run: Reassessment
    claims: int
    rows: list[OutcomeRow]
    steps: list[Step]
    moved: list[Moved]
    left_behind: int
    erased: int
    owed: int

    @property
    def moves(self) -> int:
        return sum(one.claims for one in self.moved)


def seen_of(run: Reassessment) -> Seen:
    """What a finished pass counted, in words."""
    counts = run.counts
    return Seen(
        run=run,
        claims=counts["claims"],
        rows=_rows(run),
        steps=_steps(counts["old"], counts["new"]),
        moved=_moved(run),
        left_behind=counts["left_behind"],
        erased=counts["left_as_erased"],
        owed=counts["owed"],
    )


def in_words(language: str) -> str:
    try:
        return str(get_language_info(language)["name"])
    except KeyError:
        return language


def _rows(run: Reassessment) -> list[OutcomeRow]:
    found = {(row["old"], row["new"]): row["claims"] for row in matrix(run)}
    rows = []
    for old in Outcome:
        cells = [Cell(found[old.value, new.value], SHORT[new], old is not new) for new in Outcome]
        rows.append(OutcomeRow(SHORT[old], cells, sum(cell.claims for cell in cells)))
    return rows


def _steps(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Step]:
    """The criteria of the new version in its order, then those that it no longer has."""
    names = [*new, *(name for name in old if name not in new)]
    return [
        Step(
            name,
            [(new.get(name, _NONE)[key], old.get(name, _NONE)[key]) for key in _RESULTS],
            is_new=name not in old,
            is_gone=name not in new,
        )
        for name in names
    ]


def _moved(run: Reassessment) -> list[Moved]:
    rows = moved(run)
    references = [reference for row in rows for reference in row["samples"]]
    readable = open_to_staff(Claim.objects.filter(reference__in=references)).only("reference", "mode")
    by_reference = {claim.reference: claim for claim in readable}
    found = []
    for row in rows:
        samples = [by_reference[reference] for reference in row["samples"] if reference in by_reference]
        found.append(
            Moved(
                old=Outcome(row["old"]).label,
                new=Outcome(row["new"]).label,
                claims=row["claims"],
                states=[(State(state).label, number) for state, number in _most_first(row["by_state"])],
                languages=[(in_words(code), number) for code, number in _most_first(row["by_language"])],
                samples=samples,
                closed=len(row["samples"]) - len(samples),
            )
        )
    return found


def _most_first(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
