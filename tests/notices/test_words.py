"""The small pure parts: safe lines, dates, paragraphs."""

from datetime import UTC, date, datetime

import pytest

from intake.notices.dates import day_written_out, moment_written_out
from intake.notices.paragraphs import WIDTH, Block, as_text, parse
from intake.notices.words import lines, made_safe, one_line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Ana  López\t", "Ana López"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\u2028b\u0085c\x0bd", "a b c d"),
        ("\u202eevil\u2066x\ufeff", "evilx"),
        ("د. ليلى\u200f", "د. ليلى\u200f"),
        ("👩‍⚖️ Judge", "👩‍⚖️ Judge"),
        ("  plain   words ", "plain words"),
        ("\x00\x1b[31m", "[31m"),
        ("", ""),
    ],
)
def test_a_line_is_one_line_and_reads_as_it_was_typed(given: str, kept: str) -> None:
    assert one_line(given) == kept


def test_a_longer_text_keeps_its_lines() -> None:
    assert lines("a\r\n\n b \u2028c\x00") == ["a", "b", "c"]


def test_everything_in_a_context_is_made_safe() -> None:
    assert made_safe({"a": ["x\ny", {"b": "\x00"}], "n": 3, "t": None}) == {"a": ["x y", {"b": ""}], "n": 3, "t": None}


def test_moments_are_written_out_in_the_court_s_zone() -> None:
    zone = "America/Los_Angeles"
    assert moment_written_out(datetime(2026, 12, 5, 1, 0, tzinfo=UTC), zone) == "December 4, 2026 at 5:00 p.m. PST"
    assert moment_written_out(datetime(2026, 7, 4, 7, 5, tzinfo=UTC), zone) == "July 4, 2026 at 12:05 a.m. PDT"
    assert moment_written_out(datetime(2026, 7, 4, 19, 5, tzinfo=UTC), zone) == "July 4, 2026 at 12:05 p.m. PDT"
    assert day_written_out(date(2026, 1, 9)) == "January 9, 2026"


def test_a_body_is_read_as_a_person_types_it() -> None:
    body = "Hello\nthere\n\n## Why\n- one\n- two\n> said\nhttps://a.example/x\nEnd\n\n\nLast"
    assert parse(body) == [
        Block("paragraph", ("Hello", "there")),
        Block("heading", ("Why",)),
        Block("list", ("one", "two")),
        Block("quote", ("said",)),
        Block("link", ("https://a.example/x",)),
        Block("paragraph", ("End",)),
        Block("paragraph", ("Last",)),
    ]


def test_the_text_is_narrow_and_loses_no_word() -> None:
    words = [f"word{number}" for number in range(60)]
    long = "x" * 200
    text = as_text(parse(f"{' '.join(words)}\n\n- {' '.join(words)}\n\n> {' '.join(words)}\n\n{long}"))
    assert all(len(line) <= WIDTH or line == long for line in text.splitlines())
    assert text.count("word59") == 3
    assert long in text
