"""From the octets of a file to rows of cells, one at a time."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from claimants.common.exceptions import Refused

LARGEST = 1_000_000_000
_BEGINNING = 65_536
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_DELIMITERS = ",;\t|"


def rows_of(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line of the file on which it begins, without empty ones.

    What cannot be decoded stands as half a character. UTF-8 and UTF-16, with a mark at the beginning or without;
    commas, semicolons, tabs or bars between cells.
    """
    beginning = _beginning(file)
    encoding = _encoding(beginning)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    begins = 1
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
    try:
        reader = csv.reader(text, delimiter=_delimiter(beginning.decode(encoding, "replace")), strict=True)
        for row in reader:
            if any(row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            f"Line {begins:,}: the cells of this line cannot be told apart ({error}). Look for a quotation "
            "mark that is not closed, or save the list as CSV once more."
        ) from None
    finally:
        with suppress(ValueError):  # whoever gave it may have closed it
            text.detach()


def _beginning(file: BinaryIO) -> bytes:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST:
        raise Refused(f"This file has {size:,} octets, and {LARGEST:,} are the most. Upload it in parts.")
    beginning = file.read(_BEGINNING)
    file.seek(0)
    if not beginning.strip():
        raise Refused("This file is empty. Export the list once more and upload it.")
    if beginning.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused("This is a file of a spreadsheet program. Save it there as “CSV UTF-8”, and upload that.")
    return beginning


def _encoding(beginning: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if beginning.startswith(mark):
            return encoding
    even, odd = beginning[:400:2].count(0), beginning[1:400:2].count(0)
    if max(even, odd) > 20 and min(even, odd) < max(even, odd) // 4:
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8"


def _delimiter(beginning: str) -> str:
    """The one that stands most often in the first line, outside of quotation marks."""
    outside = "".join(beginning.lstrip("\ufeff\r\n").splitlines()[:1]).split('"')[::2]
    counts = {delimiter: sum(part.count(delimiter) for part in outside) for delimiter in _DELIMITERS}
    return max(counts, key=counts.__getitem__)
