"""Sending what is due, in batches over one kept connection, until nothing is due or the time is up."""

import time
from collections import Counter
from datetime import timedelta

import structlog
from django.core.exceptions import ObjectDoesNotExist

from intake.notices import queue
from intake.notices.actions.accepting import on_accepted
from intake.notices.delivery import CannotConnect, Delivery, Envelope, chosen_delivery
from intake.notices.models import Notice, NoticeMessage
from intake.notices.queue import Lease
from intake.notices.render import render, wire_of
from intake.notices.replies import Fate, Reply, Stage
from intake.notices.wakeup import wake

log = structlog.get_logger(__name__)
WORKS_FOR = 60.0
RENEWS_AFTER = 30.0
RELAY_AWAY = timedelta(seconds=30)


def send_due(*, seconds: float = WORKS_FOR, delivery: Delivery | None = None) -> dict[str, int]:
    """Sends what is due; how many came to which end. Wakes the next worker when time is up and more is due."""
    counts: Counter[str] = Counter()
    ends = time.monotonic() + seconds
    chosen = delivery or chosen_delivery()
    try:
        while lease := _taken():
            if not _send_batch(lease, chosen, counts):
                break
            if time.monotonic() > ends:
                wake()
                break
    finally:
        chosen.close()
    return dict(counts)


def reap() -> dict[str, int]:
    """Returns what lost workers held; see `queue.reap`."""
    counts = queue.reap()
    if any(counts.values()):
        log.warning("notices.reaped", **counts)
    return counts


def _taken() -> Lease | None:
    lease = queue.claim_due()
    return lease if lease.notices else None


def _send_batch(lease: Lease, delivery: Delivery, counts: Counter[str]) -> bool:
    """One batch; False when the relay is away and there is no point in going on."""
    messages = _written(lease, counts)
    if not messages:
        return True
    try:
        delivery.open()
    except CannotConnect as error:
        counts["waiting"] += queue.give_back(lease, RELAY_AWAY, f"The mail relay is away: {error}")
        log.warning("notices.relay_away", error=str(error))
        return False
    ours, renewed = queue.begin(lease, list(messages.values())), time.monotonic()
    away: Reply | None = None
    for pk, message in messages.items():
        if time.monotonic() - renewed > RENEWS_AFTER:
            ours, renewed = queue.renew(lease), time.monotonic()
        if pk in ours:
            reply = away or _offered(message, delivery)
            counts[_settled(lease, message.notice, reply)] += 1
            away = reply if reply.stage is Stage.CONNECT else None
    return away is None


def _written(lease: Lease, counts: Counter[str]) -> dict[int, NoticeMessage]:
    """The messages of a lease by notice, each written now unless an earlier attempt wrote it."""
    messages = {}
    for notice in lease.notices:
        try:
            messages[notice.pk] = _stored(notice) or render(notice)
        except ObjectDoesNotExist:
            queue.cancel_erased(notice)
            counts["cancelled"] += 1
        except Exception as error:  # one notice that cannot be written must not hold up the others
            log.exception("notices.not_written", notice=notice.pk, kind=notice.kind)
            queue.lose(notice, f"It could not be written ({type(error).__name__}).")
            counts["not_written"] += 1
    return messages


def _stored(notice: Notice) -> NoticeMessage | None:
    return getattr(notice, "message", None)


def _offered(message: NoticeMessage, delivery: Delivery) -> Reply:
    address = message.notice.payload.address
    return delivery.send(Envelope(message.sender, address, wire_of(message, address)))


def _settled(lease: Lease, notice: Notice, reply: Reply) -> str:
    """Records the outcome, and tells whoever waits for this notice to be accepted."""
    verdict = queue.settle(lease, notice.pk, reply)
    if verdict is None:
        return "taken_over"
    if verdict.fate is Fate.ACCEPTED:
        notice.refresh_from_db(fields=["accepted_at"])
        on_accepted(notice)
    return verdict.fate.value
