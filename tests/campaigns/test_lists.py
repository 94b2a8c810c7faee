"""Lists that people upload: hostile until proved."""

from collections.abc import Iterator

import pytest

from claimants.common.exceptions import Refused
from intake.campaigns.lines import Line
from intake.campaigns.lists import ListRefused, lines_from_list
from tests.campaigns.situations import a_list

pytestmark = pytest.mark.pure

VARIABLES = {"en": {"reference": True, "name": False}, "es": {"reference": True}}
GOOD = "email,name,reference\nana@example.org,Ana,R-1\n"


def read(text: str, encoding: str = "utf-8") -> list[Line]:
    return list(lines_from_list(a_list(text, encoding), VARIABLES, "en"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    [line] = read("email,name,reference\nana@example.org,Ana María Núñez,R-1\n\n\n", encoding)
    assert (line.addresses, line.values["name"]) == (["ana@example.org"], "Ana María Núñez")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_usual_marks_between_cells_are_read(delimiter: str) -> None:
    text = '"Email";Name;Reference;Language\n"Ana@Example.org";"Núñez, Ana";R-1;ES\n'.replace(";", delimiter)
    [line] = read(text)
    assert line == Line("es", ["ana@example.org"], {"reference": "R-1"})


def test_several_addresses_and_the_post_stand_on_one_line() -> None:
    header = "email,email_2,email_3,name,reference,address_1,city,country,diary\n"
    [line] = read(header + "a@example.org,,c@bücher.example,Ana,R-1,1 Main Street,Oakland,US,secret\n")
    assert line.addresses == ["a@example.org", "c@xn--bcher-kva.example"]
    assert line.postal == {"address_1": "1 Main Street", "city": "Oakland", "country": "US"}
    assert "diary" not in line.values


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "This file is empty"),
        ("  \n \n", "This file is empty"),
        ("email,reference\n", "nobody below the first line"),
        ("name,reference\nAna,R-1\n", "there is no column “email”"),
        ("email,name\na@example.org,Ana\n", "the template needs “reference”"),
        ("email,Email,reference\na@example.org,,R-1\n", "“email” stands there twice, as column 1 and 2"),
        ("email,reference,\na@example.org,R-1,x\n", "column 3: this is no name"),
        ('email,reference\na@example.org,"R-1\n', "cannot be told apart"),
        ("PK\x03\x04email", "a file of a spreadsheet program"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(text)


@pytest.mark.parametrize(
    "row, said",
    [
        ("ana.example.org,Ana,R-1", "Line 2, column “email”: this is not an e-mail address"),
        ("ana@@example.org,Ana,R-1", "Line 2, column “email”"),
        ("ana@example..org,Ana,R-1", "Line 2, column “email”"),
        (".ana@example.org,Ana,R-1", "Line 2, column “email”"),
        ("añа@example.org,Ana,R-1", "the part before the @ has letters"),
        ("a@example.org\tBcc: b@example.org,Ana,R-1", "Line 2, column “email”"),
        ('"a@example.org\nBcc: b@example.org",Ana,R-1', "column “email”"),
        ('a@example.org,"Ana\r\nBcc: b@example.org",R-1', "column “name”: there is a line break"),
        ("a@example.org,Ana\x00,R-1", "column “name”: there is a line break or another control"),
        ("a@example.org,\u202eAna,R-1", "column “name”"),
        ('a@example.org,"=HYPERLINK(""http://x"")",R-1', "begins with “=”"),
        ("a@example.org,@SUM(1),R-1", "begins with “@”"),
        ("a@example.org,-2+3+cmd|' /C calc'!A0,R-1", "begins with “-”"),
        ("a@example.org,Ana,", "column “reference”: it is empty"),
        ("a@example.org,Ana", "it has 2 cells, and the line with the names of the columns has 3"),
        ("a@example.org,Núñez, Ana,R-1", "it has 4 cells"),
        (",Ana,R-1", "neither an e-mail address nor a whole postal one"),
        (f"a@example.org,{'x' * 1001},R-1", "1,001 characters, and 1,000 are the most"),
        ("a@example.org,Ana\ufffd,R-1", "not UTF-8, or was converted wrongly"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(row: str, said: str) -> None:
    with pytest.raises(ListRefused) as refused:
        read(f"email,name,reference\n{row}\nbo@example.org,Bo,R-2\n")
    assert said in str(refused.value)
    assert "Nothing of this list was stored." in str(refused.value)
    assert "example.org" not in str(refused.value)


def test_what_is_not_utf_8_is_named_where_it_stands() -> None:
    with pytest.raises(ListRefused, match="Line 2, column “name”: this is not UTF-8"):
        read("email,name,reference\nana@example.org,Núñez,R-1\n", "latin-1")


def test_a_telephone_number_is_no_formula() -> None:
    [line] = read("email,name,reference\na@example.org,Ana,+1 (415) 555-0123\n")
    assert line.values["reference"] == "+1 (415) 555-0123"


LONG_CELL = 'ana@example.org,"Ana\n\nLópez",R-1\n'
"""One row, on three lines of the file."""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("email,name,reference\nbad,Bo,R-2\n", 2),
        ("\n\nemail,name,reference\nbad,Bo,R-2\n", 4),
        ("email,name,reference\r\n\r\n\r\nbad,Bo,R-2\r\n", 4),
        (f"email,name,reference\n{LONG_CELL}bad,Bo,R-2\n", 5),
        (f'"email","name\n","reference"\n{LONG_CELL}bad,Bo,R-2\n', 6),
        ('email,name,reference\nbo@example.org,Bo,R-2\nbad,"Ana\n\nLópez",R-1\n', 3),
    ],
)
def test_a_line_is_the_one_that_an_editor_shows_where_the_row_begins(text: str, line: int) -> None:
    with pytest.raises(ListRefused, match="as a text editor counts them") as refused:
        read(text)
    assert [problem.line for problem in refused.value.problems if problem.column == "email"] == [line]


def test_a_quotation_mark_that_is_not_closed_is_named_where_its_row_begins() -> None:
    with pytest.raises(Refused, match="Line 3: the cells of this line cannot be told apart"):
        read('email,reference\nana@example.org,R-1\nbo@example.org,"R-2\ncy@example.org,R-3\n')
    with pytest.raises(Refused, match="Line 3: there is no column “email”"):
        read("\n\nname,reference\nAna,R-1\n")


def test_one_person_has_one_line() -> None:
    rows = ["ana@example.org,Ana,R-1", "bo@example.org,Bo,R-2", "ANA@example.org,Ana,R-3", "bo@Example.org,Bo,R-4"]
    with pytest.raises(ListRefused) as refused:
        read("\n".join(["email,name,reference", *rows]))
    assert [(problem.line, problem.sentence[:35]) for problem in refused.value.problems] == [
        (2, "its address stands on line 4 too. O"),
        (3, "its address stands on line 5 too. O"),
    ]


def test_one_person_without_e_mail_has_one_line_too() -> None:
    header = "email,name,reference,address_1,address_2,city,country\n"
    rows = [
        ",Ana López,R-1,1 Main Street,,Oakland,US", ",Bo López,R-2,1 Main Street,,Oakland,US",
        ",ana  lópez,R-3,1 main street ,,Oakland,us", "ana@example.org,Ana López,R-4,1 Main Street,,Oakland,US",
        ",,R-5,1 Main Street,,Oakland,US", ",,R-6,1 Main Street,,Oakland,US",
    ]  # fmt: skip
    with pytest.raises(ListRefused) as refused:
        read(header + "\n".join(rows))
    [problem] = refused.value.problems
    assert str(problem).startswith("Line 2: its name and postal address stand on line 4 too.")


def test_a_language_is_meant_however_it_is_written() -> None:
    variables = {"en": {"reference": True}, "pt-BR": {"reference": True}}
    text = "email,reference,language\na@example.org,R-1,PT-br\nb@example.org,R-2,pt-BR\nc@example.org,R-3,\n"
    lines = list(lines_from_list(a_list(text), variables, "en"))
    assert [line.language for line in lines] == ["pt-BR", "pt-BR", "en"]


@pytest.mark.parametrize("blank", ["   ", "\u00a0"])
def test_a_cell_of_spaces_is_empty(blank: str) -> None:
    with pytest.raises(ListRefused, match="column “reference”: it is empty"):
        read(f"email,reference\na@example.org,{blank}\n")
    header = "email,email_2,name,reference,address_1,city,country\n"
    [line] = read(f"{header}a@example.org,{blank},{blank},R-1,{blank},Oakland,{blank}\n")
    assert (line.addresses, line.values, line.postal) == (["a@example.org"], {"reference": "R-1"}, {"city": "Oakland"})
    with pytest.raises(ListRefused, match="neither an e-mail address nor a whole postal one"):
        read(f"{header}{blank},,Ana,R-1,1 Main Street,{blank},US\n")


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ListRefused, match="Line 2, column “language”: no template is in this language"):
        read("email,reference,language\na@example.org,R-1,fr\n")


def test_so_many_errors_are_said_and_no_more() -> None:
    with pytest.raises(ListRefused) as refused:
        read("email,reference\n" + "nobody,R\n" * 1000)
    assert len(refused.value.problems) == 50
    assert "There may be more." in str(refused.value)


def test_no_line_is_given_out_after_one_that_is_wrong() -> None:
    given: list[Line] = []

    def lines() -> Iterator[Line]:
        yield from lines_from_list(
            a_list("email,reference\na@example.org,1\nnobody,2\nb@example.org,3\n"), VARIABLES, "en"
        )

    with pytest.raises(ListRefused):
        given.extend(lines())
    for line in given:
        assert line.addresses == ["a@example.org"]
