"""What a PDF of ours is set in, and what no font can show. Asks no model: packs are checked without any."""

import unicodedata
from functools import cache
from pathlib import Path

import typst

_FONTS = Path(__file__).parent / "fonts"
_MORE_FONTS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))


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


def _folders() -> list[str]:
    return [str(folder) for folder in (_FONTS, *_MORE_FONTS) if folder.is_dir()]
