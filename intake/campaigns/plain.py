"""Templates with values in braces, compiled in the plainest way."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from claimants.common.exceptions import Refused
from intake.notices.mime import wire_bytes
from intake.notices.paragraphs import as_text, parse
from intake.notices.render import Message
from intake.notices.words import one_line

_SLOT = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)(\?)?\s*\}\}")


@dataclass(frozen=True)
class Compiled:
    subject: str
    body: str
    frame: Mapping[str, Any]
    language: str
    sender: str

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(name for name, _ in self._slots()) - {"code"}

    @property
    def optional(self) -> frozenset[str]:
        required = {name for name, is_optional in self._slots() if not is_optional}
        return self.variables - required

    def write(self, values: Mapping[str, str], *, code: str) -> Message:
        known = {name: one_line(values.get(name) or "") for name in self.variables}
        for name in sorted(self.variables - self.optional):
            if not known[name]:
                raise Refused(f"The notice cannot be written without “{name}”. Add it to the row of this recipient.")
        filled = [_SLOT.sub(lambda slot: {**known, "code": code}[slot[1]], text) for text in (self.subject, self.body)]
        blocks = parse(filled[1])
        words = {**self.frame, "subject": filled[0], "blocks": blocks, "language": self.language, "code": code}
        return Message(one_line(filled[0]), as_text(blocks), render_to_string("notices/layout.html", words))

    def wire(self, values: Mapping[str, str], *, code: str, to: str, message_id: str, date: datetime) -> bytes:
        words = self.write(values, code=code)
        return wire_bytes(_Message(self.sender, words.subject, words.text, words.html, message_id, date), to)

    def _slots(self) -> Iterator[tuple[str, str]]:
        for text in (self.subject, self.body):
            yield from _SLOT.findall(text)


@dataclass
class _Message:
    sender: str
    subject: str
    text: str
    html: str
    message_id: str
    rendered_at: datetime


def compile_template(subject: str, body: str, *, frame: Mapping[str, Any], language: str, sender: str) -> Compiled:
    return Compiled(subject, body, frame, language, sender)
