"""Mail that comes back: delivery reports (RFC 3464), complaints (RFC 5965), and bounces that follow no standard.

Pure: bytes in, a `Report` out, whatever the bytes are. The order of trust: the fields of a standard report say what
became of a message; the address that a report came to says which notice it is about (`verp`); words come last, and
on words alone no address is ever given up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message
from enum import Enum

from intake.notices import verp
from intake.notices.grounds import Ground, ground_of_status
from intake.notices.replies import find_status, read_refusal
from intake.notices.reply_texts import without_addresses
from intake.notices.report_parts import (
    addresses_in,
    groups_of,
    header,
    moment,
    original_in,
    parsed,
    parsed_headers,
    parts_of,
    refusal_of,
)
from intake.notices.report_texts import answers_for_somebody, says_it_is_automatic, told_by


class ReportKind(Enum):
    """In order of weight: a report about several recipients is of the heaviest kind among them."""

    COMPLAINT = "complaint"
    FAILED = "failed"
    DELAYED = "delayed"
    EXPANDED = "expanded"
    RELAYED = "relayed"
    DELIVERED = "delivered"
    AUTO_REPLY = "auto_reply"
    """Somebody's machine answered for them: it was delivered, and nothing failed."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class ReportedRecipient:
    """What became of the message for one recipient. `diagnostic` names no addresses."""

    address: str
    kind: ReportKind
    action: str = ""
    status: str | None = None
    diagnostic: str = ""
    ground: Ground = Ground.UNRECOGNISED
    is_flagged: bool = False


@dataclass(frozen=True)
class Report:
    kind: ReportKind
    recipients: tuple[ReportedRecipient, ...] = ()
    came_to: tuple[str, ...] = ()
    """The addresses the report came to, the envelope's first."""
    sent_from: tuple[str, ...] = ()
    """The envelope sender of the reported message, as the report gives it."""
    arrived_at: datetime | None = None
    is_standard: bool = False
    said: str = ""
    """Why it could not be read, as a sentence."""


