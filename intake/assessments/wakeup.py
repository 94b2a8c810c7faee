"""Tells workers that there is a pass to lead or to help with. When a message is lost, the next sweep finds the row."""

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from intake.assessments.models import Reassessment
from intake.celery import app

log = structlog.get_logger(__name__)
WORTH_HEARING_FOR = 60
HELPERS = 8


def wake_leader(run: Reassessment) -> None:
    """One message, once the transaction is committed."""
    transaction.on_commit(lambda: _send("assessments.lead", run.pk))


def wake_helpers(run: Reassessment) -> None:
    """A message to each of some workers; those that find nothing to do end at once."""
    for _ in range(HELPERS):
        _send("assessments.work", run.pk)


def _send(task: str, pk: int) -> None:
    try:
        app.send_task(task, args=[pk], expires=WORTH_HEARING_FOR, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("assessments.wake_up_lost", error=type(error).__name__)
