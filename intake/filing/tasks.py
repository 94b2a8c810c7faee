"""What the worker does for filing. Each task may run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from intake.filing import retention

LATEST_CLOCK = timedelta(hours=12)
"""How far the last time zone of the world is behind UTC: a day that is over there is over at every court."""


@shared_task(name="filing.purge_drafts")
def purge_drafts() -> int:
    return retention.purge_drafts(now=timezone.now())


@shared_task(name="filing.erase_past_retention")
def erase_past_retention() -> int:
    return retention.erase_past_retention(today=(timezone.now() - LATEST_CLOCK).date())
