"""Taking a delivery report apart, however it was put together, without trusting its sender with our time.

Only the standard library's lenient reading is used. What would cost it too much is refused before it begins.
"""

import binascii
import html
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

LARGEST = 1024 * 1024
MOST_HEADERS = 1000
MOST_PARTS = 40
LONGEST_TYPE = 4000
READ_AT_MOST = 50_000

_CONTENT_TYPE = re.compile(rb"^content-type:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_ADDRESS = re.compile(r"[^\s<>\"(),;:@\[\]]{1,128}@[^\s<>\"(),;:@\[\]]{1,255}")
_MARKUP = re.compile(r"<(?:style|script)\b[^<]*|<[^<>@]{0,2000}>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/h\d|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_ENCODED = {"base64", "quoted-printable"}


def refusal_of(raw: bytes) -> str:
    """Why the body of this is not read, as a sentence; empty when it may be."""
    if len(raw) > LARGEST:
        return f"This report is larger than {LARGEST // 1024} KB: only its headers were read."
    if head_of(raw).count(b"\n") > MOST_HEADERS:
        return f"This report has more than {MOST_HEADERS} lines of headers: its body was not read."
    types = _CONTENT_TYPE.findall(raw)
    if len(types) > MOST_PARTS or max(map(len, types), default=0) > LONGEST_TYPE:
        return f"This report has more than {MOST_PARTS} parts, or parts without end: its body was not read."
    return ""


def head_of(raw: bytes) -> bytes:
    end = _HEADERS_END.search(raw, 0, 64 * 1024)
    return raw[: end.start() if end else 64 * 1024]


def parsed(raw: bytes) -> Message:
    return message_from_bytes(raw)


def parsed_headers(raw: bytes) -> Message:
    """The headers alone, and none that says how a body would have to be read."""
    return message_from_bytes(_CONTENT_TYPE.sub(b"X-Not-Read: yes", head_of(raw)) + b"\r\n\r\n")


def parts_of(message: Message) -> Iterator[Message]:
    """Every part but those of the message that is reported: a bounced bounce is not read for what it bounced."""
    yield message
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from parts_of(part)


def groups_of(part: Message) -> list[Message]:
    """The groups of fields in a delivery or feedback report, whichever way they were encoded."""
    payload = part.get_payload()
    encoding = header(part, "Content-Transfer-Encoding").lower()
    in_groups = part.get_content_type() == "message/delivery-status" and encoding not in _ENCODED
    if in_groups and isinstance(payload, list):
        return [group for group in payload if isinstance(group, Message)]
    text = _decoded("".join(map(_flat, payload)), encoding) if isinstance(payload, list) else text_of(part)
    return [message_from_string(group) for group in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if group.strip()]


def original_in(message: Message) -> Message | None:
    """The headers of the message that is reported, if they came along."""
    for part in parts_of(message):
        if part.get_content_type() in {"message/rfc822", "message/global"} or part.get_content_type().endswith(
            ("/rfc822-headers", "/global-headers")
        ):
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            return inner if isinstance(inner, Message) else message_from_string(text_of(part))
    return None


def words_of(message: Message) -> str:
    """What the report says to a reader, its plain text before its HTML."""
    written = [part for part in parts_of(message) if part.get_content_maintype() == "text"]
    plain = [text_of(part) for part in written if part.get_content_type() == "text/plain"]
    marked = [text_of(part) for part in written if part.get_content_type() == "text/html"]
    return "\n".join(plain) if plain else "\n".join(_unmarked(text) for text in marked)


def text_of(part: Message) -> str:
    """At most the first fifty thousand characters."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = payload[:READ_AT_MOST].decode(charset, "replace")
    except (LookupError, ValueError):
        text = payload[:READ_AT_MOST].decode("latin-1")
    return text.replace("\r\n", "\n")


def header(message: Message, name: str) -> str:
    """The first header of this name on one line, its encoded words read; empty when it is missing."""
    value = next(iter(_values(message, name)), "")[:4000]
    if "=?" in value:
        try:
            value = str(make_header(decode_header(value)))
        except (MessageError, LookupError, ValueError):
            value = value.replace("=?", "")
    return " ".join(value.split())


def addresses_in(message: Message, *names: str, most: int = 10) -> tuple[str, ...]:
    """The addresses under these headers, in this order, each once."""
    found = (
        address
        for name in names
        for value in _values(message, name)[:most]
        for address in _ADDRESS.findall(value[:4000])
    )
    return tuple(dict.fromkeys(found))[:most]


def moment(text: str) -> datetime | None:
    """A date as mail writes it; one without a zone is taken as UTC."""
    try:
        found = parsedate_to_datetime(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _values(message: Message, name: str) -> list[str]:
    """Every header of this name, eight-bit letters read as UTF-8."""
    return [_readable(value) for found, value in message.raw_items() if found.lower() == name.lower()]


def _readable(value: object) -> str:
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _flat(group: object) -> str:
    if not isinstance(group, Message):
        return ""
    fields = "".join(f"{name}: {_readable(value)}\n" for name, value in group.raw_items())
    return f"{fields}\n{text_of(group)}"


def _decoded(text: str, encoding: str) -> str:
    raw = text.encode("ascii", "ignore")
    try:
        if encoding == "base64":
            raw = binascii.a2b_base64(raw)
        elif encoding == "quoted-printable":
            raw = quopri.decodestring(raw)
        else:
            return text
    except binascii.Error:
        return text
    return raw.decode("utf-8", "replace")


def _unmarked(text: str) -> str:
    return html.unescape(_MARKUP.sub(" ", _BREAK.sub("\n", text)))
