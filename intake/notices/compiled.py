"""A notice that goes to many: its template is compiled once, and each message is spliced.

The template is a subject and a body in the language of `paragraphs`, with the slots of `slots` and no other logic.
The frame around the body says whose notice it is, what is true now, whom to ask and how to check the message. Lines
of the plain text are broken once, as if every value were as long as the name of its slot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.template import Context as TemplateContext
from django.template.loader import render_to_string, select_template
from django.utils import translation

from claimants.common.exceptions import Refused
from intake.notices.mime import AUTOMATIC
from intake.notices.paragraphs import Block, as_text, parse
from intake.notices.render import Message
from intake.notices.skeletons import Skeleton, skeleton
from intake.notices.slots import Dress, Text, as_addresses, mark, pieces, read, written
from intake.notices.words import made_safe, one_line

CODE = "code"
_NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True)
class CompiledNotice:
    """`variables` are what a recipient's row must know; those of `optional` may be empty there.

    Values are plain text on one line: nothing in them is markup, a header or the beginning of a list.
    """

    variables: frozenset[str]
    optional: frozenset[str]
    text: Text
    html: Text
    skeleton: Skeleton

    def write(self, values: Mapping[str, str], *, code: str) -> Message:
        """What this recipient reads; refused with the name of what is missing. Other columns of a row do not matter."""
        known = self._known(values, code)
        return Message(self.skeleton.subject_of(known), written(self.text, known), written(self.html, known))

    def wire(
        self, values: Mapping[str, str], *, code: str, to: str, message_id: str, date: datetime,
        in_headers: Mapping[str, str] = _NO_HEADERS,
    ) -> bytes:  # fmt: skip
        """The same message for the relay; `to` is an address alone, `in_headers` fills the slots in headers."""
        known = self._known(values, code)
        return self.skeleton.splice(known, to=to, message_id=message_id, date=date, in_headers=in_headers)

    def _known(self, values: Mapping[str, str], code: str) -> dict[str, str]:
        known = {CODE: one_line(code)}
        for name in self.variables:
            value = one_line(values.get(name) or "")
            if not value and name not in self.optional:
                raise Refused(f"The notice cannot be written without “{name}”. Add it to the row of this recipient.")
            known[name] = value
        return known


def compile_template(
    subject: str, body: str, *, frame: Mapping[str, Any], language: str, sender: str,
    headers: Mapping[str, str] = _NO_HEADERS,
) -> CompiledNotice:  # fmt: skip
    """Refused, with the line, when something in the template is not understood.

    `frame` is that of `frames.frame` as far as it is everybody's: matter, sponsor, statement, settlement, verify.
    `headers` are added to those of every automatic message; a slot in one is filled for each message.
    """
    said: dict[str, Any] = made_safe(dict(frame))
    words = _words(said)
    title = read(one_line(subject), words, what="The subject")
    typed = read(body, words, what="The body")
    if not title.marked.strip() or not typed.marked.strip():
        raise Refused("A notice has a subject and a body. Write both.")
    own = {name: pieces(read(value, words, what=f"The header {name}").marked) for name, value in headers.items()}
    said |= {"body": typed.marked, "code": mark(CODE), "subject": title.marked, "language": language}
    text, html = _drawn(said, language)
    required = (title.required | typed.required) - {CODE}
    subject_, text_, html_ = pieces(title.marked), pieces(text), pieces(html, Dress.HTML)
    return CompiledNotice(
        variables=required | title.optional | typed.optional,
        optional=(title.optional | typed.optional) - required,
        text=text_,
        html=html_,
        skeleton=skeleton(
            subject=subject_, text=text_, html=html_, sender=sender,
            headers={**{name: (value,) for name, value in AUTOMATIC.items()}, **own},
        ),
    )  # fmt: skip


def _words(frame: Mapping[str, Any]) -> dict[str, str]:
    """The words of the frame that a template may use, by the names they have there. Early frames lack the address."""
    matter, sponsor = frame["matter"], frame["sponsor"]
    return {f"matter.{name}": matter[name] for name in ("caption", "court", "number", "url") if name in matter} | {
        f"sponsor.{name}": sponsor[name] for name in ("firm", "lawyer", "telephone")
    }


def _drawn(said: dict[str, Any], language: str) -> tuple[str, str]:
    """The text and the HTML with the marks of their slots left in."""
    with translation.override(language):
        chosen = select_template([f"notices/{language}/ordered.txt", "notices/ordered.txt"])
        whole = str(chosen.template.render(TemplateContext(said, autoescape=False)))
        blocks = [_with_safe_address(block) for block in parse(whole)]
        html = render_to_string("notices/layout.html", {**said, "blocks": blocks})
    return as_text(blocks), html


def _with_safe_address(block: Block) -> Block:
    """A slot in an address may stand after the site only, and its value cannot leave its place there."""
    if block.kind != "link" or "\x02" not in block.text:
        return block
    site = urlsplit(block.text)
    if "\x02" in site.netloc or not site.path:
        raise Refused("A slot in the address of a page stands after the name of the site and a slash.")
    return Block("link", (as_addresses(block.text),))
