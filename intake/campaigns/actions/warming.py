"""Once a day: what a group of mailbox providers may be given today, by how yesterday went."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from intake.campaigns.warm_up import Day, cap_of, objection_to_step, step_after
from intake.notices.buckets import relay
from intake.notices.grounds import Ground
from intake.notices.models import Arrival, Bucket, MailEvent, Notice, NoticeAttempt, Sweep

log = structlog.get_logger(__name__)
_NAME = "campaigns.warm_up"
_Phase = NoticeAttempt.Phase
_NOBODY = Ground.ADDRESS.value


@transaction.atomic
def warm_up() -> int:
    """Moves each group on, or leaves it where it is; how many moved. Once a day, however often it is called."""
    today = timezone.now().date()
    yesterday = today - timedelta(days=1)
    done, _ = Sweep.objects.select_for_update().get_or_create(name=_NAME, defaults={"at": _at(yesterday)})
    if done.at.date() >= today:
        return 0
    days, moved = days_of(yesterday), 0
    for bucket in Bucket.objects.select_for_update().filter(provider=relay(), warm_up_step__isnull=False):
        day = days.get(bucket.destination, Day(0))
        step = step_after(bucket.warm_up_step, day)
        moved += step != bucket.warm_up_step
        why = objection_to_step(bucket.warm_up_step or 0, day)
        log.info("campaigns.warmed_up", destination=bucket.destination, step=step, why=why)
        bucket.warm_up_step, bucket.per_day = step, cap_of(step)
        bucket.save(update_fields=["warm_up_step", "per_day"])
    done.at = timezone.now()
    done.save(update_fields=["at"])
    return moved


def days_of(day: date) -> dict[str, Day]:
    """What became of the messages of a day in UTC, for each group; only nobody at an address is held against it."""
    sent, deferrals, complaints = Counter[str](), Counter[str](), Counter[str]()
    failed: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    within = {"at__gte": _at(day), "at__lt": _at(day + timedelta(days=1))}
    tried = NoticeAttempt.objects.filter(**within).exclude(number=0)  # set aside, and never offered
    attempts = tried.values_list("notice__destination", "phase", "ground")
    for group, phase, ground, number in attempts.annotate(number=Count("pk")).order_by():
        sent[group] += number if phase in {_Phase.ACCEPTED, _Phase.FAILED} else 0
        failed[ground == _NOBODY][group] += number if phase == _Phase.FAILED else 0
        deferrals[group] += number if phase == _Phase.DEFERRED else 0
    nobody = MailEvent.objects.filter(notice=OuterRef("pk"), kind=MailEvent.Kind.BOUNCED, ground=_NOBODY)
    accepted = Notice.objects.filter(**{f"accepted_{name}": moment for name, moment in within.items()})
    arrived = accepted.exclude(arrival=Arrival.SILENT).annotate(is_gone=Exists(nobody))
    found = arrived.values_list("destination", "arrival", "is_gone").annotate(number=Count("pk")).order_by()
    for group, arrival, is_gone, number in found:
        failed[is_gone][group] += number if arrival == Arrival.BOUNCED else 0
        complaints[group] += number if arrival == Arrival.COMPLAINED else 0
    return {
        group: Day(sent[group], failed[True][group], failed[False][group], complaints[group], deferrals[group])
        for group in sent
    }


def _at(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo("UTC"))
