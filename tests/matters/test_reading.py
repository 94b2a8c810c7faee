"""What a matter file's text may hold. Everything else gets a sentence with its line."""

from pathlib import Path

import pytest

from claimants.matters.problems import MatterFileError
from claimants.matters.reading import LARGEST_FILE, read_file, read_text

REFUSED = {
    "a tab": ("a: 1\n\tb: 2", 2, "begins with a tab"),
    "a tab after spaces": ("a:\n  \tb: 2", 2, "begins with a tab"),
    "a key twice": ("a: 1\nb: 2\na: 3", 3, "twice; the first is on line 1"),
    "a key twice further in": ("a:\n  b: 1\n  b: 2", 3, "the key `b` stands here twice"),
    "an anchor": ("a: &x [1]\nb: 2", 1, "anchors (&) and aliases (*)"),
    "an alias": ("a: 1\nb: *x", 2, "anchors (&) and aliases (*)"),
    "a tag": ("a: !!python/object/apply:os.system [ls]", 1, "the tag"),
    "a second document": ("a: 1\n---\nb: 2", 2, "a second document"),
    "NUL": ("a: 1\nb: x\x00y", 2, "control character U+0000"),
    "an escape": ("a: 1\nb: x\x1by", 2, "control character U+001B"),
    "a mark that reverses text": ("a: x\u202ey", 1, "U+202E, which reverses text"),
    "no mapping": ("- a\n- b", 1, "a list of keys with their values"),
    "nothing": ("", 1, "a list of keys with their values"),
    "only a comment": ("# nothing\n", 1, "a list of keys with their values"),
    "broken quotes": ('a: "x\nb: 2', 2, "this is not YAML"),
    "broken indentation": ("a: 1\n  b: 2", 2, "this is not YAML"),
    "a list as a key": ("a: 1\n? [b, c]\n: 2", 2, "a key is one word"),
    "deep nesting": ("a: " + "[" * 60 + "]" * 60, 1, "nested more than"),
    "very deep nesting": ("a: " + "[" * 5000, 1, "nested more than"),
    "too many values": ("a: [" + "1," * 11_000 + "]", 1, "too many values"),
    "too much text": ("a: " + "x" * LARGEST_FILE, 0, "larger than 1000 kB"),
}


@pytest.mark.parametrize("text, line, sentence", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_allowed_gets_a_sentence_with_its_line(text: str, line: int, sentence: str) -> None:
    with pytest.raises(MatterFileError) as refused:
        read_text(text, "x.yaml")
    problem = refused.value.problems[0]
    assert (problem.file, problem.line) == ("x.yaml", line)
    assert sentence in problem.sentence


def test_words_stay_words_and_only_plain_numbers_are_numbers() -> None:
    text = "on: yes\ncountry: NO\nnumber: 12\nlong: 0123\nday: 2024-09-17\ntime: 12:30\nempty:\nquoted: '7'\nset: true"
    assert read_text(text, "x.yaml").document == {
        "on": "yes",
        "country": "NO",
        "number": 12,
        "long": "0123",
        "day": "2024-09-17",
        "time": "12:30",
        "empty": None,
        "quoted": "7",
        "set": True,
    }


def test_every_key_and_item_knows_its_line() -> None:
    read = read_text("a:\n  - b: 1\n    c:\n      - 2\n      - 3\n", "x.yaml")
    assert read.lines[("a", 0, "b")] == 2
    assert read.lines[("a", 0, "c", 1)] == 5


def test_a_missing_key_is_reported_at_what_lacks_it() -> None:
    read = read_text("a:\n  b: 1\n", "x.yaml")
    assert str(read.problem(("a", "c"), "this key is missing.")) == "x.yaml, line 1, a.c: this key is missing."


def test_all_double_keys_are_named_at_once_and_nothing_inside_them_twice() -> None:
    with pytest.raises(MatterFileError) as refused:
        read_text("a:\n  b: 1\na:\n  b: 2\nc: 1\nc: 2", "x.yaml")
    assert [problem.line for problem in refused.value.problems] == [3, 6]


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MatterFileError, match="cannot be read: no such file"):
        read_file(tmp_path / "absent.yaml")


def test_a_folder_is_not_a_matter_file(tmp_path: Path) -> None:
    with pytest.raises(MatterFileError, match="cannot be read"):
        read_file(tmp_path)


def test_a_file_in_another_encoding_gets_a_sentence_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("a: 1\nb: café".encode("latin-1"))
    with pytest.raises(MatterFileError, match="line 2: this line is not UTF-8"):
        read_file(path)


def test_a_huge_file_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: " + b"x" * (LARGEST_FILE * 3))
    with pytest.raises(MatterFileError, match="larger than"):
        read_file(path)


def test_a_byte_order_mark_at_the_start_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_file(path).document == {"a": 1}
