"""Somebody who alters a pack, and repairs as much around it as they know of."""

import hashlib
import json
import zipfile
from pathlib import Path

from intake.reports.archive import write_archive
from intake.reports.chains import CHAIN, DATA_FILES, linked
from intake.reports.paper import write_papers
from intake.reports.sheets import SHEETS, check_of

_ATTEMPTS = "attempts.csv"


def unpack(pack: Path, folder: Path) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(folder)
    return folder


def repack(folder: Path, pack: Path) -> Path:
    with pack.open("wb") as target:
        write_archive(folder, target)
    return pack


def flip(path: Path, after: bytes, *, line: int = 1) -> None:
    """Changes the one byte that stands right after `after`, in that line or later."""
    content = bytearray(path.read_bytes())
    begin = sum(len(each) for each in bytes(content).splitlines(keepends=True)[: line - 1])
    place = content.index(after, begin) + len(after)
    content[place] ^= 1
    path.write_bytes(content)


def repair_sums(folder: Path) -> None:
    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines))


def repair_checks(folder: Path) -> None:
    for name in SHEETS:
        first, *rows = (folder / name).read_text().splitlines()
        texts = [row.rpartition(",")[0] for row in rows]
        lines = [first, *(f"{text},{check_of(text)}" for text in texts)]
        (folder / name).write_text("".join(f"{line}\n" for line in lines))


def repair_chain(folder: Path) -> None:
    texts = (folder / _ATTEMPTS).read_text().splitlines()[1:]
    texts += [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}" for name in DATA_FILES]
    head, lines = "", list[str]()
    for text in texts:
        head = linked(head, text)
        lines.append(f"{head}\n")
    (folder / CHAIN).write_text("".join(lines))


def repair_papers(folder: Path) -> None:
    about, counts = (json.loads((folder / name).read_text()) for name in ("campaign.json", "counts.json"))
    write_papers(folder, about, counts, (folder / CHAIN).read_text().splitlines()[-1])
