"""Reading the file that comes back from the printer or from the postal service. The same file twice changes nothing."""

import csv
import hashlib
import io
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions.paper import mail_again
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignState, PostalItem
from intake.campaigns.pieces import FIELDS
from intake.campaigns.policies import check_may_prepare

LARGEST = 50 * 1024 * 1024
_NEEDED = {"piece", "status"}
_STATUSES = ("mailed", "returned")
_PREFIX = "forward_"
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
    """Writes down what became of letters. What cannot be used is named by its line; the rest counts."""
    check_may_prepare(by, campaign.matter)
    campaign = Campaign.objects.hold(campaign)
    rows, found = _rows(file), Read()
    held = campaign.postal_items.select_for_update().order_by("pk")
    items = {f"{item.campaign_id}-{item.place}-{item.sequence}": item for item in held}
    for number, row in rows:
        try:
            _read_row(row, items, found, by)
        except _Odd as odd:
            found.problems.append(f"Line {number}: {odd}")
    if found.changed:
        record(
            Campaign.objects.hold(campaign), Act.LETTERS_REPORTED, by=by, file=hashlib.sha256(file).hexdigest(),
            changed=found.changed, mailed_again=found.remailed, not_used=len(found.problems),
        )  # fmt: skip
    return found


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


def _read_row(row: Mapping[str, str], items: dict[str, PostalItem], found: Read, by: User) -> None:
    piece = row["piece"].lstrip("'")
    if piece not in items:
        raise _Odd(f"“{row['piece'][:30]}” is no letter of this campaign.")
    item = copy(items[piece])  # a line that is refused further down leaves nothing behind
    if item.batch is None:
        raise _Odd("this letter was not given to the printer yet.")
    status = row["status"].lower()
    if status not in _STATUSES:
        raise _Odd(f"the status “{row['status'][:20]}” is not known; there are {' and '.join(_STATUSES)}.")
    before = (item.state, item.mailed_at, item.returned_at, item.tracking)
    item.mailed_at = item.mailed_at or _moment(row, "mailed_at")
    item.tracking = item.tracking or row.get("tracking", "")[:60]
    if status == "returned":
        item.returned_at = item.returned_at or _moment(row, "returned_at") or timezone.now()
    _check_days(item)
    if item.state != _State.EXHAUSTED:
        item.state = _State.RETURNED if item.returned_at else _State.MAILED
    items[piece] = item
    if (item.state, item.mailed_at, item.returned_at, item.tracking) == before:
        found.unchanged += 1
    else:
        item.save(update_fields=["state", "mailed_at", "returned_at", "tracking"])
        found.changed += 1
    postal = {name: row[f"{_PREFIX}{name}"] for name in FIELDS if row.get(f"{_PREFIX}{name}")}
    is_over = item.campaign.state == CampaignState.CANCELLED
    if item.state == _State.RETURNED and postal and not is_over and not _has_successor(item):
        mail_again(item=item, postal=postal, by=by)
        found.remailed += 1


def _check_days(item: PostalItem) -> None:
    if item.mailed_at is None:
        raise _Odd("it does not say on which day the letter was mailed (mailed_at).")
    if item.returned_at and item.returned_at < item.mailed_at:
        raise _Odd("the letter came back before it was mailed. Look at the two days.")


def _moment(row: Mapping[str, str], column: str) -> datetime | None:
    """A day, or a moment with its zone, as ISO 8601 writes them."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        moment, day = parse_datetime(text), parse_date(text)
    except ValueError:
        moment = day = None
    if day is not None and len(text) <= len("2026-01-31"):
        moment = datetime.combine(day, time(), timezone.get_default_timezone())
    if moment is None:
        raise _Odd(f"“{text[:30]}” in {column} is no day. Write it like 2026-01-31.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, timezone.get_default_timezone())


def _has_successor(item: PostalItem) -> bool:
    later = PostalItem.objects.filter(campaign=item.campaign_id, place=item.place, sequence__gt=item.sequence)
    return later.exists()
