"""What the worker does for review. Each task may run twice."""

from celery import shared_task
from django.utils import timezone

from intake.review import actions


@shared_task(name="review.lapse_due")
def lapse_due() -> int:
    return actions.lapse_due(now=timezone.now())
