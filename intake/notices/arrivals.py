"""What became of a message, from all that was reported of it. Pure: the order of reports, and how often each came,
change nothing.

A complaint outweighs everything: it was read. A return for good outweighs a delivery, because relays take a message
first and send it back later. A delivery outweighs a return that was only for now.
"""

from collections.abc import Iterable
from typing import NamedTuple

from intake.notices.grounds import Ground
from intake.notices.models import Arrival, MailEvent, NoticeState

_Kind = MailEvent.Kind
_FOR_NOW = {Ground.TEMPORARY.value, Ground.FULL.value, Ground.THROTTLE.value}
_SHOWS_IT_WAS_TAKEN = {
    _Kind.ACCEPTED, _Kind.DELIVERED, _Kind.DELAYED, _Kind.BOUNCED, _Kind.COMPLAINED, _Kind.UNSUBSCRIBED,
}  # fmt: skip


class Reported(NamedTuple):
    """The part of a report that decides."""

    kind: str
    status: str = ""
    ground: str = ""


def is_return(event: Reported) -> bool:
    """It came back, or its provider never sent it on."""
    return event.kind in {_Kind.BOUNCED, _Kind.REJECTED}


def is_for_now(event: Reported) -> bool:
    """It came back although the mailbox exists: somebody tried for days, or the mailbox is full."""
    return is_return(event) and (event.status.startswith("4.") or event.ground in _FOR_NOW)


def is_about_address(event: Reported) -> bool:
    """It came back because nobody is at this address. Only this is held against the address at once."""
    return is_return(event) and event.ground == Ground.ADDRESS.value and not is_for_now(event)


def arrival_of(events: Iterable[Reported]) -> Arrival:
    """What became of a message of which these were reported."""
    told = set(events)
    if any(event.kind == _Kind.COMPLAINED for event in told):
        return Arrival.COMPLAINED
    if any(is_return(event) and not is_for_now(event) for event in told):
        return Arrival.BOUNCED
    if any(event.kind == _Kind.DELIVERED for event in told):
        return Arrival.DELIVERED
    return Arrival.BOUNCED if any(map(is_return, told)) else Arrival.SILENT


def settled_by(events: Iterable[Reported]) -> NoticeState | None:
    """How a notice ends of which nobody knew whether the relay took it; None while no report says so.

    What came back had been taken. A provider that took a message and then dropped it did both.
    """
    kinds = {event.kind for event in events}
    if kinds & _SHOWS_IT_WAS_TAKEN:
        return NoticeState.ACCEPTED
    return NoticeState.FAILED if _Kind.REJECTED in kinds else None
