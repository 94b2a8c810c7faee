"""Statements that a worker asks for every few messages: compiled once, and only the keys and the lease filled in.

Django would build and compile each of them anew, which costs more than the database needs to answer it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from django.db.models import Field, Lookup, QuerySet
from django.db.models.sql import UpdateQuery

KEYS, TOKEN = "\x00keys", "\x00token"
"""What stands in a query for what is filled in. No value of a row can look like that."""
_Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Prepared:
    sql: str
    parameters: tuple[Any, ...]

    def ask(self, keys: Iterable[int | str] = (), token: str = "") -> _Rows:
        """The rows for these keys, which are numbers or digests, under this lease."""
        filled = {KEYS: _in_one(keys), TOKEN: token}
        parameters = [filled.get(value, value) if isinstance(value, str) else value for value in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return cursor.fetchall()


def selecting(rows: QuerySet[Any, Any]) -> Prepared:
    """Reads the rows of a query with KEYS, and TOKEN, in it."""
    sql, parameters = rows.query.get_compiler(rows.db).as_sql()
    return Prepared(sql, tuple(parameters))


def updating(rows: QuerySet[Any, Any], *columns: str, **changes: Any) -> Prepared:
    """Updates rows and gives back these columns of those that were updated, as they are afterwards."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    sql, parameters = query.get_compiler(rows.db).as_sql()
    names = ", ".join(connection.ops.quote_name(rows.model._meta.get_field(name).column) for name in columns)
    return Prepared(f"{sql} RETURNING {names}", tuple(parameters))


@Field.register_lookup
class Among(Lookup):
    """`pk__among=KEYS`: so many values as there are, in one parameter, and so in one and the same statement."""

    lookup_name = "among"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.rel_db_type(connection)
        return f"{lhs} = ANY(%s::{kind}[])", [*parameters, self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, parameters = self.process_lhs(compiler, connection)
        return f"{lhs} IN (SELECT value FROM json_each(%s))", [*parameters, self.rhs]  # noqa: S608 - a column of ours


def _in_one(keys: Iterable[int | str]) -> str:
    if connection.vendor == "postgresql":
        return f"{{{','.join(map(str, keys))}}}"
    return orjson.dumps(list(keys)).decode()
