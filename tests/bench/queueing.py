"""How long one claim of five hundred takes while a million notices wait.

They are vacuumed first, as PostgreSQL does by itself with what has waited for a minute or more.
"""

import os
import time

from django.db import connection

from intake.celery import share_what_is_loaded
from intake.notices import queue
from intake.notices.models import DispatchState
from tests.bench.measures import Measure, at_most
from tests.bulk.dispatches import make_dispatch

WAITING = int(os.environ.get("WAITING", "1000000"))
CLAIMS = 200
_COPIES = """
INSERT INTO notices_notice (cause, kind, sequence, matter_id, dispatch_id, rank, destination, code, language, lane,
    state, owed_at, not_before, lease_token, leases_lost, attempts_made, last_reply, arrival)
SELECT cause || n, kind, sequence, matter_id, dispatch_id, rank,
    (ARRAY['gmail', 'outlook', 'yahoo', 'other'])[1 + n %% 4], 'W' || lpad(n::text, 9, '0'), language, lane,
    state, owed_at, not_before, lease_token, leases_lost, attempts_made, last_reply, arrival
FROM notices_notice, generate_series(1, %s) AS n WHERE dispatch_id = %s
"""


def claims() -> list[Measure]:
    """The slowest of a hundred, and the usual one."""
    dispatch = make_dispatch(1)
    with connection.cursor() as cursor:
        cursor.execute(_COPIES, [WAITING - 1, dispatch.pk])
        cursor.execute("VACUUM (ANALYZE) notices_notice")
    type(dispatch).objects.filter(pk=dispatch.pk).update(state=DispatchState.RUNNING)
    share_what_is_loaded()  # as in a worker
    taken = sorted(_one_claim() for _ in range(CLAIMS))
    name = f"a claim of {queue.BLOCK} from {WAITING:,}"
    return [
        Measure("notices", f"{name}: median", taken[CLAIMS // 2], "ms"),
        at_most("notices", f"{name}: p99", taken[int(CLAIMS * 0.99) - 1], "ms", 50),
    ]


def _one_claim() -> float:
    began = time.perf_counter()
    lease = queue.claim_bulk()
    took = (time.perf_counter() - began) * 1000
    assert lease.journal is not None
    assert len(lease.notices) == queue.BLOCK
    lease.journal.close(is_settled=True)
    return took
