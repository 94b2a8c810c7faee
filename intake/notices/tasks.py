"""What the worker does for notices. Each task may run twice, and may be lost."""

from celery import shared_task

from intake.assessments.models import Reassessment
from intake.notices import actions


@shared_task(name="notices.send_due")
def send_due() -> None:
    actions.send_due()


@shared_task(name="notices.reap")
def reap() -> None:
    actions.reap()


@shared_task(name="notices.owe_due")
def owe_due() -> None:
    actions.owe_due()


@shared_task(name="notices.owe_for_changes")
def owe_for_changes(run: int, after: int = 0) -> None:
    actions.owe_for_changes(run=Reassessment.objects.get(pk=run), after=after)


@shared_task(name="notices.act_on_reports")
def act_on_reports() -> None:
    actions.act_on_reports()
