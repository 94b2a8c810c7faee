"""What the worker does for results. Each task may run twice, and may be lost."""

from celery import shared_task

from intake.assessments import actions
from intake.assessments.models import Reassessment


@shared_task(name="assessments.lead")
def lead(run: int) -> None:
    actions.lead(Reassessment.objects.get(pk=run))


@shared_task(name="assessments.work")
def work(run: int) -> None:
    actions.work(Reassessment.objects.get(pk=run))


@shared_task(name="assessments.sweep")
def sweep() -> None:
    actions.sweep()
