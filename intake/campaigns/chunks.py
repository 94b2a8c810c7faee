"""Ten thousand lines of a manifest, made ready to be stored. Asks no database, so that it can be done meanwhile."""

import secrets
from collections import Counter
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from itertools import islice

import orjson
from django.utils import timezone

from claimants.common.references import new_references
from intake.campaigns.causes import KIND, cause_of
from intake.campaigns.copying import Copier, Ready, Value
from intake.campaigns.held import Held, Reach
from intake.campaigns.letters import letter_due_at
from intake.campaigns.lines import Line
from intake.campaigns.models import Campaign, ManifestLine, PostalItem, Recipient
from intake.campaigns.postal import is_whole
from intake.campaigns.seals import ManifestSeal, line_digest
from intake.notices.destinations import OTHER, destination_of
from intake.notices.models import Dispatch, Notice, NoticeState
from intake.notices.vocabulary import Lane

SIZE = 10_000
_QUEUED, _FAILED = NoticeState.QUEUED.value, NoticeState.FAILED.value
_CANCELLED = NoticeState.CANCELLED.value
_RECIPIENT = ("place", "claim_id", "user_id", "language", "addresses", "postal", "values", "salt")
_LINE = ("place", "digest", "language")
_NOTICE = (
    "code", "cause", "claim_id", "recipient_id", "rank", "destination", "language", "state", "last_reply", "owner_id",
)  # fmt: skip


class Tables:
    """Where the rows go, with what all rows of a table have in common."""

    def __init__(self, campaign: Campaign, dispatch: Dispatch) -> None:
        self.campaign = campaign
        self.letters_due_at = letter_due_at(campaign, timezone.now())
        notice = Notice(kind=KIND, matter_id=campaign.matter_id, dispatch=dispatch, lane=int(Lane.MANY))
        self.recipients = Copier(Recipient(campaign=campaign), _RECIPIENT)
        self.lines = Copier(ManifestLine(campaign=campaign), _LINE)
        self.notices = Copier(notice, _NOTICE)


@dataclass
class Chunk:
    """The rows of some lines. `rows` are those of their notices, each beginning with its code.

    `sha256` is the digest over all lines up to the last of these.
    """

    recipients: Ready
    lines: Ready
    sha256: str
    notices: Ready = ""
    rows: list[tuple[Value, ...]] = field(default_factory=list)
    paper: list[PostalItem] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)


def chunks_of(lines: Iterable[Line], tables: Tables, seal: ManifestSeal, held: Held) -> Generator[Chunk, None, None]:
    """The lines in order, each with its place, its salt and its digest."""
    stream, first = iter(lines), 1
    while some := list(islice(stream, SIZE)):
        places, salts = range(first, first + len(some)), _salts(len(some))
        digests = [line_digest(salt, line) for salt, line in zip(salts, some, strict=True)]
        numbered = [(place, digest, line.language) for place, digest, line in zip(places, digests, some, strict=True)]
        for place, digest, language in numbered:
            seal.add(place, digest, language)
        chunk = Chunk(tables.recipients.ready(map(_recipient, places, some, salts)), tables.lines.ready(numbered),
                      seal.sha256())  # fmt: skip
        _add_notices(chunk, tables, places, some, held)
        yield chunk
        first += len(some)


def _add_notices(chunk: Chunk, tables: Tables, places: range, lines: list[Line], held: Held) -> None:
    campaign = tables.campaign
    for place, line, code in zip(places, lines, new_references(len(lines)), strict=True):
        reach = held.reach(line.addresses, has_postal=is_whole(line.postal))
        is_sent, state = reach.rank is not None, _state(reach)
        group = destination_of(line.addresses[reach.rank]) if reach.rank is not None else OTHER
        chunk.rows.append(
            (
                code, cause_of(campaign.pk, place), line.claim_id, line.user_id, reach.rank or 0, group, line.language,
                state, reach.why, None if is_sent else campaign.owner_id,
            )
        )  # fmt: skip
        chunk.states[state] += 1
        if is_sent:
            chunk.groups[group] += 1
        if reach.by_post:
            chunk.paper.append(PostalItem(campaign=campaign, place=place, why=reach.why, due_at=tables.letters_due_at))
    chunk.notices = tables.notices.ready(chunk.rows)


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
