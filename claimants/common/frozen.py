"""Rows that are never edited: which tables hold them, and the triggers by which the database refuses.

A model says what it is with `frozen = Frozen.…`. Append-only rows can be neither changed nor deleted. Payload rows
cannot be changed, and go only when an erasure of their claim is on record; those that are a line of a campaign's list
(`is_on_a_list`) also when an erasure of that line, or of the whole list, is. Rows that are frozen once adopted have a
`status`: from when that is no longer draft, their `frozen_columns` stay, and so does the row. Once adopted (in force,
or superseded later) their `adopted_columns` stay too, and the status can only go from in force to superseded; from
withdrawn it goes nowhere. Later table rebuilds on SQLite drop triggers silently, so `install` runs after every
migration and `missing` is asked by `verify_log` and at start-up.
"""

from collections.abc import Iterable
from enum import Enum

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

_ERASURES = "filing_erasure"
_LIST_ERASURES = "campaigns_manifesterasure"
_OF_CLAIM = f"SELECT 1 FROM {_ERASURES} WHERE {_ERASURES}.claim_id = OLD.claim_id"  # noqa: S608 - our own table name
_OF_LINE = (
    f"SELECT 1 FROM {_LIST_ERASURES} WHERE {_LIST_ERASURES}.campaign_id = OLD.campaign_id "  # noqa: S608 - our own
    f"AND ({_LIST_ERASURES}.place IS NULL OR {_LIST_ERASURES}.place = OLD.place)"
)


class Frozen(Enum):
    APPEND_ONLY = "append-only"
    PAYLOAD = "payload"
    ONCE_ADOPTED = "frozen once adopted"


def frozen_models(kind: Frozen | None = None) -> list[type[models.Model]]:
    """The models that declare themselves frozen, of one kind or of both."""
    return [
        model
        for model in apps.get_models()
        if getattr(model, "frozen", None) is not None and (kind is None or _kind(model) is kind)
    ]


def install(connection: BaseDatabaseWrapper, of: Iterable[type[models.Model]] | None = None) -> None:
    """Creates the triggers of the given models (all frozen ones by default) anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTIONS)
        for model in frozen_models() if of is None else of:
            for statement in _statements(connection.vendor, model):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drops every trigger. For the test runner alone, which must empty tables between tests."""
    with connection.cursor() as cursor:
        for model in frozen_models():
            table = model._meta.db_table
            for name in _names(connection.vendor, table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that should be there and are not."""
    catalogue = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    wanted = [name for model in frozen_models() for name in _names(connection.vendor, model._meta.db_table)]
    return [name for name in wanted if name not in present]


def check(connection: BaseDatabaseWrapper) -> None:
    """Raises ImproperlyConfigured when a trigger is absent, or a way around them open: the portal must not run then."""
    if connection.vendor == "sqlite" and not _fires_when_replacing(connection):
        raise ImproperlyConfigured(
            "The database does not protect what was signed and decided: REPLACE would write over it. "
            "Add `PRAGMA recursive_triggers=ON;` to the `init_command` in the options of the database."
        )
    absent = missing(connection)
    if absent:
        raise ImproperlyConfigured(
            f"The database does not protect what was signed and decided: {', '.join(absent)} is missing. "
            "Run `manage.py migrate`, which creates the triggers anew."
        )


def _fires_when_replacing(connection: BaseDatabaseWrapper) -> bool:
    """SQLite fires the delete trigger of a row that REPLACE deletes only with this setting of the connection."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        return bool(cursor.fetchone()[0])


def _kind(model: type[models.Model]) -> Frozen:
    return model.frozen  # type: ignore[attr-defined]


def _is_on_a_list(model: type[models.Model]) -> bool:
    """Whether a payload row is about one line of a campaign's list, whose person may have no claim."""
    return getattr(model, "is_on_a_list", False)


def _names(vendor: str, table: str) -> list[str]:
    verbs = ["update", "delete", "truncate"] if vendor == "postgresql" else ["update", "delete"]
    return [f"frozen_{table}_{verb}" for verb in verbs]


def _statements(vendor: str, model: type[models.Model]) -> list[str]:
    return _for_postgresql(model) if vendor == "postgresql" else _for_sqlite(model)


def _when(model: type[models.Model], is_not: str) -> tuple[str, str]:
    """The conditions under which an update and a delete are refused; empty for always."""
    if _kind(model) is not Frozen.ONCE_ADOPTED:
        return "", ""
    written = _changed(model.frozen_columns, is_not)  # type: ignore[attr-defined]
    adopted = _changed(model.adopted_columns, is_not)  # type: ignore[attr-defined]
    return (
        f"WHEN (OLD.status <> 'draft' AND (NEW.status = 'draft' OR {written})"
        f" OR OLD.status IN ('in_force', 'superseded') AND ({adopted}"
        " OR NEW.status <> 'superseded' AND NEW.status <> OLD.status)"
        " OR OLD.status = 'withdrawn' AND NEW.status <> OLD.status)",
        "WHEN (OLD.status <> 'draft')",
    )


def _changed(columns: Iterable[str], is_not: str) -> str:
    return " OR ".join(f'OLD."{column}" {is_not} NEW."{column}"' for column in columns)


def _for_sqlite(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    when_updated, when_deleted = _when(model, "IS NOT")
    if _kind(model) is Frozen.PAYLOAD:
        or_line = f" AND NOT EXISTS ({_OF_LINE})" if _is_on_a_list(model) else ""
        when_deleted = f"WHEN NOT EXISTS ({_OF_CLAIM}){or_line}"
    update, delete = _names("sqlite", table)
    return [
        f"DROP TRIGGER IF EXISTS {update}",
        f"DROP TRIGGER IF EXISTS {delete}",
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} {when_updated} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are frozen'); END",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} {when_deleted} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are frozen'); END",
    ]


def _for_postgresql(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    update, delete, truncate = _names("postgresql", table)
    when_updated, when_deleted = _when(model, "IS DISTINCT FROM")
    unless = "frozen_unless_line_erased" if _is_on_a_list(model) else "frozen_unless_erased"
    on_delete = unless if _kind(model) is Frozen.PAYLOAD else "frozen_refuse"
    return [
        f"CREATE OR REPLACE TRIGGER {update} BEFORE UPDATE ON {table} "
        f"FOR EACH ROW {when_updated} EXECUTE FUNCTION frozen_refuse()",
        f"CREATE OR REPLACE TRIGGER {delete} BEFORE DELETE ON {table} "
        f"FOR EACH ROW {when_deleted} EXECUTE FUNCTION {on_delete}()",
        f"CREATE OR REPLACE TRIGGER {truncate} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION frozen_refuse()",
    ]


_POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION frozen_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are frozen', TG_TABLE_NAME;
END $$;
CREATE OR REPLACE FUNCTION frozen_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS ({_OF_CLAIM}) THEN
        RAISE EXCEPTION 'rows of % are frozen', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE OR REPLACE FUNCTION frozen_unless_line_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS ({_OF_CLAIM}) AND NOT EXISTS ({_OF_LINE}) THEN
        RAISE EXCEPTION 'rows of % are frozen', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END $$;
"""
