"""What the worker does for reports. It may run twice, and may be lost."""

from celery import shared_task

from intake.reports.seals import seal_attempts


@shared_task(name="reports.seal_attempts")
def seal() -> None:
    seal_attempts()
