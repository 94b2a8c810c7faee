"""One byte of a pack is altered, and the check says where; however much is repaired around it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from intake.reports.chains import DATA_FILES
from intake.reports.checking.packs import check_pack
from intake.reports.sheets import SHEETS
from tests.reports.forging import flip, repack, repair_chain, repair_checks, repair_papers, repair_sums, unpack

Repair = Callable[[Path], None]

ALTERATIONS = {
    "a digest of the list": ("manifest.csv", b"000000000003", 4, "manifest.csv line 4"),
    "the language of a line": ("manifest.csv", b",e", 3, "manifest.csv line 3"),
    "how a message ended": ("notices.csv", b",un", 2, "notices.csv line 8"),
    "the code of a message": ("notices.csv", b"\n2,0,", 1, "notices.csv line 3"),
    "what a relay answered": ("attempts.csv", b"queued as 4", 5, "attempts.csv line 5"),
    "when it answered, in UTC": ("attempts.csv", b"T0", 3, "attempts.csv line 3"),
    "when it answered, at the court": ("attempts.csv", b"-07:00 P", 3, "attempts.csv line 3"),
    "the digest of a message": ("attempts.csv", b"abab", 4, "attempts.csv line 4"),
    "who settled an unknown": ("attempts.csv", b"resolved,", 2, "attempts.csv line 20"),
    "what a mailbox reported": ("events.csv", b"smtp; 55", 3, "events.csv line 3"),
    "after which message another was sent": ("remails.csv", b"bounce", 2, "remails.csv line 2"),
    "why a letter was written": ("postal.csv", b"no other ", 3, "postal.csv line 3"),
    "when a letter was mailed": ("postal.csv", b"2026-11-0", 3, "postal.csv line 3"),
    "how an unknown was settled": ("unknowns.csv", b"deemed ", 2, "unknowns.csv line 3"),
    "a word of the notice": ("campaign.json", b"Dear ", 1, "campaign.json"),
    "what stands around the words": ("campaign.json", b'"lawyer": "A', 1, "campaign.json"),
    "who approved it": ("campaign.json", b'"approvals": [\n    {\n      "act": "sen', 1, "campaign.json"),
    "an act in the log": ("campaign.json", b'"text": "{\\"a', 1, "campaign.json"),
    "a count": ("counts.json", b'"delivered": ', 1, "counts.json"),
    "a hash of the chain": ("chain.txt", b"", 4, "chain.txt line 4"),
    "the last hash of the chain": ("chain.txt", b"", 30, "chain.txt"),
    "a number of the declaration": ("declaration.txt", b"Delivered: the ", 1, "declaration.txt line"),
    "the drawn declaration": ("declaration.pdf", b"endobj\n", 1, "declaration.pdf"),
    "what the clerk reads": ("README.txt", b"sha256", 1, "README.txt"),
}
_RECORDS = [name for name, (file, *_) in ALTERATIONS.items() if file in {*SHEETS, *DATA_FILES}]
_ROWS = [name for name, (file, *_) in ALTERATIONS.items() if file.endswith(".csv")]


def _altered(pack: Path, tmp_path: Path, name: str, repairs: Sequence[Repair]) -> Path:
    file, after, line, _ = ALTERATIONS[name]
    folder = unpack(pack, tmp_path / "forged")
    flip(folder / file, after, line=line)
    for repair in repairs:
        repair(folder)
    return repack(folder, tmp_path / "forged.zip")


@pytest.mark.parametrize("name", ALTERATIONS)
def test_a_byte_that_was_altered_is_found_where_it_is(pack: Path, tmp_path: Path, name: str) -> None:
    findings = check_pack(_altered(pack, tmp_path, name, [])).findings
    assert any(finding.startswith(ALTERATIONS[name][3]) for finding in findings), findings


@pytest.mark.parametrize("name", ALTERATIONS)
def test_correcting_the_sums_does_not_hide_it(pack: Path, tmp_path: Path, name: str) -> None:
    findings = check_pack(_altered(pack, tmp_path, name, [repair_sums])).findings
    assert any(finding.startswith(ALTERATIONS[name][3]) for finding in findings), findings
    assert not any("SHA256SUMS" in finding for finding in findings)


@pytest.mark.parametrize("name", _ROWS)
def test_correcting_the_check_of_the_row_and_the_sums_does_not_hide_it(pack: Path, tmp_path: Path, name: str) -> None:
    findings = check_pack(_altered(pack, tmp_path, name, [repair_checks, repair_sums])).findings
    assert any(finding.startswith(ALTERATIONS[name][0]) for finding in findings), findings


@pytest.mark.parametrize("name", _RECORDS)
def test_whoever_corrects_the_chain_too_has_another_head_than_the_one_that_was_signed(
    pack: Path, tmp_path: Path, name: str
) -> None:
    head = check_pack(pack).head
    forged = _altered(pack, tmp_path, name, [repair_checks, repair_chain, repair_sums])
    assert any("not the one that was recorded" in finding for finding in check_pack(forged, head=head).findings)
    assert any(finding.startswith("declaration.txt line") for finding in check_pack(forged).findings)


def test_a_pack_written_anew_from_end_to_end_is_told_by_the_head_alone(pack: Path, tmp_path: Path) -> None:
    head = check_pack(pack).head
    repairs = [repair_checks, repair_chain, repair_papers, repair_sums]
    forged = _altered(pack, tmp_path, "why a letter was written", repairs)
    assert check_pack(forged).findings == []
    assert [finding.partition(":")[0] for finding in check_pack(forged, head=head).findings] == ["chain.txt"]


@pytest.mark.parametrize("share", range(24))
def test_any_byte_of_the_archive_that_was_altered_is_found(pack: Path, share: int) -> None:
    """Evenly over the file: in names, times, sizes, compressed content and the list at the end."""
    content = bytearray(pack.read_bytes())
    content[len(content) * share // 24] ^= 1
    pack.write_bytes(content)
    assert check_pack(pack).findings != []


@pytest.mark.parametrize("offset", [4, 6, 10, 12])
def test_a_byte_that_changes_no_content_is_found_too(pack: Path, offset: int) -> None:
    """The version, the flags and the time in the first header."""
    content = bytearray(pack.read_bytes())
    content[offset] ^= 1
    pack.write_bytes(content)
    assert check_pack(pack).findings != []


def test_a_row_taken_out_is_named_with_everything_else_corrected(pack: Path, tmp_path: Path) -> None:
    folder = unpack(pack, tmp_path / "forged")
    lines = (folder / "attempts.csv").read_text().splitlines(keepends=True)
    (folder / "attempts.csv").write_text("".join(lines[:6] + lines[7:]))
    for repair in (repair_chain, repair_papers, repair_sums):
        repair(folder)
    findings = check_pack(repack(folder, tmp_path / "forged.zip")).findings
    assert any("it says 2 rows of attempts, and attempts.csv has 1" in finding for finding in findings), findings


@pytest.mark.parametrize("name", ["counts.json", "chain.txt", "declaration.pdf", "SHA256SUMS"])
def test_a_file_that_is_absent_is_named(pack: Path, tmp_path: Path, name: str) -> None:
    folder = unpack(pack, tmp_path / "forged")
    (folder / name).unlink()
    assert f"{name} is absent" in check_pack(repack(folder, tmp_path / "forged.zip")).findings


def test_the_folder_into_which_a_clerk_unpacked_it_passes_too(pack: Path, tmp_path: Path) -> None:
    assert check_pack(unpack(pack, tmp_path / "unpacked")).findings == []


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all" * 99])
def test_what_is_no_pack_is_called_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(content)
    (finding,) = check_pack(path).findings
    assert "cannot be read as a ZIP" in finding
