"""One measured figure beside its budget, and the table and the file they are shown in."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

KEPT_IN = Path("var/bench.json")


@dataclass(frozen=True)
class Measure:
    """`budget` reads as a person says it (`≤ 100`); `holds` is None where nothing is promised."""

    bench: str
    name: str
    value: float
    unit: str
    budget: str = ""
    holds: bool | None = None


def at_most(bench: str, name: str, value: float, unit: str, limit: float) -> Measure:
    return Measure(bench, name, value, unit, f"≤ {limit:g}", value <= limit)


def at_least(bench: str, name: str, value: float, unit: str, limit: float) -> Measure:
    return Measure(bench, name, value, unit, f"≥ {limit:g}", value >= limit)


def table(measures: Iterable[Measure]) -> str:
    """All figures in one table, in the order they were measured."""
    rows = [("bench", "what", "value", "unit", "budget", "holds")]
    for measure in measures:
        holds = {True: "yes", False: "NO", None: ""}[measure.holds]
        rows.append((measure.bench, measure.name, f"{measure.value:,.4g}", measure.unit, measure.budget, holds))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column == 2 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def keep(bench: str, measures: Iterable[Measure], path: Path = KEPT_IN) -> None:
    """Writes the figures of one benchmark; those of the others stay as they were."""
    others = [measure for measure in kept(path) if measure.bench != bench]
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(measure) for measure in [*others, *measures]]
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def kept(path: Path = KEPT_IN) -> list[Measure]:
    return [Measure(**row) for row in json.loads(path.read_text())] if path.exists() else []
