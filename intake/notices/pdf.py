"""The signed words as a tagged PDF/UA, or as plain text when that fails. What people wrote is data, never markup."""

import json
from datetime import datetime
from pathlib import Path

import structlog
import typst

from intake.notices.typefaces import fonts, printable
from intake.notices.vocabulary import Attachment

log = structlog.get_logger(__name__)
_TEMPLATE = Path(__file__).parent / "signed_copy.typ"


def signed_copy(
    *,
    signed_text: str,
    thing: str,
    reference: str,
    caption: str,
    version: int,
    signed_at: datetime,
    language: str = "en",
) -> Attachment:
    """What a person signed, word for word, to keep. The same input gives the same bytes."""
    name = f"{thing}-{reference}" + (f"-{version}" if version > 1 else "")
    words = {
        "title": f"{thing.capitalize()} {reference}",
        "caption": caption,
        "signed_text": printable(signed_text),
        "language": language.split("-")[0],
    }
    try:
        content = _compiled(words, signed_at)
    except typst.TypstError as error:
        # never its message: that quotes what it cannot set, and what it sets is what somebody wrote
        log.error("notices.pdf_failed", reference=reference, error=type(error).__name__)
        return Attachment(f"{name}.txt", "text/plain", signed_text.encode())
    return Attachment(f"{name}.pdf", "application/pdf", content)


def _compiled(words: dict[str, str], signed_at: datetime) -> bytes:
    made: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=fonts(),
        sys_inputs={"words": json.dumps(words)},
        pdf_standards="ua-1",
        timestamp=int(signed_at.timestamp()),
    )
    return made
