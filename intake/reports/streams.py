"""The rows of a campaign as its pack shows them, read from the database in the order of places.

Nothing here holds more than a few thousand rows, and nothing reads an address, a name or a value of a recipient.
"""

from collections.abc import Generator
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Count, QuerySet
from django.db.models.functions import Cast, Substr

from intake.campaigns.causes import KIND
from intake.campaigns.models import Campaign, ManifestLine, PostalItem
from intake.notices.models import MailEvent, Notice, NoticeAttempt
from intake.notices.replies import find_status
from intake.notices.reply_texts import without_addresses
from intake.reports.moments import both
from intake.reports.sheets import Row, row_of

_AT_A_TIME = 2000


def manifest_rows(campaign: Campaign) -> Generator[Row]:
    """The lines as they were frozen, with the words that their language has now."""
    templates = dict(campaign.templates.values_list("language", "template__sha256"))
    lines = ManifestLine.objects.filter(campaign=campaign).order_by("place")
    for place, digest, language in lines.values_list("place", "digest", "language").iterator(chunk_size=_AT_A_TIME):
        yield row_of(place=place, digest=digest, language=language, template_sha256=templates.get(language, ""))


def notice_rows(campaign: Campaign, zone: ZoneInfo) -> Generator[Row]:
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
            state=row.state, arrival=row.arrival, rows_of_attempts=row.rows,
            **both("owed", row.owed_at, zone), **both("accepted", row.accepted_at, zone),
        )  # fmt: skip


def attempt_rows(campaign: Campaign, zone: ZoneInfo) -> Generator[Row]:
    found = _placed(NoticeAttempt.objects.filter(notice__dispatch=campaign.dispatch), campaign, "notice__cause")
    for row in found.order_by("place", "notice__sequence", "pk").values_list(
        "place", "notice__sequence", "notice__code", "number", "phase", "at", "stage", "code", "ground",
        "reply", "message_sha256", "by__email", named=True,
    ).iterator(chunk_size=_AT_A_TIME):  # fmt: skip
        yield row_of(
            place=row.place, sequence=row.notice__sequence, code=row.notice__code, number=row.number,
            phase=row.phase, stage=row.stage, smtp_code=row.code, enhanced=find_status(row.reply, row.code),
            ground=row.ground, reply=without_addresses(row.reply), message_sha256=row.message_sha256, by=row.by__email,
            **both("at", row.at, zone),
        )  # fmt: skip


def event_rows(campaign: Campaign, zone: ZoneInfo) -> Generator[Row]:
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


def postal_rows(campaign: Campaign, zone: ZoneInfo) -> Generator[Row]:
    found = PostalItem.objects.filter(campaign=campaign).order_by("place", "sequence")
    for item in found.iterator(chunk_size=_AT_A_TIME):
        yield row_of(
            place=item.place, sequence=item.sequence, state=item.state, why=without_addresses(item.why),
            batch=item.batch, tracking=item.tracking,
            **both("owed", item.owed_at, zone), **both("due", item.due_at, zone),
            **both("mailed", item.mailed_at, zone), **both("returned", item.returned_at, zone),
        )  # fmt: skip


def _placed(rows: "QuerySet[Any]", campaign: Campaign, cause: str) -> "QuerySet[Any]":
    """The rows with their place, which the cause of their notice ends with."""
    prefix = f"{KIND}:{campaign.pk}:"
    return rows.filter(**{f"{cause}__startswith": prefix}).annotate(
        place=Cast(Substr(cause, len(prefix) + 1), BigIntegerField())
    )
