"""Letters as the printer gets them: one line each, safe to open in a spreadsheet."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.campaigns.addressees import recipients_of
from intake.campaigns.causes import cause_of
from intake.campaigns.lists.columns import POSTAL
from intake.campaigns.models import Campaign, ForwardingAddress, PostalItem
from intake.campaigns.postal import addresses_of
from intake.notices.models import Notice

FIELDS = ("name", *POSTAL)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Piece:
    """`postal` is empty when no address is known any more; `code` proves the letter on the page for codes."""

    item: PostalItem
    postal: Mapping[str, str]
    code: str
    language: str

    @property
    def number(self) -> str:
        return number_of(self.item)


def number_of(item: PostalItem) -> str:
    """What stands on the letter, and comes back in the printer's file: campaign, line and how often."""
    return f"{item.campaign_id}-{item.place}-{item.sequence}"


def pieces_of(campaign: Campaign, items: Sequence[PostalItem]) -> list[Piece]:
    """The letters of these items, each to its own address: the first to the first that was known, and so on."""
    places = {item.place for item in items}
    recipients = recipients_of({(campaign.pk, place) for place in places})
    told: dict[int, list[Mapping[str, str]]] = defaultdict(list)
    for moved in ForwardingAddress.objects.filter(campaign=campaign, place__in=places).order_by("pk"):
        told[moved.place].append(moved.postal)
    causes = {cause_of(campaign.pk, place): place for place in places}
    notices = Notice.objects.filter(cause__in=causes, dispatch=campaign.dispatch_id).order_by("sequence")
    codes = {causes[notice.cause]: notice for notice in notices}
    found = []
    for item in items:
        recipient, notice = recipients.get((campaign.pk, item.place)), codes.get(item.place)
        addresses = addresses_of(recipient, told[item.place])
        postal = addresses[item.sequence] if item.sequence < len(addresses) else {}
        found.append(
            Piece(item, postal, notice.code if notice else "", recipient.language if recipient else "en")
        )  # fmt: skip
    return found


def as_csv(batch: int, pieces: Sequence[Piece]) -> str:
    """The columns of every address, known ones first, behind what identifies the letter."""
    others = sorted({name for piece in pieces for name in piece.postal} - set(FIELDS))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["piece", "batch", "code", "language", *FIELDS, *map(safe_cell, others)])
    for piece in pieces:
        cells = [piece.number, str(batch), piece.code, piece.language]
        writer.writerow([*cells, *(safe_cell(piece.postal.get(name, "")) for name in (*FIELDS, *others))])
    return text.getvalue()


def safe_cell(value: str) -> str:
    """One line of text that no spreadsheet takes for a formula."""
    plain = " ".join(value.replace("\x00", " ").split()) if value else ""
    return f"'{plain}" if value.startswith(_BEGINS_A_FORMULA) or plain.startswith(_BEGINS_A_FORMULA) else plain
