"""Made-up people by the million, loaded by COPY with the results that the definition in force gives them.

Only what a pass over everybody reads: persons, claims and their results. The facts are drawn by lot around the edges
of the seed's definition, with months and years for days, open ends, lists that are not complete, and unknowns.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from django.db import connection

from claimants.eligibility.evaluator import Compiled
from claimants.eligibility.facts import flatten
from claimants.matters.definitions import compiled
from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import User

DIFFERENT = 100_000
_SIGNED = "2026-03-02"
_AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
_STARTED = ("self", "registration", "submitted", "en")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def raw_facts(lot: Random) -> dict[str, Any]:
    """One person's facts, as the questions give them."""
    facts: dict[str, Any] = {
        "residence": _homes(lot),
        "account": {"from": _moment(lot, 2005, 2024), "to": "open"},
        "premium": [_subscription(lot) for _ in range(lot.choice((1, 1, 1, 2)))],
        "inmail": lot.choices(("sent", "received", "both", "none"), (3, 3, 12, 1))[0],
        "inmail_first": _moment(lot, 2010, 2024),
        "ai_setting": lot.choice(("on", "off", "never_saw")),
        "excluded_role": lot.choices(("none", "court", "defendant", "counsel"), (300, 1, 2, 1))[0],
        "released": lot.random() < 0.01,
        "birth_year": lot.randrange(1940, 2010),
        "premium_paid_by": lot.choices(("self", "employer", "gift", "trial"), (8, 2, 1, 1))[0],
        "product": "premium",
        "already_represented": False,
        "first_learned_on": _moment(lot, 2024, 2026),
        "signed_on": _SIGNED,
    }
    if lot.random() < 0.1:
        facts["residence_complete"] = False
    for name in lot.sample(sorted(facts), lot.choices((0, 1, 2), (85, 10, 5))[0]):
        if name != "signed_on":
            facts.pop(name, None)
            facts.pop(f"{name}_complete", None)
    return facts


def load_people(matter: Matter, definition: ClassDefinition, by: User, number: int) -> None:
    """Adds so many persons, claims and results to a matter that has none, on PostgreSQL."""
    law = compiled(definition)
    with connection.cursor() as cursor:
        _copy(cursor, "people_person (id, created_at)", ((pk, _AT) for pk in _ids(number)))
        _copy(
            cursor,
            "filing_claim (id, reference, matter_id, person_id, filed_by_id, capacity, mode, state, language, "
            "started_at, touched_at, submitted_at, draft, events_count, head)",
            ((pk, _reference(pk), matter.pk, pk, by.pk, *_STARTED, _AT, _AT, _AT, "{}", 0, "") for pk in _ids(number)),
        )
        _copy(
            cursor,
            "assessments_assessment (claim_id, definition_id, facts, fact_version, outcome, fail_mask, unknown_mask, "
            "flag_mask, left_behind, since)",
            _results(law, definition.pk, number),
        )
        cursor.execute("VACUUM (ANALYZE) assessments_assessment, filing_claim, people_person")


def _results(law: Compiled, definition: int, number: int) -> Iterator[tuple[Any, ...]]:
    """A result each; from some number on, people have the facts of earlier ones, in another order."""
    lot, drawn = Random(1), []
    for _ in range(min(number, DIFFERENT)):
        flat = flatten(raw_facts(lot), law.definition)
        judged = law.judge(flat)
        drawn.append((json.dumps(flat), 1, judged.outcome.value, *judged[1:], False, _AT))
    for pk in _ids(number):
        yield pk, definition, *drawn[pk * 7919 % len(drawn)]


def _copy(cursor: Any, into: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _ids(number: int) -> range:
    return range(1, number + 1)


def _reference(number: int) -> str:
    """Nine characters that no other has; nobody reads these aloud, so they carry no check character."""
    digits = []
    for _ in range(8):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    text = "".join(reversed(digits))
    return f"{text[:4]}-{text[4:]}"


def _homes(lot: Random) -> list[dict[str, Any]]:
    homes, year = [], lot.randrange(1995, 2012)
    for last in range(lot.choice((0, 0, 1)), -1, -1):
        until = year + lot.randrange(3, 10)
        country = lot.choices(("US", "PR", "DE", "GB", "IN"), (80, 2, 6, 6, 6))[0]
        homes.append({"from": str(year), "to": "open" if last == 0 else str(until), "country": country})
        year = until
    return homes


def _subscription(lot: Random) -> dict[str, Any]:
    until = "open" if lot.random() < 0.6 else _moment(lot, 2025, 2026)
    return {"from": _moment(lot, 2012, 2024), "to": until, "plan": "career"}


def _moment(lot: Random, first: int, last: int) -> str:
    """A day, a month or a year."""
    day = date(lot.randrange(first, last + 1), lot.randrange(1, 13), lot.randrange(1, 29))
    return lot.choices((f"{day}", f"{day:%Y-%m}", f"{day:%Y}"), (6, 3, 1))[0]
