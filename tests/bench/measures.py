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


def keep(measures: Iterable[Measure], path: Path = KEPT_IN) -> None:
    """Writes the figures; those of benchmarks that did not run this time stay as they were."""
    fresh = [asdict(measure) for measure in measures]
    ran = {row["bench"] for row in fresh}
    before = json.loads(path.read_text()) if path.exists() else []
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = [row for row in before if row["bench"] not in ran] + fresh
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