_ENVELOPE = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To")
_TAKEN = {ReportKind.DELIVERED, ReportKind.RELAYED, ReportKind.EXPANDED}
_ACTIONS = {kind.value: kind for kind in (ReportKind.FAILED, ReportKind.DELAYED, *_TAKEN)}
_BY_CLASS = {"2": ReportKind.DELIVERED, "4": ReportKind.DELAYED, "5": ReportKind.FAILED}
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_BASIC = re.compile(r"(?:^|\berror |\bsaid: |\breturned ['<\"]*)\s*([45]\d\d)(?=[ \-#]|$)", re.IGNORECASE)
_ABOUT_US = re.compile(r"in reply to (MAIL FROM|EHLO|HELO|end of banner)", re.IGNORECASE)
_COMPLAINTS = {"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "miscategorized"}
_DELIVERY = {"message/delivery-status", "message/global-delivery-status"}


def read(raw: bytes) -> Report:
    """The report in these bytes; of kind UNREADABLE, with a sentence, when there is none."""
    refusal = refusal_of(raw)
    try:
        message = parsed_headers(raw) if refusal else parsed(raw)
        report = Report(
            ReportKind.UNREADABLE,
            came_to=addresses_in(message, *_ENVELOPE),
            arrived_at=moment(header(message, "Date")),
            said=refusal,
        )
        return report if refusal else _read_body(message, report)
    except Exception as error:  # the standard library raises all sorts of things on what was made to break it
        return Report(ReportKind.UNREADABLE, said=f"This report could not be taken apart ({type(error).__name__}).")


def notice_of(report: Report, *, key: bytes | Sequence[bytes]) -> int | None:
    """The notice a report is about, by the address it came to, else by the sender it gives; None if it is not ours."""
    for address in (*report.came_to, *report.sent_from):
        notice_id = verp.read(address, key=key)
        if notice_id is not None:
            return notice_id
    return None


def _read_body(message: Message, report: Report) -> Report:
    for part in parts_of(message):
        if part.get_content_type() in _DELIVERY and (groups := groups_of(part)):
            return _delivery(message, groups, report)
        if part.get_content_type() == "message/feedback-report" and (groups := groups_of(part)):
            return _complaint(message, groups, report)
    told = None if answers_for_somebody(message) else told_by(message)
    if told is None:
        if answers_for_somebody(message) or says_it_is_automatic(message):
            return replace(report, kind=ReportKind.AUTO_REPLY)
        return replace(report, said="This is neither a delivery report nor a complaint: a person may have written it.")
    kind = ReportKind.FAILED if told.is_over else ReportKind.DELAYED
    recipients = tuple(_by_words(address, kind, told.reason) for address in told.addresses or ("",))
    return _with_original(message, replace(report, kind=kind, recipients=recipients))


def _delivery(message: Message, groups: list[Message], report: Report) -> Report:
    recipients = tuple(_by_fields(group) for group in groups if _names_somebody(group))
    if not recipients:
        return replace(report, said="This delivery report names no recipient and no outcome.")
    kinds = {recipient.kind for recipient in recipients}
    report = replace(
        report,
        kind=next(kind for kind in ReportKind if kind in kinds),
        recipients=recipients,
        sent_from=tuple(address for group in groups for address in addresses_in(group, "X-Postfix-Sender")),
        arrived_at=_first_moment(groups) or report.arrived_at,
        is_standard=True,
        said=""
        if kinds != {ReportKind.UNREADABLE}
        else "This delivery report does not say what became of the message.",
    )
    return _with_original(message, report)


def _complaint(message: Message, groups: list[Message], report: Report) -> Report:
    fields = groups[0]
    kind = header(fields, "Feedback-Type").lower()
    if kind not in _COMPLAINTS:
        return replace(report, said=f"This is feedback of the kind “{kind[:40]}”, which complains of nothing.")
    about = addresses_in(fields, "Original-Rcpt-To", "Removal-Recipient") or ("",)
    return _with_original(
        message,
        replace(
            report,
            kind=ReportKind.COMPLAINT,
            recipients=tuple(
                ReportedRecipient(address, ReportKind.COMPLAINT, action=kind, ground=Ground.POLICY) for address in about
            ),
            sent_from=addresses_in(fields, "Original-Mail-From"),
            arrived_at=_first_moment(groups) or report.arrived_at,
            is_standard=True,
        ),
    )


def _names_somebody(group: Message) -> bool:
    return any(name in group for name in ("Final-Recipient", "Original-Recipient", "Action", "Status"))


def _by_fields(group: Message) -> ReportedRecipient:
    action = header(group, "Action").lower().split(" ")[0]
    diagnostic = header(group, "Diagnostic-Code")
    said = diagnostic.partition(";")[2].strip() if ";" in diagnostic[:40] else diagnostic
    status = _status_of(header(group, "Status"), said)
    kind = _ACTIONS.get(action) or _BY_CLASS.get((status or "?")[0], ReportKind.UNREADABLE)
    recipient = ReportedRecipient(
        address=next(iter(addresses_in(group, "Final-Recipient", "Original-Recipient")), ""),
        kind=kind,
        action=action[:20],
        status=status,
        diagnostic=without_addresses(said)[:500],
    )
    return _grounded(recipient, said)


def _grounded(recipient: ReportedRecipient, said: str) -> ReportedRecipient:
    if recipient.kind in _TAKEN:
        return replace(recipient, ground=Ground.ACCEPTED)
    basic = _BASIC.search(said)
    reading = read_refusal(
        int(basic[1]) if basic else None, recipient.status, said, is_about_us=bool(_ABOUT_US.search(said))
    )
    return replace(recipient, ground=reading.ground, is_flagged=reading.is_flagged)


def _status_of(field: str, said: str) -> str | None:
    """The field's code, unless it leaves the ground open and the relay's own words hold one that does not."""
    found = _STATUS.match(field)
    status = found[1] if found else None
    if status and ground_of_status(status):
        return status
    own = find_status(said)
    return own if own and (status is None or (own[0] == status[0] and ground_of_status(own))) else status


def _by_words(address: str, kind: ReportKind, reason: str) -> ReportedRecipient:
    status = find_status(reason)
    reading = read_refusal(None, status, reason)
    ground = Ground.UNRECOGNISED if reading.ground is Ground.ADDRESS else reading.ground
    said = without_addresses(reason)[:500]
    return ReportedRecipient(address, kind, status=status, diagnostic=said, ground=ground, is_flagged=True)


def _with_original(message: Message, report: Report) -> Report:
    original = original_in(message)
    if original is None or report.sent_from:
        return report
    return replace(report, sent_from=addresses_in(original, "Return-Path", "X-Envelope-From"))


def _first_moment(groups: list[Message]) -> datetime | None:
    return next(filter(None, (moment(header(group, "Arrival-Date")) for group in groups)), None)
