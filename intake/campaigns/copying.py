"""Writing very many rows of one table: `COPY` on PostgreSQL, one prepared statement on SQLite.

Most columns of such rows say the same, so they are given once, by an unsaved sample; only what differs is given for
each. Columns that the database fills by itself are left to it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model

Value = str | int | None
Ready = str | list[tuple[Value, ...]]
_NULL = "\x02"


class Copier:
    """Rows like `sample`, with other values in the columns `differing`; the values in their database form.

    Values hold no tab and no line feed: they are words of ours, or JSON, which writes them otherwise.
    """

    def __init__(self, sample: Model, differing: Sequence[str]) -> None:
        fields = {field.attname: field for field in sample._meta.concrete_fields if not field.primary_key}
        same = [field for name, field in fields.items() if name not in differing and not _is_left(field, sample)]
        self._is_copied = connection.vendor == "postgresql"
        self._table = sample._meta.db_table
        self._columns = [*(fields[name].column for name in differing), *(field.column for field in same)]
        self._constants = tuple(field.get_db_prep_save(getattr(sample, field.attname), connection) for field in same)
        self._tail = "".join(f"\t{_as_text(value)}" for value in self._constants) + "\n"

    def ready(self, rows: Iterable[tuple[Value, ...]]) -> Ready:
        """The rows as `write` takes them. Asks no database."""
        return self._as_text(rows) if self._is_copied else [row + self._constants for row in rows]

    def write(self, ready: Ready) -> None:
        """Appends the rows, in the transaction of the caller."""
        columns = ", ".join(f'"{column}"' for column in self._columns)
        with connection.cursor() as cursor:
            if isinstance(ready, str):
                with cursor.copy(f"COPY \"{self._table}\" ({columns}) FROM STDIN WITH (NULL '{_NULL}')") as copy:
                    copy.write(ready)
            else:
                marks = ", ".join(["%s"] * len(self._columns))
                statement = f'INSERT INTO "{self._table}" ({columns}) VALUES ({marks})'  # noqa: S608 - our own names
                cursor.executemany(statement, ready)

    def _as_text(self, rows: Iterable[tuple[Value, ...]]) -> str:
        """All rows in the text format of `COPY`; a value that would begin another row or column is refused."""
        lines = [
            "\t".join([value if value.__class__ is str else _as_text(value) for value in row])  # type: ignore[misc]
            for row in rows
        ]
        text = self._tail.join([*lines, ""])
        if text.count("\n") != len(lines) or text.count("\t") != len(lines) * (len(self._columns) - 1):
            raise ValueError(f"A value for {self._table} holds a tab or a line feed.")
        return text.replace("\\", "\\\\")


def _is_left(field: "Field[Any, Any]", sample: Model) -> bool:
    """Whether the database says it by itself."""
    return field.db_default is not NOT_PROVIDED and not isinstance(getattr(sample, field.attname), (str, int, float))


def _as_text(value: Any) -> str:
    if value is None:
        return _NULL
    if value is True or value is False:
        return "t" if value else "f"
    return str(value)
