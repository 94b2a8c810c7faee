"""Tells a worker that something is due. The message is a courtesy: when it is lost, the next sweep finds the row."""

import structlog
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from intake.celery import app

log = structlog.get_logger(__name__)
WORTH_HEARING_FOR = 60


def wake_after_commit() -> None:
    """One message once this transaction is committed, however many notices it owes."""
    if any(hook[1] is wake for hook in connection.run_on_commit):
        return
    transaction.on_commit(wake)


def wake() -> None:
    """Publishes the message; a broker that is away is not the business of whoever owed a notice."""
    _send("notices.send_due")


def wake_to_tell_of_changes(run: int, after: int = 0) -> None:
    """Says that a pass is done, and that its people are to be told: those of the changes `after` that one."""
    _send("notices.owe_for_changes", run, after)


def wake_for_reports() -> None:
    """Says that something was reported of messages sent."""
    _send("notices.act_on_reports")


def _send(task: str, *words: int) -> None:
    try:
        app.send_task(task, args=words, expires=WORTH_HEARING_FOR, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("notices.wake_up_lost", error=type(error).__name__)
