"""What follows once the relay has taken a notice, such as a clock that begins to run."""

from datetime import datetime

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from intake.notices.arrivals import Reported, is_return
from intake.notices.kinds import KINDS
from intake.notices.models import Arrival, MailEvent, Notice, NoticeState
from intake.notices.vocabulary import Kind

log = structlog.get_logger(__name__)
_ARRIVED = {MailEvent.Kind.DELIVERED, MailEvent.Kind.COMPLAINED}


def on_accepted(notice: Notice) -> None:
    """Tells the notice's kind that the relay took it. Whatever goes wrong there, the acceptance stands."""
    kind = KINDS.get(notice.kind)
    if kind is None or kind.when_accepted is None:
        return
    notice.refresh_from_db(fields=["accepted_at", "arrival"])
    if notice.accepted_at is None or notice.arrival == Arrival.BOUNCED:
        return
    try:
        tell_kind(kind, notice, _reached_at(notice, notice.accepted_at))
    except Exception as error:  # what the relay said is on record already; a sweep repeats this
        log.error("notices.acceptance_not_followed", notice=notice.pk, error=type(error).__name__)


def on_returned(notice: Notice) -> None:
    """Tells the notice's kind that it came back, unless a later one of the same cause has arrived meanwhile."""
    kind = KINDS.get(notice.kind)
    if kind is None or kind.when_returned is None or not notice.has_words:
        return
    later = Notice.objects.filter(
        cause=notice.cause, kind=notice.kind, recipient=notice.recipient_id, sequence__gt=notice.sequence,
        state=NoticeState.ACCEPTED,
    )  # fmt: skip
    if not later.exclude(arrival=Arrival.BOUNCED).exists():
        kind.when_returned(notice.payload.context)


@transaction.atomic
def tell_kind(kind: Kind, notice: Notice, at: datetime) -> None:
    """Calls what the kind wants called. May be called twice; erased words are told to nobody."""
    if kind.when_accepted is None:
        return
    try:
        context = notice.payload.context
    except ObjectDoesNotExist:
        return
    kind.when_accepted(context, at)


def _reached_at(notice: Notice, accepted_at: datetime) -> datetime:
    """When the relay took it. Where it came back for a while, the time stood still until word that it arrived."""
    told = list(notice.mail_events.order_by("happened_at"))
    arrived = [event.happened_at for event in told if event.kind in _ARRIVED]
    if not arrived or not any(is_return(Reported(event.kind)) for event in told):
        return accepted_at
    return min(max(accepted_at, arrived[0]), timezone.now())
