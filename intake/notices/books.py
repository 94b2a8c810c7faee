"""What one step of sending writes about many notices: their rows, what was tried, and the counts of their dispatches.

One statement each. An object a row, as the models make it, costs more than sending the message does.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection

from intake.notices.grounds import Ground
from intake.notices.models import NoticeAttempt
from intake.notices.replies import Reply
from intake.notices.tallies import record_moves

_COLUMNS = "notice_id, number, phase, stage, code, reply, ground, message_sha256"
_ATTEMPTS = """
INSERT INTO {table} (is_flagged, lease_token, {columns}) SELECT %s, %s, {tried}
"""
_TRIED = {
    "postgresql": (
        "tried.* FROM json_to_recordset(%s) AS tried(notice_id bigint, number smallint, phase text, stage text, "
        "code smallint, reply text, ground text, message_sha256 text)"
    ),
    "sqlite": ", ".join(f"value ->> '$.{name}'" for name in _COLUMNS.split(", ")) + " FROM json_each(%s)",
}


_NOTHING_SAID = {"phase": NoticeAttempt.Phase.INTENT, "stage": "", "code": None, "reply": "", "ground": ""}


class Books:
    """What is written at the end of a step, in its transaction: what was tried under one lease, and the counts."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._tried: list[dict[str, Any]] = []
        self._moves: dict[int, Counter[str]] = {}

    def begins(self, notice: int, number: int, sha256: str) -> None:
        self._tried.append({**_NOTHING_SAID, "notice_id": notice, "number": number, "message_sha256": sha256})

    def accepts(self, notice: int, number: int, reply: Reply) -> None:
        self._tried.append({
            "notice_id": notice, "number": number, "phase": NoticeAttempt.Phase.ACCEPTED, "stage": reply.stage.value,
            "code": reply.code, "reply": reply.said, "ground": Ground.ACCEPTED, "message_sha256": "",
        })  # fmt: skip

    def moves(self, dispatches: Sequence[int | None], left: str, to: str) -> None:
        """That one notice of each of these dispatches went from one state to another."""
        for dispatch, number in Counter(dispatches).items():
            if dispatch is not None:
                counts = self._moves.setdefault(dispatch, Counter())
                counts[left] -= number
                counts[to] += number

    def write(self) -> None:
        """What was entered since they were last written."""
        tried, self._tried = self._tried, []
        moves, self._moves = self._moves, {}
        if tried:
            _write_attempts(tried, self._token)
        record_moves(moves)


def _write_attempts(tried: Sequence[dict[str, Any]], token: str) -> None:
    """The database says when, as it does for everybody."""
    table = connection.ops.quote_name(NoticeAttempt._meta.db_table)
    statement = _ATTEMPTS.format(table=table, columns=_COLUMNS, tried=_TRIED[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(statement, [False, token, orjson.dumps(tried).decode()])
