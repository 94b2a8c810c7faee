"""What must be there before anybody is sent to this site: database, migrations, broker, and a clock that ticks."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from kombu.exceptions import OperationalError

from intake.celery import app
from intake.notices.models import Sweep
from intake.notices.queue import database_now

TICKS_WITHIN = timedelta(minutes=2)
"""The most frequent work is done every fifteen seconds. Without any for so long, no worker or no clock runs."""

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
    tasks = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    last = Sweep.objects.filter(name__in=tasks).aggregate(last=Max("at"))["last"]
    if last is None:
        return "No worker has done any repeated work yet. Start a worker and the clock."
    age = database_now() - last
    if age > TICKS_WITHIN:
        return f"No repeated work was done for {int(age.total_seconds())} seconds. Look at the worker and the clock."
    return ""
