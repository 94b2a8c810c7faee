"""Which addresses stand in a list twice, in a few octets for each."""

from array import array
from collections import defaultdict
from itertools import pairwise

from intake.campaigns.lists.problems import MOST, Problem


class Seen:
    """Remembers of each address a number of 64 bits and its line: a million take 12 MB, and as text they would 100."""

    def __init__(self, stand: str = "its address stands") -> None:
        """`stand` is how the sentence about two lines begins."""
        self._stand = stand
        self._marks, self._lines = array("q"), array("I")

    def add(self, address: str, line: int) -> None:
        self._marks.append(hash(address))
        self._lines.append(line)

    def problems(self) -> list[Problem]:
        """One for each address that stands on several lines, or twice on one."""
        found: dict[int, list[int]] = defaultdict(list)
        twice = self._twice()
        if twice:
            for mark, line in zip(self._marks, self._lines, strict=True):
                if mark in twice:
                    found[mark].append(line)
        return sorted((_problem(self._stand, lines) for lines in found.values()), key=lambda problem: problem.line)[
            :MOST
        ]

    def _twice(self) -> set[int]:
        marks = sorted(self._marks)
        return {mark for mark, following in pairwise(marks) if mark == following}


def _problem(stand: str, lines: list[int]) -> Problem:
    first, *others = sorted(lines)
    if set(others) == {first}:
        return Problem(first, "", "the same address stands on this line twice. Take one out.")
    where = ", ".join(f"{line:,}" for line in others[:5]) + (" and more" if len(others) > 5 else "")
    return Problem(first, "", f"{stand} on line {where} too. One person has one line: keep one of them.")
