"""The tables of a pack, walked place by place: every row against its check, the chain, and the other tables."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from intake.reports.chains import CHAIN, DATA_FILES, digest_of_file
from intake.reports.checking.chain import ChainReader
from intake.reports.derived import remail_rows, unknown_rows
from intake.reports.digests import ManifestDigest
from intake.reports.legality import faults
from intake.reports.moments import in_court, moment_of
from intake.reports.places import Place, Stray, places
from intake.reports.sheets import SHEETS, Row, Unreadable, read_sheet
from intake.reports.tally import Tally

_MOMENTS = {
    name: [column.removesuffix("_utc") for column in columns if column.endswith("_utc")]
    for name, columns in SHEETS.items()
}


@dataclass
class Walked:
    """What the walk came to. `tally` is whole only when `is_whole`."""

    tally: Tally
    manifest_sha256: str
    head: str
    is_whole: bool


class TableWalk:
    """Walks the tables of a folder once; `findings` are sentences that name file and line."""

    def __init__(self, folder: Path, zone: ZoneInfo, rule: str, templates: dict[str, str]) -> None:
        self.findings: list[str] = []
        self._folder, self._zone, self._rule, self._templates = folder, zone, rule, templates

    def walk(self) -> Walked:
        tally, digest, is_whole = Tally(), ManifestDigest(), False
        with ExitStack() as stack:
            files = {name: stack.enter_context((self._folder / name).open("rb")) for name in SHEETS}
            chain = ChainReader(stack.enter_context((self._folder / CHAIN).open("rb")))
            rows = {name: self._rows(name, read_sheet(name, files[name]), chain) for name in SHEETS}
            tables = [rows[f"{name}.csv"] for name in ("manifest", "notices", "attempts", "events", "postal")]
            try:
                for place in places(*tables):
                    self._check_place(place, rows)
                    digest.add(place.line)
                    tally.add(place)
                self._check_ends(rows, "remails.csv", "unknowns.csv")
                is_whole = True
            except (Unreadable, Stray) as fault:
                self.findings.append(str(fault))
            if is_whole:
                self._follow_files(chain)
        return Walked(tally, digest.hexdigest(), chain.head, is_whole)

    def _rows(self, name: str, read: Iterator[tuple[Row, str]], chain: ChainReader) -> Iterator[Row]:
        for row, text in read:
            if name == "attempts.csv":
                where = f"{name} line {row.line} ({row['code']}, attempt {row['number']}, {row['phase']})"
                self.findings += chain.follow(text, where)
            self._check_moments(name, row)
            yield row

    def _check_moments(self, name: str, row: Row) -> None:
        for column in _MOMENTS[name]:
            utc, court = row[f"{column}_utc"], row[f"{column}_court"]
            try:
                expected = in_court(moment_of(utc), self._zone) if utc else ""
            except ValueError:
                expected = "no moment"
            if court != expected:
                self.findings.append(
                    f"{name} line {row.line}: {column}_court is “{court}”, and by {column}_utc it is “{expected}”"
                )

    def _check_place(self, place: Place, rows: dict[str, Iterator[Row]]) -> None:
        self.findings += faults(place)
        line = place.line
        if line["language"] and self._templates.get(line["language"], "") != line["template_sha256"]:
            self.findings.append(
                f"manifest.csv line {line.line}: its words are not those of the language “{line['language']}” "
                "in campaign.json"
            )
        for name, expected in (("remails.csv", remail_rows(place)), ("unknowns.csv", unknown_rows(place, self._rule))):
            for row in expected:
                self._compare(name, row, next(rows[name], None))

    def _compare(self, name: str, expected: Row, found: Row | None) -> None:
        if found is None:
            raise Unreadable(f"{name}: the row about {expected['code']} is absent")
        for column in SHEETS[name]:
            if found[column] != expected[column]:
                raise Unreadable(
                    f"{name} line {found.line}: {column} is “{found[column]}”, and the other tables say "
                    f"“{expected[column]}”"
                )

    def _check_ends(self, rows: dict[str, Iterator[Row]], *names: str) -> None:
        for name in names:
            left = next(rows[name], None)
            if left is not None:
                raise Unreadable(f"{name} line {left.line}: nothing in the other tables says this")

    def _follow_files(self, chain: ChainReader) -> None:
        for name in DATA_FILES:
            self.findings += chain.follow(f"{digest_of_file(self._folder / name)}  {name}", name)
        self.findings += chain.end()
