"""Rows of a list come and go without JavaScript: a named button says which."""

import re

from django.http import QueryDict

_ROW = re.compile(r"[a-z][a-z0-9_]*\.\d{1,4}")
_LIST = re.compile(r"[a-z][a-z0-9_]*")


def changes_rows(data: QueryDict) -> bool:
    return "add" in data or "remove" in data


def with_rows_changed(data: QueryDict) -> QueryDict:
    """What was posted, without the row to remove and with the row to add."""
    changed = data.copy()
    removed, added = data.get("remove", ""), data.get("add", "")
    if _ROW.fullmatch(removed):
        for key in [key for key in changed if key.startswith(f"{removed}.")]:
            del changed[key]
    if _LIST.fullmatch(added):
        changed[f"{added}.{_next_number(added, changed)}.from.year"] = ""
    return changed


def _next_number(name: str, data: QueryDict) -> int:
    numbers = [int(key.split(".")[1]) for key in data if re.match(rf"{name}\.\d{{1,4}}\.", key)]
    return max(numbers, default=-1) + 1
