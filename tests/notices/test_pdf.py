"""The signed words on paper: tagged, complete, in any script, and never run as markup."""

import io
from datetime import UTC, datetime

import pytest
import typst
from pypdf import PdfReader
from structlog.testing import capture_logs

from intake.notices.pdf import signed_copy
from intake.notices.vocabulary import Attachment

SIGNED_AT = datetime(2026, 3, 2, 17, 5, tzinfo=UTC)


def _copy(signed_text: str, version: int = 1) -> Attachment:
    return signed_copy(
        signed_text=signed_text, thing="registration", reference="K7QX-PM2D", caption="Doe v. Company & #Sons",
        version=version, signed_at=SIGNED_AT,
    )  # fmt: skip


def _read(copy: Attachment) -> PdfReader:
    assert copy.type == "application/pdf"
    return PdfReader(io.BytesIO(copy.content))


def _text(copy: Attachment) -> str:
    return " ".join(" ".join(page.extract_text() for page in _read(copy).pages).split())


def test_the_copy_is_tagged_titled_and_says_it_is_pdf_ua() -> None:
    reader = _read(_copy("I confirm that this is true."))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Registration K7QX-PM2D"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_the_same_words_give_the_same_bytes() -> None:
    assert _copy("I confirm.").content == _copy("I confirm.").content


@pytest.mark.parametrize(
    "text",
    [
        '#panic() #read("/etc/passwd") $x^2$ *bold* _it_ `code` @ref <label> \\ // comment',
        "= Heading\n- item\n+ item\n/ term: x",
        "\"quoted\" 'single' -- --- ~ ... #let x = 1",
    ],
)
def test_markup_that_someone_typed_stays_text(text: str) -> None:
    shown = _text(_copy(text))
    for word in text.split():
        assert word in shown


@pytest.mark.parametrize("name", ["Łódź Nguyễn Ærøskøbing", "Владимир Ќосовски", "Ελένη Παπαδοπούλου"])
def test_names_in_latin_cyrillic_and_greek_are_shown(name: str) -> None:
    assert name in _text(_copy(f"Name\n    {name}"))


@pytest.mark.parametrize("name", ["王小明", "김철수", "田中 太郎", "🙂", "𓀀"])
def test_what_no_font_shows_is_still_handed_over_word_for_word(name: str) -> None:
    copy = _copy(f"Name\n    {name}\nEnd")
    if copy.type == "text/plain":
        assert (copy.name, name in copy.content.decode()) == ("registration-K7QX-PM2D.txt", True)
    else:
        assert "End" in _text(copy)


def test_control_characters_do_not_cost_the_reader_the_copy() -> None:
    assert "beforeafter" in _text(_copy("before\x00\x07\x1b\ud800after"))


def test_a_text_of_a_megabyte_is_copied_whole() -> None:
    reader = _read(_copy("a word " * 150_000 + "the end"))
    assert "the end" in " ".join(reader.pages[-1].extract_text().split())


def test_an_empty_text_is_a_copy_too() -> None:
    assert "K7QX-PM2D" in _text(_copy(""))


def test_a_later_version_has_its_number_in_its_name() -> None:
    assert _copy("x").name == "registration-K7QX-PM2D.pdf"
    assert _copy("x", version=2).name == "registration-K7QX-PM2D-2.pdf"


def test_what_cannot_be_set_is_handed_over_as_text_and_quoted_in_no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def quotes(words: dict[str, str], signed_at: datetime) -> bytes:
        raise typst.TypstError(f"cannot set “{words['signed_text']}”")

    monkeypatch.setattr("intake.notices.pdf._compiled", quotes)
    with capture_logs() as logs:
        copy = _copy("Ana López was born in 1985.")
    assert (copy.type, copy.content.decode()) == ("text/plain", "Ana López was born in 1985.")
    assert [(entry["event"], entry["error"]) for entry in logs] == [("notices.pdf_failed", "TypstError")]
    assert "Ana" not in str(logs)
