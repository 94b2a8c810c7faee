"""The rows of a campaign as its pack shows them, read from the database in the order of places.

Nothing here holds more than a few thousand rows, and nothing reads an address, a name or a value of a recipient.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Count, QuerySet
from django.db.models.functions import Cast, Substr

from intake.campaigns.models import Campaign, ManifestLine, PostalItem, Recipient
from intake.notices.models import MailEvent, Notice, NoticeAttempt
from intake.notices.replies import Reply, Stage
from intake.reports.moments import both
from intake.reports.sheets import Row, row_of

_AT_A_TIME = 2000
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


def cause_of(campaign: Campaign, place: int | str = "") -> str:
    """What a notice of a place is owed for; without a place, what all of them begin with."""
    return f"campaign:{campaign.pk}:{place}"


def manifest_rows(campaign: Campaign) -> Iterator[Row]:
    """A line whose recipient was erased keeps its digest; its language is not known any more."""
    templates = dict(campaign.templates.values_list("language", "template__sha256"))
    recipients = _Recipients(campaign)
    lines = ManifestLine.objects.filter(campaign=campaign).order_by("place").values_list("place", "digest")
    for place, digest in lines.iterator(chunk_size=_AT_A_TIME):
        language, is_seed = recipients.of(place)
        yield row_of(
            place=place, digest=digest, language=language, template_sha256=templates.get(language, ""),
            seed="yes" if is_seed else "no",
        )  # fmt: skip


def notice_rows(campaign: Campaign, zone: ZoneInfo) -> Iterator[Row]:
    found = _placed(Notice.objects.filter(dispatch=campaign.dispatch), campaign, "cause")
    found = found.annotate(rows=Count("attempts")).order_by("place", "sequence")
    for row in found.values_list(
        "place",
        "sequence",
        "code",
        "language",
        "rank",
        "state",
        "arrival",
        "rows",
        "owed_at",
        "accepted_at",
        named=True,
    ).iterator(chunk_size=_AT_A_TIME):
        yield row_of(
            place=row.place, sequence=row.sequence, code=row.code, language=row.language, rank=row.rank,
            state=row.state, arrival=row.arrival, attempts=row.rows,
            **both("owed", row.owed_at, zone), **both("accepted", row.accepted_at, zone),
        )  # fmt: skip


def attempt_rows(campaign: Campaign, zone: ZoneInfo) -> Iterator[Row]:
    found = _placed(NoticeAttempt.objects.filter(notice__dispatch=campaign.dispatch), campaign, "notice__cause")
    for row in found.order_by("place", "notice__sequence", "pk").values_list(
        "place", "notice__sequence", "notice__code", "number", "phase", "at", "stage", "code", "reply",
        "message_sha256", "by__email", named=True,
    ).iterator(chunk_size=_AT_A_TIME):  # fmt: skip
        enhanced = _ENHANCED.search(row.reply) if row.code else None
        yield row_of(
            place=row.place, sequence=row.notice__sequence, code=row.notice__code, number=row.number,
            phase=row.phase, stage=row.stage, smtp_code=row.code, enhanced=enhanced.group() if enhanced else "",
            reply=without_addresses(row.reply), message_sha256=row.message_sha256, by=row.by__email,
            **both("at", row.at, zone),
        )  # fmt: skip


def event_rows(campaign: Campaign, zone: ZoneInfo) -> Iterator[Row]:
    found = _placed(MailEvent.objects.filter(notice__dispatch=campaign.dispatch), campaign, "notice__cause")
    for row in found.order_by("place", "notice__sequence", "pk").values_list(
        "place", "notice__sequence", "notice__code", "provider", "provider_event_id", "kind", "status", "said",
        "happened_at", "received_at", named=True,
    ).iterator(chunk_size=_AT_A_TIME):  # fmt: skip
        yield row_of(
            place=row.place, sequence=row.notice__sequence, code=row.notice__code, provider=row.provider,
            provider_event_id=without_addresses(row.provider_event_id), kind=row.kind, status=row.status,
            said=without_addresses(row.said),
            **both("happened", row.happened_at, zone), **both("received", row.received_at, zone),
        )  # fmt: skip


def postal_rows(campaign: Campaign, zone: ZoneInfo) -> Iterator[Row]:
    found = PostalItem.objects.filter(campaign=campaign).order_by("place", "pk")
    for item in found.iterator(chunk_size=_AT_A_TIME):
        yield row_of(
            place=item.place, state=item.state, why=without_addresses(item.why), batch=item.batch,
            tracking=item.tracking,
            **both("owed", item.owed_at, zone), **both("due", item.due_at, zone),
            **both("mailed", item.mailed_at, zone), **both("returned", item.returned_at, zone),
        )  # fmt: skip


def without_addresses(text: str) -> str:
    """What may leave the house: people who type a reason, and relays, like to repeat an address."""
    return Reply(Stage.MESSAGE, None, text).said


def _placed(rows: "QuerySet[Any]", campaign: Campaign, cause: str) -> "QuerySet[Any]":
    """The rows with their place, which the cause of their notice ends with."""
    prefix = cause_of(campaign)
    return rows.filter(**{f"{cause}__startswith": prefix}).annotate(
        place=Cast(Substr(cause, len(prefix) + 1), BigIntegerField())
    )


class _Recipients:
    """Language and seed of each place whose recipient is still there, asked for in ascending order."""

    def __init__(self, campaign: Campaign) -> None:
        rows = Recipient.objects.filter(campaign=campaign).order_by("place")
        columns = rows.values_list("place", "language", "is_seed")
        self._rows: Iterable[tuple[int, str, bool]] = iter(columns.iterator(chunk_size=_AT_A_TIME))
        self._next = next(iter(self._rows), None)

    def of(self, place: int) -> tuple[str, bool]:
        while self._next is not None and self._next[0] < place:
            self._next = next(iter(self._rows), None)
        return self._next[1:] if self._next is not None and self._next[0] == place else ("", False)
