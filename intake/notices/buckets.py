"""How fast mail may leave, for all workers together: slots in time, handed out by the database in blocks.

A limit of 100 a second has a slot every hundredth of a second. Whoever takes a block moves `next_at` on, and sends
each message when its slot comes. So no two workers send in the same slot, and there is nothing to save up and burst.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor
from typing import Any

from django.db import transaction
from django.db.models import Q

from intake.notices.models import Bucket, Dispatch, Provider

RELAY = "relay"
ALL = "all"
BELOW_THE_LIMIT = 0.985
"""What is handed out of a limit: a message that is late by a moment must not make a later window too full."""
AHEAD = timedelta(seconds=2)
"""Nobody takes slots further ahead: what is taken cannot be paused any more."""
RECOVERS_AFTER = timedelta(minutes=5)
SLOWEST = 0.05
UNLIMITED_BECOMES = 20.0
"""Messages a second to a destination that asked us to slow down and had no limit until then."""


@dataclass(frozen=True)
class Pace:
    """The first message may leave in `start` seconds, and each later one `every` seconds after the one before."""

    start: float = 0.0
    every: float = 0.0


@dataclass(frozen=True)
class Room:
    """What may be taken for one destination now: `most` messages at a pace; nothing for `wait` seconds if none."""

    most: int
    pace: Pace = Pace()
    wait: float = 0.0


def of_dispatch(dispatch: int) -> str:
    """The name of the bucket that holds a dispatch's own limit."""
    return f"dispatch:{dispatch}"


def relay() -> Provider:
    """Whoever the settings name to take our mail."""
    return Provider.objects.get_or_create(name=RELAY)[0]


def lock_buckets(names: Iterable[str]) -> dict[str, Bucket]:
    """The limits of these destinations and those of all, held until the transaction ends; most have none."""
    wanted = Q(destination__in=[ALL, *names])
    held = Bucket.objects.select_for_update().filter(wanted, provider__name=RELAY).order_by("pk")
    return {bucket.destination: bucket for bucket in held}


def lock_made_buckets(names: Iterable[str]) -> None:
    """Makes the limits that some of these destinations do not have yet, and then holds them all, in the same order in
    which everybody does."""
    wanted = sorted(names)
    if wanted:
        made = [Bucket(provider=relay(), destination=name) for name in wanted]
        Bucket.objects.bulk_create(made, ignore_conflicts=True)
        lock_buckets(wanted)


def room_in(buckets: Iterable[Bucket], now: datetime, limit: int) -> Room:
    """How many of `limit` messages these limits allow to be taken now, all of them together."""
    most, start, every = limit, now, 0.0
    for bucket in buckets:
        if bucket.paused_until and bucket.paused_until > now:
            return Room(0, wait=(bucket.paused_until - now).total_seconds())
        if bucket.per_day is not None:
            most = min(most, bucket.per_day - taken_on(bucket, now))
        if rate := _rate(bucket, now):
            start, every = max(start, bucket.next_at), max(every, 1 / rate)
            most = min(most, max(1, floor(rate)))
    if most <= 0:
        return Room(0, wait=_until_tomorrow(now))
    if start - now > AHEAD:
        return Room(0, wait=(start - now - AHEAD).total_seconds() + every)
    return Room(most, Pace((start - now).total_seconds(), every))


def take(buckets: Iterable[Bucket], now: datetime, number: int, pace: Pace) -> None:
    """Hands out slots for so many messages."""
    for bucket in buckets:
        bucket.taken_today = taken_on(bucket, now) + number
        bucket.day = now.date()
        if rate := _rate(bucket, now):
            is_slowest = pace.every <= 1 / rate
            own = max(bucket.next_at, now) + timedelta(seconds=number / rate)
            bucket.next_at = now + timedelta(seconds=pace.start + number * pace.every) if is_slowest else own
        bucket.save(update_fields=["taken_today", "day", "next_at"])


@transaction.atomic
def put_back(dispatch: int | None, destination: str, number: int, day: date) -> None:
    """Takes off a day's count what was taken on it and never left. Slots in time are gone."""
    own = of_dispatch(dispatch) if dispatch else ""
    for bucket in lock_buckets([destination, own]).values():
        if bucket.day == day:
            bucket.taken_today = max(0, bucket.taken_today - number)
            bucket.save(update_fields=["taken_today"])


def limit_dispatch(dispatch: Dispatch) -> None:
    """Gives a dispatch the limits that it states, for all workers together; what was taken today stays taken."""
    limits = {"per_second": dispatch.per_second, "per_day": dispatch.per_day}
    own: dict[str, Any] = {"provider": relay(), "destination": of_dispatch(dispatch.pk)}
    if any(limits.values()):
        Bucket.objects.update_or_create(**own, defaults=limits)
    else:
        Bucket.objects.filter(**own).update(**limits)


def slow_down(destination: str, now: datetime) -> None:
    """Halves the rate of a destination that asked for it; it comes back in steps."""
    bucket, _ = Bucket.objects.select_for_update().get_or_create(provider=relay(), destination=destination)
    bucket.per_second = bucket.per_second or UNLIMITED_BECOMES
    bucket.factor, bucket.factor_at = max(SLOWEST, _factor(bucket, now) / 2), now
    bucket.save(update_fields=["per_second", "factor", "factor_at"])


def pause_destination(destination: str, until: datetime, why: str) -> None:
    """Stops a group of destinations: they refuse our mail as such, and more of it makes it worse."""
    Bucket.objects.update_or_create(
        provider=relay(), destination=destination, defaults={"paused_until": until, "why": why[:300]}
    )


def taken_on(bucket: Bucket, now: datetime) -> int:
    """How much of the limit of this day, in UTC, is used up."""
    return bucket.taken_today if bucket.day == now.date() else 0


def _rate(bucket: Bucket, now: datetime) -> float | None:
    """Messages a second; None without a limit."""
    return bucket.per_second * _factor(bucket, now) * BELOW_THE_LIMIT if bucket.per_second else None


def _factor(bucket: Bucket, now: datetime) -> float:
    """What a destination had us slow down to, a tenth more for every few minutes since."""
    if bucket.factor_at is None:
        return bucket.factor
    return float(min(1.0, bucket.factor + 0.1 * ((now - bucket.factor_at) // RECOVERS_AFTER)))


def _until_tomorrow(now: datetime) -> float:
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - now).total_seconds()
