"""Everything the site keeps anywhere, so that a journey can show that nothing was added."""

import hashlib
import pickle
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from playwright.sync_api import BrowserContext


def kept_by_the_site() -> dict[str, str]:
    """A fingerprint of every table, of the cache and of every file but the database's own, by name."""
    found = tables()
    found["cache"] = _digest(pickle.dumps(sorted(caches["default"]._cache.items())))
    found |= {
        str(path): _digest(path.read_bytes())
        for path in Path(settings.VAR_DIR).rglob("*")
        if path.is_file() and not path.name.startswith("test.sqlite3")
    }
    return found


def tables() -> dict[str, str]:
    """A fingerprint of every table, by name."""
    return {f"table {name}": _of_table(name) for name in connection.introspection.table_names()}


def kept_by_the_browser(context: BrowserContext) -> dict[str, object]:
    """Cookies, and what pages put into the browser's own stores."""
    state = context.storage_state(indexed_db=True)
    return {"cookies": state.get("cookies"), "origins": state.get("origins")}


def _of_table(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
        return _digest("\n".join(sorted(map(repr, cursor.fetchall()))).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
