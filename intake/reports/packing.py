"""Writes the files of a pack into a folder: one walk over all places, then what was counted, then the sums."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from claimants.common.exceptions import Refused
from intake.campaigns.models import Campaign
from intake.reports import streams
from intake.reports.about import about
from intake.reports.chains import CHAIN, DATA_FILES, as_json, digest_of_file, linked, sums_of
from intake.reports.derived import remail_rows, unknown_rows
from intake.reports.digests import ManifestDigest
from intake.reports.paper import write_papers
from intake.reports.places import Place, Stray, places
from intake.reports.sheets import SHEETS, SheetWriter
from intake.reports.tally import Tally

Watch = Callable[[int, int], object]
"""Called now and then with the lines written and all of them."""

_README = Path(__file__).parent / "clerk.txt"
_SAID_EVERY = 2.0


def write_files(campaign: Campaign, folder: Path, *, is_interim: bool, watch: Watch | None = None) -> tuple[str, Tally]:
    """Everything but the archive; the head of the chain, and what was counted.

    Refused when the counts do not sum to the manifest and, unless `is_interim`, while anything is unfinished.
    """
    document = about(campaign, is_interim=is_interim)
    zone = ZoneInfo(document["matter"]["court_time_zone"])
    with _chain(folder / CHAIN) as chain:
        tally, digest = _write_tables(campaign, folder, zone, chain, watch)
        check_sums(campaign, tally, digest)
        if not is_interim:
            check_is_finished(campaign, tally)
        counts = tally.document(zone)
        (folder / "campaign.json").write_bytes(as_json(document))
        (folder / "counts.json").write_bytes(as_json(counts))
        (folder / "README.txt").write_bytes(_README.read_bytes())
        for name in DATA_FILES:
            chain.add(f"{digest_of_file(folder / name)}  {name}")
    write_papers(folder, document, counts, chain.head)
    names = [path.name for path in folder.iterdir()]
    (folder / "SHA256SUMS").write_bytes(sums_of(folder, names))
    return chain.head, tally


def check_sums(campaign: Campaign, tally: Tally, digest: str) -> None:
    """Refuses a pack whose numbers would not be those of the list that was frozen."""
    if campaign.manifest_rows != tally.lines:
        raise Refused(
            f"The manifest was frozen with {campaign.manifest_rows:,} lines and now has {tally.lines:,}. "
            "Nothing was written; tell an engineer."
        )
    if digest != campaign.manifest_sha256:
        raise Refused(
            "The digest over the lines of the manifest is not the one that was frozen and approved. "
            "Nothing was written; tell an engineer."
        )
    assert campaign.dispatch is not None
    counted = campaign.dispatch.tally()
    if superseded := campaign.dispatch.superseded():
        counted = counted | {"superseded": superseded}
    if counted != dict(tally.all_states):
        raise Refused(
            f"The counts of this campaign ({_named(counted)}) do not match its messages ({_named(tally.all_states)}). "
            "Nothing was written; tell an engineer."
        )


def check_is_finished(campaign: Campaign, tally: Tally) -> None:
    unfinished = tally.unfinished()
    if campaign.dispatch is not None and campaign.dispatch.ended_at is None:
        unfinished.append("the sending has not been closed")
    if unfinished:
        raise Refused(
            f"Not everything is finished: {', '.join(unfinished)}. Wait for it, or add --interim for a pack that "
            "says on every page that it is not final."
        )


class _Chain:
    """The chain as a file: one hash a line, and its head named in the last."""

    def __init__(self, file: BinaryIO) -> None:
        self.head, self._file = "", file

    def add(self, text: str) -> None:
        self.head = linked(self.head, text)
        self._file.write(f"{self.head}\n".encode())


@contextmanager
def _chain(path: Path) -> Iterator[_Chain]:
    with path.open("wb") as file:
        yield _Chain(file)


def _write_tables(
    campaign: Campaign, folder: Path, zone: ZoneInfo, chain: _Chain, watch: Watch | None
) -> tuple[Tally, str]:
    tally, digest, rule = Tally(), ManifestDigest(), campaign.get_unknown_rule_display()
    said = time.monotonic() + _SAID_EVERY
    with ExitStack() as stack:
        sheets = {name: SheetWriter(name, stack.enter_context((folder / name).open("wb"))) for name in SHEETS}
        for place in stack.enter_context(closing(_places(campaign, zone))):
            _write_place(place, sheets, rule, chain)
            digest.add(place.line)
            tally.add(place)
            if watch and time.monotonic() > said:
                said = time.monotonic() + _SAID_EVERY
                watch(tally.lines, campaign.manifest_rows)
    return tally, digest.hexdigest()


def _places(campaign: Campaign, zone: ZoneInfo) -> Generator[Place]:
    """Every stream is closed when it is left, whatever the reason: a cursor lives no longer than its transaction."""
    found = (
        streams.manifest_rows(campaign),
        streams.notice_rows(campaign, zone),
        streams.attempt_rows(campaign, zone),
        streams.event_rows(campaign, zone),
        streams.postal_rows(campaign, zone),
    )
    with ExitStack() as stack:
        try:
            yield from places(*(stack.enter_context(closing(rows)) for rows in found))
        except Stray as stray:
            raise Refused(f"The rows of this campaign do not fit its manifest: {stray}. Tell an engineer.") from stray


def _write_place(place: Place, sheets: dict[str, SheetWriter], rule: str, chain: _Chain) -> None:
    sheets["manifest.csv"].write(place.line)
    for name, rows in (("notices.csv", place.notices), ("events.csv", place.events), ("postal.csv", place.postal)):
        for row in rows:
            sheets[name].write(row)
    for row in place.attempts:
        chain.add(sheets["attempts.csv"].write(row))
    for row in remail_rows(place):
        sheets["remails.csv"].write(row)
    for row in unknown_rows(place, rule):
        sheets["unknowns.csv"].write(row)


def _named(counts: dict[str, int]) -> str:
    return ", ".join(f"{state} {number:,}" for state, number in sorted(counts.items())) or "none"
