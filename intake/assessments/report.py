"""The numbers of a pass, for a program and for a person."""

from typing import Any

from intake.assessments.models import Outcome, Reassessment


def as_json(run: Reassessment) -> dict[str, Any]:
    """`matrix` has every pair of outcomes; `funnel` every criterion of the new version, and of the old by itself."""
    counts = run.counts
    return {
        "matter": run.matter.slug,
        "kind": run.kind,
        "from": run.base.version if run.base else None,
        "to": run.definition.version,
        "claims": counts["claims"],
        "matrix": matrix(run),
        "funnel": funnel(counts["new"]),
        "funnel_before": funnel(counts["old"]),
        "moved": moved(run),
        "decided_before": counts["left_behind"],
        "erased_and_left": counts["left_as_erased"],
        "notices_owed": counts["owed"],
        "note": run.note,
    }


def matrix(run: Reassessment) -> list[dict[str, Any]]:
    """Every pair of outcomes, also where there is nobody, so that two reports are compared line by line."""
    found = run.counts["matrix"]
    return [
        {"old": old.value, "new": new.value, "claims": found.get(f"{old.value}>{new.value}", 0)}
        for old in Outcome
        for new in Outcome
    ]


def moved(run: Reassessment) -> list[dict[str, Any]]:
    """The pairs in which somebody's outcome changes: how many, by state and language, and some of them."""
    counts = run.counts
    return [
        {
            **row,
            "by_state": counts["segments"].get(name, {}).get("state", {}),
            "by_language": counts["segments"].get(name, {}).get("language", {}),
            "samples": counts["samples"].get(name, []),
        }
        for row in matrix(run)
        if row["claims"] and row["old"] != row["new"]
        for name in [f"{row['old']}>{row['new']}"]
    ]


def funnel(found: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    return [{"criterion": name, **numbers} for name, numbers in found.items()]


def as_text(run: Reassessment) -> str:
    """The same in lines, for a terminal."""
    counts = run.counts
    lines = [f"{run.matter.slug}: {run.get_kind_display().lower()} of version {run.definition.version}"]
    lines += [f"  {row['claims']:>12,}  {row['old']} → {row['new']}" for row in matrix(run) if row["claims"]]
    lines += [
        f"  {name}: {n['met']:,} meet it, {n['not_met']:,} do not, {n['unknown']:,} not known"
        for name, n in counts["new"].items()
    ]
    lines.append(f"  Decided before, and left as decided: {counts['left_behind']:,}. Notices: {counts['owed']:,}.")
    return "\n".join([*lines, *([f"  {run.note}"] if run.note else [])])
