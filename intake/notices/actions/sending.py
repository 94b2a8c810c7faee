"""Sending what is due, in batches over one kept connection, until nothing is due or the time is up."""

import time
import traceback
from collections import Counter
from datetime import timedelta
from itertools import zip_longest

import structlog
from django.core.exceptions import ObjectDoesNotExist

from intake.notices import queue
from intake.notices.actions.accepting import on_accepted
from intake.notices.delivery import CannotConnect, Delivery, Envelope, chosen_delivery
from intake.notices.models import Notice, NoticeMessage
from intake.notices.queue import Lease
from intake.notices.render import render, wire_of
from intake.notices.replies import Fate, Reply, Stage, Verdict
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
    return {end: count for end, count in counts.items() if count}


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
        return _give_up(lease, str(error), counts)
    may_send, renewed = bool(queue.begin(lease, messages[:1])), time.monotonic()
    for message, following in zip_longest(messages, messages[1:]):
        if not may_send:
            may_send = following is not None and bool(queue.begin(lease, [following]))
            continue
        reply = _offered(message, delivery)
        if reply.stage is Stage.CONNECT:
            counts[_settled(message.notice, queue.settle(lease, message.notice_id, reply))] += 1
            return _give_up(lease, reply.text, counts)
        if time.monotonic() - renewed > RENEWS_AFTER:
            renewed = time.monotonic()
            queue.renew(lease)
        verdict, may_send = queue.go_on(lease, message.notice_id, reply, following)
        counts[_settled(message.notice, verdict)] += 1
    return True


def _give_up(lease: Lease, said: str, counts: Counter[str]) -> bool:
    """The relay is away: what was not begun goes back to the queue, and nothing of it counts as an attempt."""
    counts["waiting"] += queue.give_back(lease, RELAY_AWAY, f"The mail relay is away: {said}")
    log.warning("notices.relay_away", error=said)
    return False


def _written(lease: Lease, counts: Counter[str]) -> list[NoticeMessage]:
    """The messages of a lease, each written now unless an earlier attempt wrote it."""
    messages = []
    for notice in lease.notices:
        try:
            messages.append(_stored(notice) or render(notice))
        except ObjectDoesNotExist:
            queue.cancel_erased(notice)
            counts["cancelled"] += 1
        except Exception as error:  # one notice that cannot be written must not hold up the others
            log.error("notices.not_written", notice=notice.pk, kind=notice.kind, error=_where(error))
            queue.lose(notice, f"It could not be written ({type(error).__name__}).")
            counts["not_written"] += 1
    return messages


def _where(error: Exception) -> str:
    """What went wrong and at which line. Never the message: it may quote what somebody wrote."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename}:{frame.lineno}"


def _stored(notice: Notice) -> NoticeMessage | None:
    return getattr(notice, "message", None)


def _offered(message: NoticeMessage, delivery: Delivery) -> Reply:
    address = message.notice.payload.address
    return delivery.send(Envelope(message.sender, address, wire_of(message, address)))


def _settled(notice: Notice, verdict: Verdict | None) -> str:
    """Tells whoever waits for this notice to be accepted; what it counts as."""
    if verdict is None:
        return "taken_over"
    if verdict.fate is Fate.ACCEPTED:
        on_accepted(notice)
    return verdict.fate.value
