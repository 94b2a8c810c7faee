"""The messages of a lease, each written now unless an earlier attempt wrote it."""

import traceback
from collections import Counter
from collections.abc import Sequence

import structlog
from django.core.exceptions import ObjectDoesNotExist

from intake.notices.actions.overtaken import NO_LONGER_ASKED, cancel_overtaken
from intake.notices.addresses import HELD_BACK, held_among
from intake.notices.intents import cancel_erased, end_unsent, lose
from intake.notices.journal import Journal
from intake.notices.kinds import KINDS
from intake.notices.models import Notice
from intake.notices.queue import Lease
from intake.notices.render import render, wire_of
from intake.notices.writers import Unwritable, Written, writer_for_dispatches

log = structlog.get_logger(__name__)


def written(notices: Sequence[Notice], lease: Lease, notes: Journal, counts: Counter[str]) -> list[Written]:
    """What can be sent of these, in order; the rest is cancelled or put back, and counted."""
    if not notices:
        return []
    notes.writes([notice.pk for notice in notices])
    found = _for_dispatch(notices) if lease.is_bulk else {notice.pk: _by_kind(notice) for notice in notices}
    notes.has_written()
    ready = []
    for notice in notices:
        one = found.get(notice.pk) or Unwritable("Its words were not found.")
        if isinstance(one, Written):
            ready.append(one)
        elif one.is_erased:
            cancel_erased(notice)
            counts["cancelled"] += 1
        elif one.is_overtaken:
            cancel_overtaken(notice)
            counts["cancelled"] += 1
        else:
            lose(notice, f"It could not be written ({one.why}).")
            counts["not_written"] += 1
    return _open_ones(ready, counts)


def _open_ones(ready: Sequence[Written], counts: Counter[str]) -> list[Written]:
    """Those whose address still takes mail for what they are; the others end here, and a person learns why."""
    held = held_among([one.address for one in ready], ready[0].purpose) if ready else {}
    for one in ready:
        if one.address in held:
            end_unsent(one.notice, f"{HELD_BACK}: {held[one.address].get_reason_display()}.")
            counts["held_back"] += 1
    return [one for one in ready if one.address not in held]


def written_by_kind(notice: Notice) -> Written:
    """The message of a notice that belongs to no dispatch."""
    message = getattr(notice, "message", None) or render(notice)
    address = notice.payload.address
    return Written(notice, address, wire_of(message, address), message.sha256, message)


def _by_kind(notice: Notice) -> Written | Unwritable:
    try:
        kind = KINDS.get(notice.kind)
        if kind and kind.still_asks and not kind.still_asks(notice.payload.context):
            return Unwritable(NO_LONGER_ASKED, is_overtaken=True)
        return written_by_kind(notice)
    except ObjectDoesNotExist:
        return Unwritable("erased", is_erased=True)
    except Exception as error:  # one notice that cannot be written must not hold up the others
        log.error("notices.not_written", notice=notice.pk, kind=notice.kind, error=_where(error))
        return Unwritable(type(error).__name__)


def _for_dispatch(notices: Sequence[Notice]) -> dict[int, Written | Unwritable]:
    try:
        return dict(writer_for_dispatches()(notices))
    except Exception as error:  # whatever is wrong there is wrong with these alone
        log.error("notices.not_written", dispatch=notices[0].dispatch_id, error=_where(error))
        return {notice.pk: Unwritable(type(error).__name__) for notice in notices}


def _where(error: Exception) -> str:
    """What went wrong and at which line. Never the message: it may quote what somebody wrote."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename}:{frame.lineno}"
