"""Reading the file that comes back from the printer or from the postal service. The same file twice changes nothing."""

import csv
import hashlib
import io
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions.paper import mail_moved
from intake.campaigns.letters import zone_of
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignState, PostalItem
from intake.campaigns.pieces import FIELDS, number_of
from intake.campaigns.policies import check_may_prepare
from intake.campaigns.postal import is_whole

LARGEST = 50 * 1024 * 1024
_NEEDED = {"piece", "status"}
_STATUSES = ("mailed", "returned")
_PREFIX = "forward_"
_CHANGES = ("state", "mailed_at", "returned_at", "tracking")
_AT_ONCE = 2_000
_State = PostalItem.State


@dataclass
class Read:
    """What a file said: how many letters changed, how many stood so already, and what could not be used, by line."""

    changed: int = 0
    unchanged: int = 0
    remailed: int = 0
    problems: list[str] = field(default_factory=list)


class _Odd(Exception):
    """Why one line cannot be used."""


@transaction.atomic
def read_posted(*, campaign: Campaign, file: bytes, by: User) -> Read:
    """Writes down what became of letters. What cannot be used is named by its line; the rest counts.

    Letters are held in the order of the list; the campaign only for its log, so that others work meanwhile.
    """
    check_may_prepare(by, campaign.matter)
    reading = _Reading(Campaign.objects.select_related("matter").get(pk=campaign.pk))
    rows = iter(sorted(_rows(file), key=lambda numbered: _key(numbered[1]["piece"])))
    while some := list(islice(rows, _AT_ONCE)):
        reading.read(some)
    found = reading.found
    found.problems = [sentence for _, sentence in sorted(reading.problems)]
    campaign = Campaign.objects.hold(campaign)
    found.remailed = mail_moved(campaign, reading.moved)
    if found.changed or found.remailed:
        record(
            campaign, Act.LETTERS_REPORTED, by=by, file=hashlib.sha256(file).hexdigest(),
            changed=found.changed, mailed_again=found.remailed, not_used=len(found.problems),
        )  # fmt: skip
    return found


class _Reading:
    """Reads lines of the file, and keeps what they come to. `moved` are the letters that have where to go next."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign, self.zone = campaign, zone_of(campaign)
        self.found, self.problems = Read(), list[tuple[int, str]]()
        self.moved: dict[tuple[int, int], dict[str, str]] = {}
        self._today = self._day(timezone.now())
        self._exported = dict(campaign.postal_batches.values_list("number", "at"))

    def read(self, rows: list[tuple[int, dict[str, str]]]) -> None:
        meant = {_key(row["piece"])[0] for _, row in rows}
        letters = self.campaign.postal_items.filter(place__in=meant).order_by("place", "sequence")
        printed = letters.filter(batch__isnull=False).select_for_update(no_key=True)
        items = {number_of(item): item for item in [*letters.filter(batch__isnull=True), *printed]}
        changed: dict[str, PostalItem] = {}
        for number, row in rows:
            try:
                self._read_row(number, row, items, changed)
            except _Odd as odd:
                self._object(number, str(odd))
        PostalItem.objects.bulk_update(changed.values(), _CHANGES)

    def _read_row(
        self, number: int, row: Mapping[str, str], items: dict[str, PostalItem], changed: dict[str, PostalItem]
    ) -> None:
        piece, status = row["piece"].lstrip("'"), row["status"].lower()
        if piece not in items:
            raise _Odd(f"“{row['piece'][:30]}” is no letter of this campaign.")
        item = copy(items[piece])  # a line that is refused further down leaves nothing behind
        if item.batch is None:
            raise _Odd("this letter was not given to the printer yet.")
        if status not in _STATUSES:
            raise _Odd(f"the status “{row['status'][:20]}” is not known; there are {' and '.join(_STATUSES)}.")
        before = [getattr(item, name) for name in _CHANGES]
        item.mailed_at = item.mailed_at or _moment(row, "mailed_at", self.zone)
        item.tracking = item.tracking or row.get("tracking", "")[:60]
        if status == "returned":
            item.returned_at = item.returned_at or _moment(row, "returned_at", self.zone) or timezone.now()
        self._check_days(item)
        if item.state != _State.EXHAUSTED:
            item.state = _State.RETURNED if item.returned_at else _State.MAILED
        items[piece] = item
        if [getattr(item, name) for name in _CHANGES] == before:
            self.found.unchanged += 1
        else:
            changed[piece] = item
            self.found.changed += 1
        self._see_where_to(number, row, item)

    def _see_where_to(self, number: int, row: Mapping[str, str], item: PostalItem) -> None:
        postal = {name: row[f"{_PREFIX}{name}"] for name in FIELDS if row.get(f"{_PREFIX}{name}")}
        if item.state != _State.RETURNED or not postal or self.campaign.state == CampaignState.CANCELLED:
            return
        if is_whole(postal):
            self.moved[item.place, item.sequence] = postal
        else:
            self._object(
                number,
                "the letter came back, but the address to forward it to has no street, no city, or neither country nor "
                "postal code. Mail it again from the page of letters.",
            )  # fmt: skip

    def _check_days(self, item: PostalItem) -> None:
        if item.mailed_at is None:
            raise _Odd("it does not say on which day the letter was mailed (mailed_at).")
        if item.returned_at and item.returned_at < item.mailed_at:
            raise _Odd("the letter came back before it was mailed. Look at the two days.")
        if self._day(item.returned_at or item.mailed_at) > self._today:
            raise _Odd("a day in it lies after today. Look at the days.")
        exported = self._exported.get(item.batch or 0)
        if exported and self._day(item.mailed_at) < self._day(exported):
            raise _Odd(f"it was mailed before batch {item.batch} was given to the printer. Look at the day.")

    def _day(self, moment: datetime) -> date:
        """As the court counts it."""
        return moment.astimezone(self.zone).date()

    def _object(self, number: int, sentence: str) -> None:
        self.problems.append((number, f"Line {number}: {sentence}"))


def _key(piece: str) -> tuple[int, int]:
    """The line and how often, of a letter's number; nothing stands at 0."""
    _, place, sequence = [*piece.lstrip("'").split("-"), "", "", ""][:3]
    is_number = all(part.isascii() and part.isdigit() and len(part) < 10 for part in (place, sequence))
    return (int(place), int(sequence)) if is_number else (0, 0)


def _rows(file: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(file) > LARGEST:
        raise Refused("This file is larger than 50 MB. Divide it, and read the parts one after another.")
    try:
        reader = csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), strict=True)
        names = [str(name).strip().lower() for name in reader.fieldnames or []]
        if not set(names) >= _NEEDED:
            raise Refused("The first line of the file must name the columns; “piece” and “status” are needed.")
        reader.fieldnames = names
        return [
            (reader.line_num, {name: str(value or "").strip() for name, value in row.items() if name is not None})
            for row in reader
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused("This is no CSV file in UTF-8. Save it anew as “CSV UTF-8”, and try again.") from error


def _moment(row: Mapping[str, str], column: str, zone: ZoneInfo) -> datetime | None:
    """A day in the zone of the court, or a moment with its own, as ISO 8601 writes them."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        moment, day = parse_datetime(text), parse_date(text)
    except ValueError:
        moment = day = None
    if day is not None and len(text) <= len("2026-01-31"):
        moment = datetime.combine(day, time(), zone)
    if moment is None:
        raise _Odd(f"“{text[:30]}” in {column} is no day. Write it like 2026-01-31.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, zone)
