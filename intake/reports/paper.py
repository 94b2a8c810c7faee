"""The declaration as a tagged PDF/UA. The same words give the same bytes, on the same machine."""

import json
from pathlib import Path
from typing import Any

import typst

from claimants.common.exceptions import Refused
from intake.notices.typefaces import fonts, printable
from intake.reports.wording import Paper, declaration

_TEMPLATE = Path(__file__).parent / "declaration.typ"
_NO_TIME = 0  # a time of making would make every pack another one


def write_papers(folder: Path, document: dict[str, Any], counts: dict[str, Any], head: str) -> None:
    """The declaration, as text and as PDF, from the documents of a pack alone."""
    paper = declaration(document, counts, head)
    (folder / "declaration.txt").write_bytes(paper.as_text().encode())
    (folder / "declaration.pdf").write_bytes(as_pdf(paper))


def as_pdf(paper: Paper) -> bytes:
    """Refused when the fonts of this machine cannot show a name in it."""
    try:
        made: bytes = typst.compile(
            str(_TEMPLATE),
            root=str(_TEMPLATE.parent),
            font_paths=fonts(),
            sys_inputs={"paper": json.dumps(_shown(paper.as_document()))},
            pdf_standards="ua-1",
            timestamp=_NO_TIME,
        )
    except typst.TypstError as error:
        raise Refused(
            f"The declaration could not be drawn as a PDF: {error.message} If it holds a name in another script, "
            "install its fonts (on Debian: fonts-noto-core and fonts-noto-cjk) and make the pack again."
        ) from error
    return made


def _shown(value: Any) -> Any:
    """The same document without what no font can show."""
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return printable(value)
