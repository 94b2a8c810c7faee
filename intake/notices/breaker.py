"""The relay's breaker: after it could not be reached nothing is offered to it for a while, longer each time."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from intake.notices.buckets import RELAY, relay
from intake.notices.models import Provider

FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=15)


def pause_after(failures: int) -> timedelta:
    """How long nothing is offered after so many failures in a row."""
    return min(LONGEST, FIRST * 2 ** min(max(failures - 1, 0), 10))


@transaction.atomic
def open_for(said: str) -> None:
    """Notes one more failure in a row, and why. Several workers at once count as one."""
    relay()
    provider = Provider.objects.select_for_update().get(name=RELAY)
    is_news = not Provider.objects.filter(pk=provider.pk, closed_until__gt=Now()).exists()
    if is_news:
        provider.failures = min(provider.failures + 1, 1000)
    Provider.objects.filter(pk=provider.pk).update(
        failures=provider.failures, said=said[:500], closed_until=Now() + pause_after(provider.failures)
    )


def close_again() -> None:
    """The relay answered."""
    Provider.objects.filter(name=RELAY, failures__gt=0).update(failures=0, closed_until=None, said="")
