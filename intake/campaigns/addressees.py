"""Whom the notices of campaigns go to, by e-mail or post. `intake/pipeline.py` tells the room of notices."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from intake.campaigns.causes import line_of
from intake.campaigns.models import Campaign, PostalBatch, PostalItem, Purpose, Recipient
from intake.notices.addressees import Addressee
from intake.notices.models import Notice

LABELS = {
    Purpose.COURT_NOTICE.value: "a notice that a court ordered",
    Purpose.UPDATE.value: "an update about a case",
}
Line = tuple[int, int]


def addressees_of(notices: Sequence[Notice]) -> Mapping[int, Addressee]:
    """Of each notice its address, as long as its line is not erased, and what it may be called to anyone."""
    lines = {notice.pk: line_of(notice.cause) for notice in notices}
    recipients = recipients_of(set(lines.values()))
    purposes = dict(Campaign.objects.filter(pk__in={one for one, _ in lines.values()}).values_list("pk", "purpose"))
    return {
        notice.pk: _addressee(purposes.get(lines[notice.pk][0], ""), recipients.get(lines[notice.pk]), notice.rank)
        for notice in notices
    }


def recipients_of(lines: set[Line]) -> dict[Line, Recipient]:
    """The recipients of campaigns and places that are not erased."""
    meant = Q(pk=None)
    for campaign in {campaign for campaign, _ in lines}:
        meant |= Q(campaign=campaign, place__in=[place for of, place in lines if of == campaign])
    rows = Recipient.objects.filter(meant)
    return {(recipient.campaign_id, recipient.place): recipient for recipient in rows}


def printed_at(notice: Notice) -> list[datetime]:
    """When the letters that bear this code were given to the printer: those of its line, if it is the newest of it."""
    if notice.dispatch_id is None:
        return []
    newer = Notice.objects.filter(cause=notice.cause, dispatch=notice.dispatch_id, sequence__gt=notice.sequence)
    if newer.exists():
        return []
    campaign, place = line_of(notice.cause)
    printed = PostalItem.objects.filter(campaign=campaign, place=place, batch__isnull=False)
    batches = PostalBatch.objects.filter(campaign=campaign, number__in=printed.values("batch"))
    return list(batches.order_by("number").values_list("at", flat=True))


def address_at(recipient: Recipient, rank: int) -> str:
    return str(recipient.addresses[rank]) if rank < len(recipient.addresses) else ""


def _addressee(purpose: str, recipient: Recipient | None, rank: int) -> Addressee:
    address = address_at(recipient, rank) if recipient else ""
    return Addressee(address, LABELS.get(purpose, "a message about a case"), purpose)
