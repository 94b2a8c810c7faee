"""Hearing what became of messages: kept first, once each, and acted on afterwards."""

from collections.abc import Sequence

from django.db import connection, transaction

from intake.notices.heard import Heard
from intake.notices.models import MailEvent
from intake.notices.wakeup import wake_for_reports

_AT_ONCE = 500


@transaction.atomic
def hear_all(reports: Sequence[Heard]) -> None:
    """Keeps many at once, and wakes a worker after commit: whoever reports waits for nothing else."""
    rows = [report.as_event() for report in reports]
    MailEvent.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_AT_ONCE)
    if rows and not any(hook[1] is wake_for_reports for hook in connection.run_on_commit):
        transaction.on_commit(wake_for_reports)
