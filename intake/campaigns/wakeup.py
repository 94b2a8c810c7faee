"""Tells workers that there is something to do. When a message is lost, the next sweep finds the row."""

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from intake.campaigns.models import DryRun
from intake.celery import app

log = structlog.get_logger(__name__)
WORTH_HEARING_FOR = 60


def wake_rehearsal(dry_run: DryRun) -> None:
    """One message, once the transaction is committed."""
    wake_after_commit("campaigns.rehearse", dry_run.pk)


def wake_after_commit(task: str, pk: int) -> None:
    """The same for any task that takes the number of its row."""
    transaction.on_commit(lambda: _send(task, pk))


def _send(task: str, pk: int) -> None:
    try:
        app.send_task(task, args=[pk], expires=WORTH_HEARING_FOR, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("campaigns.wake_up_lost", error=type(error).__name__)
