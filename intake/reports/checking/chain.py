"""Follows the chain beside the rows it was made over, and says which of the two was altered."""

from collections.abc import Iterable, Iterator

from intake.reports.chains import CHAIN, linked


class ChainReader:
    """Takes the texts in their order; `findings` of each step name what does not follow.

    At a break it goes on with the hash that stands there and with the one that should: which of them the next hash
    follows from tells an altered row from an altered hash.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._line = 0
        self._should = ""
        self._broken = ""
        self.head = ""

    def follow(self, text: str, where: str) -> Iterator[str]:
        """`where` names the text as a person finds it."""
        raw = next(self._lines, None)
        self._line += 1
        if raw is None:
            yield f"{CHAIN} line {self._line}: it ends before {where}"
            self._lines = iter(())
            return
        stands = raw.decode("ascii", "replace").rstrip("\n")
        by_stands, by_should = linked(self.head, text), linked(self._should, text)
        if self._broken:
            yield self._who_was_altered(follows_should=stands == by_should and stands != by_stands)
        if stands in (by_stands, by_should) and raw == f"{stands}\n".encode():
            self._broken = ""
            self.head = self._should = stands
        else:
            self._broken = where
            self.head, self._should = stands, by_should

    def end(self) -> Iterator[str]:
        """What is left over, and a break at the very last text."""
        if self._broken:
            yield self._who_was_altered(follows_should=False)
        if next(self._lines, None) is not None:
            yield f"{CHAIN} line {self._line + 1}: it goes on after the last record; rows were removed"

    def _who_was_altered(self, *, follows_should: bool) -> str:
        before = self._line - 1 if follows_should else self._line
        if follows_should:
            return f"{CHAIN} line {before}: this hash was altered; it does not follow from {self._broken}"
        return f"{self._broken}: it was altered after the chain was made; its hash in {CHAIN} does not follow from it"
