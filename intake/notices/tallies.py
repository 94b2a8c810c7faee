"""Counting notices of dispatches as they move, in the transaction that moves them."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connection

from intake.notices.models import DispatchMove, Notice

Moves = Mapping[int, Mapping[str, int]]
"""By dispatch: by how many notices each state grew, or shrank."""


def moved(notices: Iterable[Notice], to: str) -> dict[int, Counter[str]]:
    """The moves of notices, each still bearing the state that it leaves, into one state."""
    moves: dict[int, Counter[str]] = {}
    for notice in notices:
        if notice.dispatch_id is not None:
            counts = moves.setdefault(notice.dispatch_id, Counter())
            counts[notice.state] -= 1
            counts[to] += 1
    return moves


def record_moves(moves: Moves) -> None:
    """Writes the moves down. Call it in the transaction that made them."""
    rows = [
        (dispatch, state, number)
        for dispatch, counts in sorted(moves.items())
        for state, number in sorted(counts.items())
        if number
    ]
    if rows:
        table = connection.ops.quote_name(DispatchMove._meta.db_table)
        places = ", ".join(["(%s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (dispatch_id, state, notices) VALUES {places}",  # noqa: S608 - a table of ours
                [value for row in rows for value in row],
            )
