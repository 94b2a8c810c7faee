"""Sessions in Django's table, fetched by one plain statement: every page of everybody signed in asks for one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

_LIVE = f"SELECT session_data FROM {Session._meta.db_table} WHERE session_key = %s AND expire_date > %s"  # noqa: S608

_SHORTEST_KEY = 8


class SessionStore(db.SessionStore):
    """Django's own, but for how it reads, and that a key is never anything but letters and digits."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_LIVE, [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])

    def _validate_session_key(self, key: Any) -> bool:
        """A cookie may hold anything, also what the database cannot be asked for."""
        return isinstance(key, str) and len(key) >= _SHORTEST_KEY and key.isascii() and key.isalnum()
