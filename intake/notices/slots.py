"""Texts with slots. `{{ name }}` stands for a value of one recipient, and nothing else is understood.

There is no logic and no filter. `{{ name? }}` is a slot whose value may be empty. A name with a dot, such as
`{{ matter.caption }}`, is a word of the frame, the same for everybody, and is filled when the template is compiled.

Inside the house a slot is a mark of control characters around its name, which no template and no value may hold: so
a text can be wrapped, parsed and drawn as HTML with its slots left in, and nothing that is typed can become a slot.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from claimants.common.exceptions import Refused

LONGEST_VALUE = 5_000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BRACES = re.compile(r"\{\{.*?\}\}|\{\{.*|\{[%#].*?[%#]\}|\{[%#].*|\}\}|[%#]\}")
_SLOT = re.compile(r"\{\{\s*(?P<name>[a-z][a-z0-9_]*(?P<dotted>\.[a-z_]+)?)(?P<optional>\?)?\s*\}\}")
_MARK = re.compile("\x02([a-z0-9_]+)([\x03\x04])")


class Dress(Enum):
    """How a value is written: as it is, as text in HTML, or as a piece of a page's address."""

    TEXT = "text"
    HTML = "html"
    ADDRESS = "address"


class Slot(NamedTuple):
    name: str
    dress: Dress = Dress.TEXT

    def written(self, values: Mapping[str, str]) -> str:
        """The value in its dress; refused when there is none, or one that no message can carry."""
        value = values.get(self.name)
        if value is None:
            raise Refused(f"The value of “{self.name}” is missing.")
        if len(value) > LONGEST_VALUE:
            raise Refused(
                f"The value of “{self.name}” has {len(value):,} characters, and {LONGEST_VALUE:,} are the most."
            )
        if self.dress is Dress.ADDRESS:
            return _in_an_address(self.name, value)
        return escape(value) if self.dress is Dress.HTML else value


Text = tuple[str | Slot, ...]


@dataclass(frozen=True)
class Source:
    """What was typed, with marks for its slots. A name that is once typed without `?` is required."""

    marked: str
    required: frozenset[str]
    optional: frozenset[str]


def read(source: str, words: Mapping[str, str], *, what: str) -> Source:
    """Finds the slots; refused with the line of whatever is none. `words` are those of the frame, by dotted name."""
    lines: list[str] = []
    found: dict[str, bool] = {}
    for number, line in enumerate(source.replace("\r\n", "\n").split("\n"), start=1):
        where = f"{what}, line {number}"
        if odd := _CONTROL.search(line):
            raise Refused(f"{where}: it holds the control character U+{ord(odd.group()):04X}. Take it out.")
        at = 0
        for braces in _BRACES.finditer(line):
            lines.append(line[at : braces.start()] + _marked(braces.group(), words, found, where))
            at = braces.end()
        lines.append(f"{line[at:]}\n")
    required = frozenset(name for name, is_required in found.items() if is_required)
    return Source("".join(lines)[:-1], required, frozenset(found) - required)


def _marked(braces: str, words: Mapping[str, str], found: dict[str, bool], where: str) -> str:
    """What stands for the braces; a slot is added to `found`, with whether it must have a value."""
    slot = _SLOT.fullmatch(braces)
    if not slot:
        raise Refused(
            f"{where}: “{braces}” is not a slot. A slot is one name in small letters, such as {{{{ name }}}}, or "
            "{{ name? }} where it may be empty; there are no filters and no conditions."
        )
    name = slot["name"]
    if not slot["dotted"]:
        found[name] = found.get(name, False) or not slot["optional"]
        return mark(name)
    if name not in words:
        raise Refused(f"{where}: nothing is known as “{braces}”. There are {', '.join(sorted(words))}.")
    return words[name]


def mark(name: str) -> str:
    return f"\x02{name}\x03"


def as_addresses(marked: str) -> str:
    """The same text with its slots in the dress of an address."""
    return _MARK.sub("\x02\\1\x04", marked)


def pieces(marked: str, dress: Dress = Dress.TEXT) -> Text:
    """The text cut at its marks."""
    return tuple(_cut(marked, dress))


def written(text: Text, values: Mapping[str, str]) -> str:
    """The text with its slots filled."""
    return "".join([piece if isinstance(piece, str) else piece.written(values) for piece in text])


def _cut(marked: str, dress: Dress) -> Iterator[str | Slot]:
    at = 0
    for found in _MARK.finditer(marked):
        yield marked[at : found.start()]
        yield Slot(found[1], Dress.ADDRESS if found[2] == "\x04" else dress)
        at = found.end()
    yield marked[at:]


def _in_an_address(name: str, value: str) -> str:
    """A piece that is empty or only dots would lead to another page of the site."""
    if not value.strip("."):
        raise Refused(f"The value of “{name}” is a part of an address, and cannot be empty or only dots.")
    try:
        return quote(value, safe="")
    except UnicodeEncodeError as error:
        raise Refused(f"The value of “{name}” holds half a character, which cannot be written.") from error
