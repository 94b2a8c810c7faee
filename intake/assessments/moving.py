"""Who the claims are whose outcome moves: by state and language, with examples, and how many would be written to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import orjson
from django.db import connection

from intake.assessments.judging import Change
from intake.assessments.streams import Source
from intake.assessments.tally import SAMPLES, cell
from intake.filing.states import State

DECIDED = (State.ACCEPTED, State.DECLINED)
"""A claim in these states was decided: another definition does not change its result silently."""

UNTOLD = frozenset({State.DRAFT, State.WITHDRAWN, *DECIDED})
"""Nobody writes about a new definition to people whose claims are in these states."""

_ANY = {"postgresql": "c.id = ANY(%s)", "sqlite": "c.id IN (SELECT value FROM json_each(%s))"}
_CLAIMS = """
SELECT c.id, c.reference, c.state, c.language, CASE WHEN c.filed_by_id IS NOT NULL THEN true
    ELSE (SELECT p.user_id IS NOT NULL FROM people_person p WHERE p.id = c.person_id) END
FROM filing_claim c WHERE {of_these}
"""


def described(source: Source, changes: Iterable[Change]) -> dict[str, Any]:
    """`segments`, `samples`, `left_behind` and `owed` of a tally, for what changes in one chunk."""
    cells = {change.claim: cell(change.old, change.new) for change in changes if change.old != change.new}
    segments: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {"state": Counter(), "language": Counter()})
    samples: dict[str, list[str]] = defaultdict(list)
    owed = left_behind = 0
    for pk, reference, state, language, can_be_told in sorted(_claims(source, list(cells))):
        name = cells[pk]
        left_behind += state in DECIDED
        if not is_move(name):
            continue
        segments[name]["state"][state] += 1
        segments[name]["language"][language] += 1
        owed += bool(can_be_told) and state not in UNTOLD
        if len(samples[name]) < SAMPLES:
            samples[name].append(reference)
    return {"segments": dict(segments), "samples": dict(samples), "left_behind": left_behind, "owed": owed}


def is_move(name: str) -> bool:
    """Whether the cell is one of another outcome: `eligible>ineligible`."""
    old, _, new = name.partition(">")
    return old != new


def _claims(source: Source, ids: list[int]) -> list[tuple[Any, ...]]:
    if not ids:
        return []
    vendor = connection.vendor
    query = _CLAIMS.format(of_these=_ANY[vendor])
    return source.all(query, ids if vendor == "postgresql" else orjson.dumps(ids).decode())
