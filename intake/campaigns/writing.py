"""Writing a manifest down: recipients, lines, notices and paper, ten thousand at a time, with the digest over all."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

import orjson
from django.db import connection

from claimants.common.references import new_references
from intake.campaigns.causes import KIND, cause_of
from intake.campaigns.copying import Copier, Value
from intake.campaigns.held import Held, Reach
from intake.campaigns.lines import Line
from intake.campaigns.models import Campaign, ManifestLine, PostalItem, Recipient
from intake.campaigns.seals import ManifestSeal, line_digest
from intake.notices.destinations import destination_of
from intake.notices.models import Dispatch, Notice, NoticeState
from intake.notices.vocabulary import Lane

CHUNK = 10_000
_QUEUED, _FAILED = NoticeState.QUEUED.value, NoticeState.FAILED.value
_CANCELLED = NoticeState.CANCELLED.value
_RECIPIENT = ("place", "claim_id", "user_id", "language", "addresses", "postal", "values", "salt")
_LINE = ("place", "digest", "language")
_NOTICE = (
    "cause", "claim_id", "recipient_id", "rank", "destination", "code", "language", "state", "last_reply", "owner_id",
)  # fmt: skip


@dataclass
class Manifest:
    """What was written: the digest over all lines, and how many notices of it are in which state and group."""

    sha256: str = ""
    rows: int = 0
    states: Counter[str] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)


def write_manifest(
    campaign: Campaign, dispatch: Dispatch, lines: Iterable[Line], templates: Mapping[str, str], held: Held
) -> Manifest:
    """Writes every line, in the transaction of the caller. `templates` are their digests by language."""
    found, seal, tables = Manifest(), ManifestSeal(templates), _Tables(campaign, dispatch)
    for chunk in _chunks(lines):
        salts, places = _salts(len(chunk)), range(found.rows + 1, found.rows + 1 + len(chunk))
        digests = [line_digest(salt, line) for salt, line in zip(salts, chunk, strict=True)]
        numbered = list(zip(places, digests, chunk, strict=True))
        for place, digest, line in numbered:
            seal.add(place, digest, line.language)
        tables.recipients.write(map(_recipient, places, chunk, salts))
        tables.lines.write((place, digest, line.language) for place, digest, line in numbered)
        _write_notices(tables, places, chunk, held, found)
        found.rows += len(chunk)
    found.sha256 = seal.sha256()
    return found


class _Tables:
    """Where the rows go, with what all of them have in common."""

    def __init__(self, campaign: Campaign, dispatch: Dispatch) -> None:
        self.campaign = campaign
        notice = Notice(kind=KIND, matter_id=campaign.matter_id, dispatch=dispatch, lane=int(Lane.MANY))
        self.recipients = Copier(Recipient(campaign=campaign), _RECIPIENT)
        self.lines = Copier(ManifestLine(campaign=campaign), _LINE)
        self.notices = Copier(notice, _NOTICE)


def _write_notices(tables: _Tables, places: range, chunk: list[Line], held: Held, found: Manifest) -> None:
    campaign, rows = tables.campaign, list[tuple[Value, ...]]()
    paper: list[PostalItem] = []
    for place, line, code in zip(places, chunk, unused_codes(len(chunk)), strict=True):
        reach = held.reach(line.addresses)
        group = "" if reach.rank is None else destination_of(line.addresses[reach.rank])
        state = _state(reach)
        rows.append(
            (
                cause_of(campaign.pk, place), line.claim_id, line.user_id, reach.rank or 0, group or "other", code,
                line.language, state, reach.why, None if group else campaign.owner_id,
            )
        )  # fmt: skip
        found.states[state] += 1
        if group:
            found.groups[group] += 1
        if reach.by_post:
            paper.append(PostalItem(campaign=campaign, place=place, why=reach.why))
    tables.notices.write(rows)
    PostalItem.objects.bulk_create(paper)


def unused_codes(count: int) -> list[str]:
    """Codes that no notice bears. A million at once do meet some that are taken, so each chunk is looked up."""
    codes = dict.fromkeys(new_references(count))
    while taken := _taken(list(codes)):
        for code in taken:
            del codes[code]
        codes |= dict.fromkeys(new_references(count - len(codes)))
    return list(codes)[:count]


def _taken(codes: list[str]) -> list[str]:
    """One value for all of them where the database can: ten thousand cost more to bind than to look up."""
    bearing = Notice.objects.all()
    if connection.vendor == "postgresql":
        return list(bearing.extra(where=["code = ANY(%s)"], params=[codes]).values_list("code", flat=True))
    return list(bearing.filter(code__in=codes).values_list("code", flat=True))


def _state(reach: Reach) -> str:
    """One that goes by post has failed as a message, so that the sums hold; one that nobody wants is cancelled."""
    if reach.rank is not None:
        return _QUEUED
    return _FAILED if reach.by_post else _CANCELLED


def _recipient(place: int, line: Line, salt: str) -> tuple[Value, ...]:
    return (
        place, line.claim_id, line.user_id, line.language, _json(line.addresses), _json(line.postal),
        _json(line.values), salt,
    )  # fmt: skip


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _salts(count: int) -> list[str]:
    drawn = secrets.token_bytes(16 * count).hex()
    return [drawn[start : start + 32] for start in range(0, 32 * count, 32)]


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    stream = iter(lines)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk
