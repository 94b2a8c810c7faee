"""What the worker does for people. Each task may run twice."""

from celery import shared_task
from django.utils import timezone

from claimants.people import forgetting


@shared_task(name="people.clear_sessions")
def clear_sessions() -> int:
    return forgetting.clear_sessions(now=timezone.now())
