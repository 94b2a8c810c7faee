"""One text, two dresses: the body of a notice is written once and drawn as plain text and as HTML.

The body is what a careful person types into a plain e-mail: paragraphs with an empty line between them, `## ` for
a heading, `- ` for a list, `> ` for what somebody wrote, and an address of a page alone on its line.
"""

from dataclasses import dataclass
from textwrap import wrap

WIDTH = 72
_MARKS = {"## ": "heading", "- ": "list", "> ": "quote"}


@dataclass(frozen=True)
class Block:
    """`kind` is heading, paragraph, list, quote or link."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.lines[0]


def parse(body: str) -> list[Block]:
    """The blocks of a body, in order. Lines of a paragraph that follow each other stay lines."""
    blocks: list[tuple[str, list[str]]] = []
    begins_anew = True
    for raw in body.splitlines():
        line = raw.strip()
        if not line:
            begins_anew = True
            continue
        kind, text = _read(line)
        if begins_anew or kind in {"heading", "link"} or not blocks or blocks[-1][0] != kind:
            blocks.append((kind, []))
        blocks[-1][1].append(text)
        begins_anew = False
    return [Block(kind, tuple(lines)) for kind, lines in blocks]


def as_text(blocks: list[Block]) -> str:
    """The plain text, wrapped for a narrow window."""
    return "\n\n".join(_drawn(block) for block in blocks) + "\n"


def _read(line: str) -> tuple[str, str]:
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return kind, line.removeprefix(mark).strip()
    if line.startswith(("http://", "https://")) and " " not in line:
        return "link", line
    return "paragraph", line


def _drawn(block: Block) -> str:
    if block.kind == "heading":
        return f"{block.text}\n{'-' * min(len(block.text), WIDTH)}"
    if block.kind == "link":
        return block.text
    first, later = {"list": ("- ", "  "), "quote": ("> ", "> ")}.get(block.kind, ("", ""))
    return "\n".join("\n".join(_wrapped(line, first, later)) for line in block.lines)


def _wrapped(line: str, first: str, later: str) -> list[str]:
    return wrap(
        line, WIDTH, initial_indent=first, subsequent_indent=later,
        break_long_words=False, break_on_hyphens=False,
    ) or [first]  # fmt: skip
