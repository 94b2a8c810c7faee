"""Writing a manifest down: recipients, lines, notices and paper, with the digest over all of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from django.db import connection

from claimants.common.references import new_references
from intake.campaigns.ahead import ahead
from intake.campaigns.chunks import Chunk, Tables, chunks_of
from intake.campaigns.copying import Ready
from intake.campaigns.held import Held
from intake.campaigns.lines import Line
from intake.campaigns.models import Campaign, ManifestLine, PostalItem, Recipient
from intake.campaigns.seals import ManifestSeal
from intake.notices.models import Dispatch, Notice


@dataclass
class Manifest:
    """What was written: the digest over all lines, and how many notices of it are in which state and group."""

    sha256: str = ""
    rows: int = 0
    states: Counter[str] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)


def write_manifest(
    campaign: Campaign, dispatch: Dispatch, lines: Iterable[Line], templates: Mapping[str, str], *, is_ahead: bool
) -> Manifest:
    """Writes every line, in the transaction of the caller. `templates` are their digests by language.

    With `is_ahead` the lines are made by a thread while others are stored, so they may ask no database.
    """
    found, tables = Manifest(), Tables(campaign, dispatch)
    chunks = chunks_of(lines, tables, ManifestSeal(templates), Held.of(campaign.purpose))
    with closing(ahead(chunks) if is_ahead else chunks) as pieces:
        for chunk in pieces:
            tables.recipients.write(chunk.recipients)
            tables.lines.write(chunk.lines)
            tables.notices.write(_with_unused_codes(chunk, tables))
            PostalItem.objects.bulk_create(chunk.paper)
            found.rows, found.sha256 = found.rows + len(chunk.rows), chunk.sha256
            found.states.update(chunk.states)
            found.groups.update(chunk.groups)
    _count_anew()
    return found


def unused_codes(count: int) -> list[str]:
    """Codes that no notice bears."""
    codes = dict.fromkeys(new_references(count))
    while taken := _taken(list(codes)):
        for code in taken:
            del codes[code]
        codes |= dict.fromkeys(new_references(count - len(codes)))
    return list(codes)[:count]


def _with_unused_codes(chunk: Chunk, tables: Tables) -> Ready:
    """A million codes drawn at once do meet some that are taken, so each chunk is looked up."""
    taken = set(_taken([str(row[0]) for row in chunk.rows]))
    if not taken:
        return chunk.notices
    others = iter(unused_codes(len(taken)))
    return tables.notices.ready((next(others), *row[1:]) if row[0] in taken else row for row in chunk.rows)


def _count_anew() -> None:
    """Tells PostgreSQL how full the tables are now. Until it knows, it reads them from end to end for every chunk."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Recipient, ManifestLine, Notice))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def _taken(codes: list[str]) -> list[str]:
    """One value for all of them where the database can: ten thousand cost more to bind than to look up."""
    bearing = Notice.objects.all()
    if connection.vendor == "postgresql":
        return list(bearing.extra(where=["code = ANY(%s)"], params=[codes]).values_list("code", flat=True))
    return list(bearing.filter(code__in=codes).values_list("code", flat=True))
