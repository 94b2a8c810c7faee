"""What the worker does for reports. Each may run twice, and may be lost."""

import structlog
from celery import shared_task
from django.utils import timezone

from intake.reports import actions
from intake.reports.models import DeclarationAsked
from intake.reports.seals import newest_seal, seal_attempts

log = structlog.get_logger(__name__)


@shared_task(name="reports.seal_attempts")
def seal() -> None:
    """Says the head in the log of the worker each time: there it stays when somebody takes the newest seals out."""
    seal_attempts()
    if newest := newest_seal():
        log.info("reports.sealed", head=newest.sha256, attempts_up_to=newest.to_pk)


@shared_task(name="reports.make_declaration")
def make_declaration(asked: int) -> None:
    actions.make_asked(DeclarationAsked.objects.select_related("campaign", "by").get(pk=asked))


@shared_task(name="reports.sweep")
def sweep() -> None:
    actions.sweep_asked()


@shared_task(name="reports.remove_left_over")
def remove_left_over() -> None:
    actions.remove_left_over(now=timezone.now())
