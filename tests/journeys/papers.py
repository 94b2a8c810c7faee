"""The PDF that a claimant keeps, read as a screen reader's user needs it."""

from io import BytesIO

from pypdf import PdfReader


def words_of_tagged_pdf(content: bytes) -> str:
    """The text of a PDF that is tagged, titled and says its language."""
    paper = PdfReader(BytesIO(content))
    root = paper.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"]
    assert paper.metadata
    assert paper.metadata.title
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())
