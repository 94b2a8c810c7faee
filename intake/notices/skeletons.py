"""Messages from a skeleton: what is the same for everybody is encoded once, what is not is spliced in.

A message of Django's costs more than all else that is done for it. What comes out here is, once parsed, equal to
what `mime.wire_bytes` makes of the same words; only its transfer encoding is always quoted-printable.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from types import MappingProxyType

from claimants.common.exceptions import Refused
from intake.notices import mail_headers
from intake.notices.quoted import quoted, with_seams
from intake.notices.slots import Dress, Slot, Text, written

LONGEST_SUBJECT = 400
_NOTHING: Mapping[str, str] = MappingProxyType({})
_OF_THE_HOUSE = frozenset({"subject", "from", "to", "cc", "bcc", "date", "message-id", "mime-version"})
_PART = (
    'Content-Type: text/{}; charset="utf-8"\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
)


@dataclass(frozen=True)
class _Gap:
    """Something of the message itself, by its place in the row of what is spliced in."""

    place: int


_SEED, _SUBJECT, _TO, _MESSAGE_ID, _DATE, _HEADERS = map(_Gap, range(6))


@dataclass(frozen=True)
class Skeleton:
    """`literals` and gaps take turns, beginning and ending with a literal; `gaps` are places in the row of values."""

    literals: tuple[str, ...]
    gaps: tuple[int, ...]
    slots: tuple[Slot, ...]
    subject: Text
    headers: tuple[tuple[str, Text], ...]
    smtputf8: bool

    def splice(
        self, values: Mapping[str, str], *, to: str, message_id: str, date: datetime,
        in_headers: Mapping[str, str] = _NOTHING,
    ) -> bytes:  # fmt: skip
        """The bytes for the relay, with CRLF line ends. The same arguments always give the same bytes.

        `to` is an address alone. `in_headers` are the values of the slots in headers. Values are taken as they are;
        what no message can carry is refused.
        """
        row = [
            sha256(message_id.encode("utf-8", "replace")).hexdigest()[:32],
            mail_headers.folded("Subject", self.subject_of(values)),
            mail_headers.address(to, smtputf8=self.smtputf8),
            mail_headers.message_id(message_id),
            format_datetime(date),
            "".join([mail_headers.line(name, written(text, in_headers)) for name, text in self.headers]),
        ]
        try:
            row += [quoted(slot.written(values)) for slot in self.slots]
        except UnicodeEncodeError as error:
            raise Refused("A value holds half a character, which cannot be written.") from error
        whole = [""] * (2 * len(self.gaps) + 1)
        whole[::2] = self.literals
        whole[1::2] = [row[place] for place in self.gaps]
        return "".join(whole).encode()

    def subject_of(self, values: Mapping[str, str]) -> str:
        """The subject as a reader sees it; refused when it is longer than anybody reads."""
        subject = written(self.subject, values)
        if len(subject) > LONGEST_SUBJECT:
            raise Refused(f"The subject has {len(subject):,} characters, and {LONGEST_SUBJECT} are the most.")
        return subject


def skeleton(
    *, subject: Text, text: Text, html: Text, sender: str, headers: Mapping[str, Text], smtputf8: bool = False
) -> Skeleton:
    """`headers` come after those of every message. A slot in one is written as a piece of an address.

    `smtputf8` allows addresses that only such a relay takes.
    """
    checked = [(name, _in_header(name, value)) for name, value in headers.items()]
    if len({name.lower() for name in headers}) < len(headers):
        raise Refused("A header is named twice.")
    fixed = "".join(mail_headers.line(name, written(value, _NOTHING)) for name, value in checked if _is_fixed(value))
    own = tuple((name, value) for name, value in checked if not _is_fixed(value))
    slots = tuple(dict.fromkeys(piece for piece in (*text, *html) if isinstance(piece, Slot)))
    places = {slot: _HEADERS.place + 1 + number for number, slot in enumerate(slots)}
    literals, gaps = [""], []
    for piece in _whole(text, html, mail_headers.mailbox("From", sender), fixed):
        if isinstance(piece, str):
            literals[-1] += piece
        else:
            gaps.append(piece.place if isinstance(piece, _Gap) else places[piece])
            literals.append("")
    return Skeleton(tuple(literals), tuple(gaps), slots, subject, own, smtputf8)


def _whole(text: Text, html: Text, sender: str, fixed: str) -> Iterator[str | Slot | _Gap]:
    yield from ('Content-Type: multipart/alternative;\r\n boundary="=_0_', _SEED, '"\r\nMIME-Version: 1.0\r\n')
    yield from ("Subject: ", _SUBJECT, f"\r\nFrom: {sender}\r\nTo: ", _TO)
    yield from ("\r\nMessage-ID: ", _MESSAGE_ID, "\r\nDate: ", _DATE, f"\r\n{fixed}", _HEADERS, "\r\n")
    for kind, body in (("plain", text), ("html", html)):
        yield from ("--=_0_", _SEED, f"\r\n{_PART.format(kind)}")
        yield from with_seams(body)
        yield "\r\n"
    yield from ("--=_0_", _SEED, "--\r\n")


def _in_header(name: str, value: Text) -> Text:
    if name.lower() in _OF_THE_HOUSE or name.lower().startswith("content-"):
        raise Refused(f"The header {name} is the house’s own.")
    return tuple(piece if isinstance(piece, str) else Slot(piece.name, Dress.ADDRESS) for piece in value)


def _is_fixed(value: Text) -> bool:
    return all(isinstance(piece, str) for piece in value)
