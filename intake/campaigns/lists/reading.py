"""A list, line by line: checked as it is read, and never held in memory."""

from collections.abc import Generator, Mapping
from typing import BinaryIO

from claimants.common.exceptions import Refused
from intake.campaigns.lines import Line
from intake.campaigns.lists.cells import address_of, objection_to
from intake.campaigns.lists.columns import POSTAL, POSTAL_NEEDED, Columns, columns_of
from intake.campaigns.lists.decoding import rows_of
from intake.campaigns.lists.duplicates import Seen
from intake.campaigns.lists.problems import MOST, ListRefused, Problem


def lines_from_list(
    file: BinaryIO, variables: Mapping[str, Mapping[str, bool]], otherwise: str
) -> Generator[Line, None, None]:
    """The lines of a list, until one is wrong; then the rest is only checked, and all that is wrong is said.

    `variables` are those of the template of each language, and whether each is required. A line that names no
    language is in `otherwise`.
    """
    rows = rows_of(file)
    first = next(rows, None)
    if first is None:
        raise Refused("This file is empty. Export the list once more and upload it.")
    columns = columns_of(first[1], _all_of(variables), first[0])
    reader, lines = _Reader(columns, variables, otherwise), 0
    for number, row in rows:
        line = reader.line(number, row)
        lines += 1
        if len(reader.problems) >= MOST:
            raise ListRefused(reader.problems[:MOST], are_all=False)
        if line is not None and not reader.problems:
            yield line
    if not lines:
        raise Refused("There is nobody below the first line. Add those who are to be written to.")
    twice = [*reader.seen.problems(), *reader.by_post.problems()]
    if problems := sorted([*reader.problems, *twice], key=lambda problem: problem.line):
        raise ListRefused(problems[:MOST], are_all=len(problems) <= MOST)


class _Reader:
    """Reads rows under a header, and keeps what is wrong with them."""

    def __init__(self, columns: Columns, variables: Mapping[str, Mapping[str, bool]], otherwise: str) -> None:
        self.columns, self.otherwise = columns, otherwise
        self.variables = variables
        self.languages = {language.lower(): language for language in variables}
        self.problems: list[Problem] = []
        self.seen, self.by_post = Seen(), Seen("its name and postal address stand")

    def line(self, number: int, row: list[str]) -> Line | None:
        columns, before = self.columns, len(self.problems)
        if len(row) != columns.width:
            self._object(
                number, "",
                f"it has {len(row)} cells, and the line with the names of the columns has {columns.width}. Put a "
                "cell that holds the separating mark in quotation marks.",
            )  # fmt: skip
            return None
        language = self._language(number, row)
        addresses = [self._address(number, place, row[place]) for place in columns.emails if row[place].strip()]
        values = self._values(number, row, self.variables.get(language, {}))
        postal = {name: self._text(number, place, row[place]) for name, place in columns.postal if row[place].strip()}
        if not addresses:
            self._see_by_post(number, row, postal)
        return None if len(self.problems) > before else Line(language, addresses, values, postal)

    def _language(self, number: int, row: list[str]) -> str:
        place = self.columns.language
        written = row[place].strip().lower() if place is not None else ""
        language = self.languages.get(written, written)
        if language and language not in self.variables:
            known = ", ".join(sorted(self.variables))
            self._object(number, "language", f"no template is in this language. Choose one, or write one of {known}.")
        return language or self.otherwise

    def _see_by_post(self, number: int, row: list[str], postal: Mapping[str, str]) -> None:
        """A person without e-mail is known by their name and where they live; some lists name nobody."""
        if not all(postal.get(name) for name in POSTAL_NEEDED):
            self._object(number, "", "there is neither an e-mail address nor a whole postal one. Add one of them.")
        name = row[self.columns.names.index("name")] if "name" in self.columns.names else ""
        if name.strip():
            said = [name, *(postal.get(part, "") for part in POSTAL)]
            self.by_post.add("\n".join(" ".join(one.split()).casefold() for one in said), number)

    def _address(self, number: int, place: int, cell: str) -> str:
        try:
            address = address_of(cell)
        except Refused as refusal:
            self._object(number, self.columns.names[place], str(refusal))
            return ""
        self.seen.add(address, number)
        return address

    def _values(self, number: int, row: list[str], needed: Mapping[str, bool]) -> dict[str, str]:
        values = {}
        for name, place in self.columns.values:
            cell = row[place]
            if cell.strip() and name in needed:
                values[name] = self._text(number, place, cell)
            elif needed.get(name):
                self._object(number, name, "it is empty, and the template cannot do without it. Fill it in.")
        return values

    def _text(self, number: int, place: int, cell: str) -> str:
        cell = cell.strip(" ")
        if cell and (objection := objection_to(cell)):
            self._object(number, self.columns.names[place], objection)
        return cell

    def _object(self, number: int, column: str, sentence: str) -> None:
        self.problems.append(Problem(number, column, sentence))


def _all_of(variables: Mapping[str, Mapping[str, bool]]) -> dict[str, bool]:
    """The variables of all templates; one that some template requires is required."""
    found: dict[str, bool] = {}
    for of_template in variables.values():
        for name, is_required in of_template.items():
            found[name] = found.get(name, False) or is_required
    return found
