"""What is wrong with a matter file: a sentence for each thing, with its file, line and key."""

from collections.abc import Iterable
from dataclasses import dataclass

from claimants.common.exceptions import Refused

Path = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class FileProblem:
    """One thing wrong, where it stands, and what to do about it. Line 0 is the file as a whole."""

    file: str
    line: int
    key: str
    sentence: str

    def __str__(self) -> str:
        where = [self.file]
        if self.line:
            where.append(f"line {self.line}")
        if self.key:
            where.append(self.key)
        return f"{', '.join(where)}: {self.sentence}"


class MatterFileError(Refused):
    """A matter file that cannot be loaded. `str()` of it is all its problems, one a line, in the file's order."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def key_of(path: Path) -> str:
    """`questions.pages[2].id` for ("questions", "pages", 1, "id"): lists count from 1, as people do."""
    key = ""
    for step in path:
        if isinstance(step, int):
            key += f"[{step + 1}]"
        else:
            key += f".{step}" if key else str(step)
    return key
