"""The signed words as a tagged PDF/UA, or as plain text when that fails. What people wrote is data, never markup."""

import json
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path

import structlog
import typst

from intake.notices.vocabulary import Attachment

log = structlog.get_logger(__name__)
_TEMPLATE = Path(__file__).parent / "signed_copy.typ"
_FONTS = Path(__file__).parent / "fonts"
_MORE_FONTS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))


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


def printable(text: str) -> str:
    """The text without what no font can show: control characters, and code points that stand for nothing."""
    return "".join(character for character in text if _can_be_shown(character))


@cache
def fonts() -> typst.Fonts:
    """Our own font, typst's own, and Debian's Noto for every other script where it is installed. Read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=_folders())


def font_files() -> list[Path]:
    """The files that a PDF of ours depends on, besides typst's own."""
    return sorted(
        path for folder in _folders() for path in Path(folder).iterdir() if path.suffix in {".ttf", ".ttc", ".otf"}
    )


def _can_be_shown(character: str) -> bool:
    return character == "\n" or unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"}


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


def _folders() -> list[str]:
    return [str(folder) for folder in (_FONTS, *_MORE_FONTS) if folder.is_dir()]
