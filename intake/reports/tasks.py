"""What the worker does for reports. Each may run twice, and may be lost."""

from celery import shared_task
from django.utils import timezone

from intake.reports import actions
from intake.reports.models import DeclarationAsked
from intake.reports.seals import seal_attempts


@shared_task(name="reports.seal_attempts")
def seal() -> None:
    seal_attempts()


@shared_task(name="reports.make_declaration")
def make_declaration(asked: int) -> None:
    actions.make_asked(DeclarationAsked.objects.select_related("campaign", "by").get(pk=asked))


@shared_task(name="reports.sweep")
def sweep() -> None:
    actions.sweep_asked()


@shared_task(name="reports.remove_left_over")
def remove_left_over() -> None:
    actions.remove_left_over(now=timezone.now())
