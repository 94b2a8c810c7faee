"""Reading the YAML of a matter file: plain values, the line of every key, and a sentence for what is not allowed.

Only the plain part of YAML is read: no anchors, tags or second documents, and words stay words (`NO` is Norway,
`on` is a key). `true`, `false`, `null` and whole numbers are the only values that are not text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

import yaml

from claimants.matters.problems import FileProblem, MatterFileError, Path, key_of

LARGEST_FILE = 1_000_000
MOST_VALUES = 10_000
DEEPEST = 30

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_PLAIN_VALUES: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_TURNS_TEXT_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


@dataclass(frozen=True)
class Read:
    """A document, and the line (from 1) on which the key or item at each path stands."""

    name: str
    document: dict[str, Any]
    lines: dict[Path, int]

    def problem(self, path: Path, sentence: str) -> FileProblem:
        """The sentence at the path's line, or at that of the nearest part around it that the file has."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return FileProblem(self.name, self.lines.get(known, 1), key_of(path), sentence)


def read_file(path: FilePath) -> Read:
    """The matter file at the path. MatterFileError says what is wrong with it."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        sentence = f"the file cannot be read: {reason}. Check its name and its permissions."
        raise MatterFileError([FileProblem(str(path), 0, "", sentence)]) from None
    try:
        return read_text(raw.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        sentence = "this line is not UTF-8 text. Save the file again with the encoding UTF-8."
        raise MatterFileError([FileProblem(path.name, line, "", sentence)]) from None


@lru_cache(maxsize=16)
def read_text(text: str, name: str) -> Read:
    """A matter file's text. Its values are shared, so copy the document before changing it."""
    if len(text) > LARGEST_FILE:
        sentence = f"the file is larger than {LARGEST_FILE // 1000} kB. A matter file is text that people read."
        raise MatterFileError([FileProblem(name, 0, "", sentence)])
    if problems := list(_problems_of_characters(text, name)):
        raise MatterFileError(problems)
    builder = _Builder(name)
    try:
        document = builder.build(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = f"this is not YAML: {error.problem}. Check the indentation, the colons and the quotes near it."
        raise MatterFileError([FileProblem(name, mark.line + 1 if mark else 0, "", said)]) from None
    except yaml.YAMLError as error:
        raise MatterFileError([FileProblem(name, 0, "", f"this is not YAML: {error}.")]) from None
    except RecursionError:
        raise MatterFileError([FileProblem(name, 0, "", _TOO_DEEP)]) from None
    if builder.problems:
        raise MatterFileError(builder.problems)
    if not isinstance(document, dict):
        sentence = "a matter file is a list of keys with their values, such as `slug: doe-v-company`."
        raise MatterFileError([FileProblem(name, 1, "", sentence)])
    return Read(name, document, builder.lines)


_TOO_DEEP = f"values are nested more than {DEEPEST} deep. A matter file needs far less."


def _problems_of_characters(text: str, name: str) -> Iterator[FileProblem]:
    for number, line in enumerate(text.split("\n"), 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            yield FileProblem(name, number, "", "this line begins with a tab. Indent with two spaces instead.")
        if found := _NOT_TEXT.search(line):
            yield FileProblem(name, number, "", f"this line holds the control character {_code(found[0])}. Remove it.")
        if found := _TURNS_TEXT_AROUND.search(line):
            yield FileProblem(
                name,
                number,
                "",
                f"this line holds the invisible mark {_code(found[0])}, which reverses text. Remove it.",
            )


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


@dataclass
class _Open:
    """A mapping or a list that is being read."""

    values: Any
    path: Path
    key: str | None = None
    ignored: bool = False


@dataclass
class _Builder:
    """Builds plain values from YAML's events, without recursion, and notes what is not allowed."""

    name: str
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: Any = None
    count: int = 0
    documents: int = 0

    def build(self, events: Iterator[yaml.Event]) -> Any:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self._refuse(event, "a second document begins here. Put one matter in a file; remove the `---`.")
                    break
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
        return self.root

    def _node(self, event: yaml.NodeEvent) -> None:
        self.count += 1
        if self.count > MOST_VALUES:
            raise MatterFileError([FileProblem(self.name, _line(event), "", "there are too many values from here on.")])
        if len(self.stack) >= DEEPEST:
            raise MatterFileError([FileProblem(self.name, _line(event), "", _TOO_DEEP)])
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse(
                event, "anchors (&) and aliases (*) are not read here. Write the value out, or quote the text."
            )
        elif tag := getattr(event, "tag", None):
            self._refuse(event, f"the tag {tag} is not read here. Remove it, or quote the text.")
        if isinstance(event, yaml.ScalarEvent):
            self._put(event, _value(event))
        elif isinstance(event, yaml.AliasEvent):
            self._put(event, None)
        else:
            values: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.stack.append(_Open(values, self._put(event, values)))

    def _put(self, event: yaml.NodeEvent, value: Any) -> Path:
        """Stores a value where it belongs, or keeps it as the key of the next one; answers its path."""
        if not self.stack:
            self.root = value
            return ()
        around = self.stack[-1]
        if isinstance(around.values, list):
            around.values.append(value)
            path: Path = (*around.path, len(around.values) - 1)
            self.lines[path] = _line(event)
            return path
        if around.key is None:
            self._begin_key(event, around)
            return around.path
        key, around.key = around.key, None
        if around.ignored:
            around.ignored = False
            return (*around.path, f"{key} (again)")
        around.values[key] = value
        return (*around.path, key)

    def _begin_key(self, event: yaml.NodeEvent, around: _Open) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "a key is one word. Put this value after a key and a colon.")
            around.key, around.ignored = "", True
            return
        around.key = event.value
        path = (*around.path, event.value)
        if path in self.lines:
            around.ignored = True
            self._refuse(
                event, f"the key `{event.value}` stands here twice; the first is on line {self.lines[path]}.", path
            )
        else:
            self.lines[path] = _line(event)

    def _refuse(self, event: yaml.Event, sentence: str, path: Path = ()) -> None:
        self.problems.append(FileProblem(self.name, _line(event), key_of(path), sentence))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _value(event: yaml.ScalarEvent) -> str | int | bool | None:
    text = str(event.value)
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in _PLAIN_VALUES:
        return _PLAIN_VALUES[text]
    return int(text) if _WHOLE.fullmatch(text) else text
