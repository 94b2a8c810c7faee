"""What is wrong with a list: where, and what to do about it. A value of a cell is never repeated."""

from dataclasses import dataclass

from claimants.common.exceptions import Refused

MOST = 50
"""Whoever has read so many looks for the cause, not for the next one."""

COUNTED = (
    "Lines are those of the file, as a text editor counts them: the first one holds the names of the columns, and "
    "a row with a line break in a cell is named by the line on which it begins."
)


@dataclass(frozen=True)
class Problem:
    """`line` counts the lines of the file from 1, as an editor does; `column` is empty when the whole line is meant."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"Line {self.line:,}" + (f", column “{self.column}”" if self.column else "")
        return f"{where}: {self.sentence}"


class ListRefused(Refused):
    """A list with errors, of which nothing is stored."""

    def __init__(self, problems: list[Problem], *, are_all: bool = True) -> None:
        self.problems = problems
        rest = "" if are_all else " There may be more."
        super().__init__("\n".join([*map(str, problems), f"Nothing of this list was stored.{rest} {COUNTED}"]))
