"""What must be there before anybody is sent to this site: database, migrations, broker, and workers that send."""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError

from intake.celery import app
from intake.notices.models import Sweep
from intake.notices.queue import database_now

TICKS_WITHIN = timedelta(minutes=2)
"""Both are done at least every half a minute. Not done for so long, no worker or no clock runs."""
_TICKS = {
    "notices.send_due": "No worker has looked for notices to send",
    "notices.reap": "No worker has returned what lost workers held",
}

_is_migrated: list[bool] = []


def what_is_not_ready() -> list[str]:
    """A sentence for each; empty when everything is there."""
    try:
        database_now()
    except DatabaseError:
        return ["The database does not answer.", *_said(_broker)]
    return [*_said(_migrations), *_said(_broker), *_said(_clock)]


def _said(check: Callable[[], str]) -> list[str]:
    return [sentence] if (sentence := check()) else []


def _migrations() -> str:
    """Asked until there is nothing to migrate, and not again: a process does not outlive its own migrations."""
    if not _is_migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "The database is older than this program: run manage.py migrate."
        _is_migrated.append(True)
    return ""


def _broker() -> str:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=2)
    except (OperationalError, OSError):
        return "The broker does not answer. Nothing is lost: a sweep finds what no message announced."
    return ""


def _clock() -> str:
    """Other rooms' work says nothing about mail: a worker may do that while nobody sends."""
    done = dict(Sweep.objects.filter(name__in=_TICKS).values_list("name", "at"))
    now = database_now()
    late = [
        f"{_TICKS[name]}, {f'for {int((now - done[name]).total_seconds())} seconds' if name in done else 'so far'}."
        for name in _TICKS
        if name not in done or now - done[name] > TICKS_WITHIN
    ]
    return " ".join([*late, "Look at the worker of the queue “celery”, and at the clock."]) if late else ""
