"""One pack from outside to inside: the archive, the sums, the documents, the tables, the papers, the head."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from claimants.common.exceptions import Refused
from intake.reports.archive import NotAPack, is_as_written, opened
from intake.reports.chains import CHAIN, DATA_FILES, FORMAT, as_json, digest_of_file
from intake.reports.checking.documents import campaign_faults, count_faults
from intake.reports.checking.tables import TableWalk, Walked
from intake.reports.paper import write_papers
from intake.reports.sheets import SHEETS
from intake.reports.tools import made_with

SUMS = "SHA256SUMS"
FILES = {*SHEETS, *DATA_FILES, CHAIN, "declaration.pdf", "declaration.txt", SUMS}


@dataclass
class Checked:
    """`findings` are what is wrong, `notes` what could not be compared on this machine."""

    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    head: str = ""
    lines: int = 0


def check_pack(pack: Path, *, head: str = "") -> Checked:
    """Computes everything in a pack again. `head` is the one that was signed or recorded; empty to compare none."""
    checked = Checked()
    try:
        with opened(pack) as folder:
            _check_folder(folder, checked, head)
            if pack.is_file():
                _check_archive(pack, folder, checked)
    except NotAPack as fault:
        checked.findings.append(str(fault))
    return checked


def _check_folder(folder: Path, checked: Checked, head: str) -> None:
    names = {path.name for path in folder.iterdir()}
    checked.findings += [f"{name} is absent" for name in sorted(FILES - names)]
    checked.findings += [f"{name} is no file of a pack" for name in sorted(names - FILES)]
    if FILES - names:
        return
    _check_sums(folder, checked)
    about, counts = (_document(folder, name, checked) for name in ("campaign.json", "counts.json"))
    if about is None or counts is None:
        return
    try:
        _check_records(folder, about, counts, checked)
        _check_papers(folder, about, counts, checked)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        checked.findings.append(f"campaign.json or counts.json is not as we write it: {error!r}")
    if head and head.strip().lower() != checked.head:
        checked.findings.append(
            f"{CHAIN}: the head is {checked.head}, and not the one that was recorded. This is another pack than the "
            "one that was declared, though it may agree with itself"
        )


def _check_sums(folder: Path, checked: Checked) -> None:
    given: dict[str, str] = {}
    for number, line in enumerate((folder / SUMS).read_bytes().decode("utf-8", "replace").splitlines(), start=1):
        digest, _, name = line.partition("  ")
        if name not in FILES - {SUMS}:
            checked.findings.append(f"{SUMS} line {number}: {name!r} is no file of a pack")
        given[name] = digest
    for name in sorted(FILES - {SUMS}):
        if given.get(name) != digest_of_file(folder / name):
            checked.findings.append(f"{name}: its SHA-256 is not the one in {SUMS}; one of the two was altered")


def _document(folder: Path, name: str, checked: Checked) -> dict[str, Any] | None:
    content = (folder / name).read_bytes()
    try:
        found = json.loads(content)
    except ValueError as error:
        checked.findings.append(f"{name} was altered; it cannot be read: {error}")
        return None
    if not isinstance(found, dict) or as_json(found) != content:
        checked.findings.append(f"{name} was altered; it is not as we write it")
        return found if isinstance(found, dict) else None
    return found


def _check_records(folder: Path, about: dict[str, Any], counts: dict[str, Any], checked: Checked) -> None:
    zone = ZoneInfo(about["matter"]["court_time_zone"])
    templates = {template["language"]: template["sha256"] for template in about["templates"]}
    walk = TableWalk(folder, zone, about["campaign"]["unknown_rule_says"], templates)
    walked = walk.walk()
    checked.findings += walk.findings
    checked.head, checked.lines = walked.head, walked.tally.lines
    if walked.is_whole:
        checked.findings += _faults_of_whole(about, counts, walked, zone)


def _faults_of_whole(about: dict[str, Any], counts: dict[str, Any], walked: Walked, zone: ZoneInfo) -> list[str]:
    tally = walked.tally
    found = list(campaign_faults(about, walked.manifest_sha256, tally.lines))
    found += count_faults(counts, tally.document(zone))
    if not about["interim"] and tally.unfinished():
        found.append(f"campaign.json: it is not marked as interim, and {', '.join(tally.unfinished())}")
    return found


def _check_papers(folder: Path, about: dict[str, Any], counts: dict[str, Any], checked: Checked) -> None:
    """The declaration again, from the records. Another version of the software may write other words."""
    if about["format"] != FORMAT:
        checked.notes.append(f"The pack has format {about['format']}, so its declaration was not written again.")
        return
    with TemporaryDirectory() as name:
        again = Path(name)
        try:
            write_papers(again, about, counts, checked.head)
        except Refused as refusal:
            checked.notes.append(f"declaration.pdf could not be drawn again here: {refusal}")
        _compare_text(folder, again, checked)
        if (again / "declaration.pdf").exists() and not _are_same(folder, again, "declaration.pdf"):
            _say_of_bytes("declaration.pdf: it is not the PDF of declaration.txt", about, ("typst", "fonts"), checked)


def _compare_text(folder: Path, again: Path, checked: Checked) -> None:
    found, expected = (
        (each / "declaration.txt").read_bytes().decode("utf-8", "replace").split("\n") for each in (folder, again)
    )
    for number in range(max(len(found), len(expected))):
        if found[number : number + 1] != expected[number : number + 1]:
            checked.findings.append(f"declaration.txt line {number + 1}: the records say something else than this line")
            return


def _check_archive(pack: Path, folder: Path, checked: Checked) -> None:
    if not is_as_written(pack, folder):
        about = json.loads((folder / "campaign.json").read_bytes()) if not checked.findings else {}
        _say_of_bytes(f"{pack.name}: the archive was altered around its files", about, ("zlib",), checked)


def _say_of_bytes(sentence: str, about: dict[str, Any], tools: tuple[str, ...], checked: Checked) -> None:
    """Other bytes are a finding only when the tools here are those that made the pack."""
    made = about.get("software", {}).get("made_with", {}) if about else {}
    here = made_with()
    if any(made.get(tool) != here[tool] for tool in tools) and not checked.findings:
        checked.notes.append(f"{sentence}, or the pack was made with another {' and '.join(tools)} than is here.")
    else:
        checked.findings.append(sentence)


def _are_same(folder: Path, again: Path, name: str) -> bool:
    return (folder / name).read_bytes() == (again / name).read_bytes()
