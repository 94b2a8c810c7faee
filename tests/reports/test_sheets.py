"""The tables of a pack as text: safe in a spreadsheet, one row a line, read back to the byte."""

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from intake.reports.moments import in_court, in_utc, moment_of
from intake.reports.sheets import SheetWriter, Unreadable, read_sheet, row_of, safe

pytestmark = pytest.mark.pure
_NAME = "manifest.csv"


def _written(*digests: str) -> bytes:
    file = io.BytesIO()
    sheet = SheetWriter(_NAME, file)
    for place, digest in enumerate(digests, start=1):
        sheet.write(row_of(place=place, digest=digest, language="en", template_sha256=""))
    return file.getvalue()


@pytest.mark.parametrize(
    "typed, cell",
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "=1"), ("\r\n=1", "\\n=1"),
        ("two\nlines", "two\\nlines"), ("bell\x07", "bell"), ("王小明", "王小明"), (None, ""), (7, "7"), ("'=1", "'=1"),
    ],
)  # fmt: skip
def test_a_cell_is_one_line_and_no_formula(typed: object, cell: str) -> None:
    assert safe(typed).removeprefix("'") == cell.removeprefix("'")
    assert safe(typed)[:1] not in set("=+-@\t\r")


@pytest.mark.parametrize("typed", ["=1", "a\nb", "x,y", 'say "so"', "\t@x", "'-1", "  "])
def test_making_a_cell_safe_twice_changes_nothing(typed: str) -> None:
    assert safe(safe(typed)) == safe(typed)


@pytest.mark.parametrize("digest", ["ab", "x,y", 'say "so"', "a\nb", "=1", "王, 小明", ""])
def test_what_was_written_is_read_back(digest: str) -> None:
    ((row, text),) = read_sheet(_NAME, io.BytesIO(_written(digest)))
    assert (row["digest"], row.line) == (safe(digest), 2)
    assert f"{text}\n".encode() in _written(digest)


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (lambda written: written.replace(b"place", b"plack", 1), "line 1: the names of the columns"),
        (lambda written: written.replace(b"3,cc", b"3,cd"), "line 4: this row was altered"),
        (lambda written: written.replace(b"bb", b"b\n"), "line 3: this row was altered"),
        (lambda written: written.replace(b"bb", b"b\xff"), "line 3: this row was altered; it is no longer text"),
        (lambda written: written.replace(b"bb", b'b"'), "line 3: this row was altered"),
        (lambda written: written[:-1], "line 4: the line does not end"),
    ],
)
def test_a_row_that_is_not_what_was_written_is_named(spoil: object, sentence: str) -> None:
    assert callable(spoil)
    with pytest.raises(Unreadable, match=sentence):
        list(read_sheet(_NAME, io.BytesIO(spoil(_written("aa", "bb", "cc")))))


def test_the_hour_that_comes_twice_is_told_apart_by_its_offset() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    before, after = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (8, 9))
    assert in_court(before, zone) == "2026-11-01T01:30:00.000000-07:00 PDT"
    assert in_court(after, zone) == "2026-11-01T01:30:00.000000-08:00 PST"
    assert in_utc(before) < in_utc(after)
    assert moment_of(in_utc(before)) == before
