"""Many stored claims, as copies of one that was really filed: every row of it, with keys and names of its own."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from claimants.common.references import new_reference
from claimants.people.models import Person, User
from intake.filing.models import Claim

UNIQUE = {
    ("user", "email"): lambda number: f"copy{number}-{uuid4().hex[:8]}@example.org",
    ("claim", "reference"): lambda _: _unused_reference(),
    ("notice", "code"): lambda _: uuid4().hex[:12].upper(),
}

_given: set[str] = set()


def copy_claim(claim: Claim, times: int) -> None:
    """Adds `times` copies of the claim, of whom it is for, and of every row that hangs on either."""
    kinds = [User, Person, Claim, *_kinds_about(Claim)]
    rows = {kind: list(_rows_of(kind, claim)) for kind in kinds}
    first = {kind: _highest_key(kind) + 1 for kind in kinds}
    with connection.cursor() as cursor:
        for kind, originals in rows.items():
            fields = kind._meta.local_concrete_fields
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(kind._meta.db_table),
                sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
            )
            with cursor.copy(statement) as copy:
                for number in range(times):
                    for original in originals:
                        copy.write_row(_copied(original, fields, number, rows, first))
            _move_sequence(cursor, kind)
        cursor.execute("ANALYZE")


def _kinds_about(target: type[models.Model]) -> list[type[models.Model]]:
    """Models whose rows belong to a claim, those they point to first."""
    found = [
        model
        for model in apps.get_models()
        if any(field.related_model is target for field in model._meta.local_concrete_fields)
    ]
    ordered: list[type[models.Model]] = []
    while found:
        ready = [kind for kind in found if not {f.related_model for f in kind._meta.local_fields} & ({*found} - {kind})]
        ordered += ready
        found = [kind for kind in found if kind not in ready]
    return ordered


def _rows_of(kind: type[models.Model], claim: Claim) -> Iterator[models.Model]:
    if kind is User:
        return iter([claim.person.user])
    if kind is Person:
        return iter([claim.person])
    if kind is Claim:
        return iter([claim])
    return kind._default_manager.filter(claim=claim).order_by("pk").iterator()


def _copied(
    original: models.Model,
    fields: list[Any],
    number: int,
    rows: dict[type[models.Model], list[Any]],
    first: dict[type[models.Model], int],
) -> list[Any]:
    values = []
    for field in fields:
        value = getattr(original, field.attname)
        target = field.related_model if field.is_relation else type(original) if field.primary_key else None
        keys = [row.pk for row in rows.get(target, [])] if target else []
        if value in keys:
            value = _key(target, keys.index(value), number, rows, first)
        unique = UNIQUE.get((original._meta.model_name, field.name))
        values.append(unique(number) if unique else field.get_db_prep_save(value, connection))
    return values


def _key(
    kind: type[models.Model],
    index: int,
    number: int,
    rows: dict[type[models.Model], list[Any]],
    first: dict[type[models.Model], int],
) -> int:
    """The key of copy `number` of the row at `index`; a row that has its claim's key keeps to the claim's."""
    while kind._meta.pk.is_relation:
        related = kind._meta.pk.related_model
        index = [row.pk for row in rows[related]].index(rows[kind][index].pk)
        kind = related
    return first[kind] + number * len(rows[kind]) + index


def _highest_key(kind: type[models.Model]) -> int:
    return kind._default_manager.aggregate(highest=models.Max("pk"))["highest"] or 0


def _move_sequence(cursor: Any, kind: type[models.Model]) -> None:
    if not kind._meta.pk.is_relation:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{kind._meta.db_table}', 'id'), "
            f"(SELECT max(id) FROM {kind._meta.db_table}))"
        )


def _unused_reference() -> str:
    """By lot a hundred thousand references would now and then hold one twice."""
    reference = new_reference()
    while reference in _given:
        reference = new_reference()
    _given.add(reference)
    return reference
