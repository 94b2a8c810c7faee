"""Hearing messages that came back: read, checked to be about a notice of ours, and kept like any other report."""

import hashlib
from enum import StrEnum

from django.utils import timezone

from intake.notices import reports
from intake.notices.actions.hearing import hear_all
from intake.notices.envelopes import keys
from intake.notices.heard import Heard
from intake.notices.models import MailEvent
from intake.notices.reports import Report, ReportedRecipient, ReportKind

_K = MailEvent.Kind
_KINDS = {
    ReportKind.COMPLAINT: _K.COMPLAINED,
    ReportKind.FAILED: _K.BOUNCED,
    ReportKind.DELAYED: _K.DELAYED,
    ReportKind.EXPANDED: _K.ACCEPTED,
    ReportKind.RELAYED: _K.ACCEPTED,
    ReportKind.DELIVERED: _K.DELIVERED,
    ReportKind.UNREADABLE: _K.OTHER,
}
PROVIDER = "mailbox"


class Returned(StrEnum):
    """What was done with one message."""

    KEPT = "kept"
    FOR_A_PERSON = "for a person"
    IGNORED = "answered by a machine"
    FORGED = "about no message of ours"


def hear_returned(raw: bytes) -> Returned:
    """Keeps what a returned message says. The same one twice is kept once.

    What cannot be read is kept for a person and holds nothing against anybody. A report that can be read, and that
    names no notice which we signed, is not ours: anybody can write to that mailbox.
    """
    report = reports.read(raw)
    if report.kind is ReportKind.AUTO_REPLY:
        return Returned.IGNORED
    notice_id = reports.notice_of(report, key=keys())
    if notice_id is None and report.kind is not ReportKind.UNREADABLE:
        return Returned.FORGED
    heard = _heard(raw, report, notice_id)
    hear_all([heard])
    return Returned.FOR_A_PERSON if heard.is_flagged else Returned.KEPT


def _heard(raw: bytes, report: Report, notice_id: int | None) -> Heard:
    found = next((one for one in report.recipients if one.kind is report.kind), ReportedRecipient("", report.kind))
    now = timezone.now()
    return Heard(
        provider=PROVIDER,
        provider_event_id=hashlib.sha256(raw).hexdigest(),
        kind=_KINDS[report.kind],
        about="" if notice_id is None else f"notice:{notice_id}",
        happened_at=min(report.arrived_at or now, now),
        status=found.status or "",
        ground=found.ground.value if report.kind is ReportKind.FAILED else "",
        said=found.diagnostic or report.said,
        is_flagged=found.is_flagged or report.kind is ReportKind.UNREADABLE,
    )
