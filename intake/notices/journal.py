"""A worker's own notes, on its own disk: what it was about to do with each notice, and what the relay said.

Written line by line, before and after the one moment that nobody else can know about: the final dot. The notes outlive
a killed process, because the kernel has them. Whoever holds the lock of a file is alive; a file without a holder is
what a lost worker left, and says of each of its notices whether it was offered.
"""

import fcntl
import os
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import orjson
from django.conf import settings

from intake.notices.replies import Reply, Stage

_HOUSE = 4
_LONGEST = 1000


class CannotJournal(Exception):
    """The disk takes no more notes. Nothing may be offered that could not be noted."""


@dataclass
class Notes:
    """What a lost worker left: which notices it was writing, had turned to, handed over, and what was answered.

    `named` are all that it ever wrote, whatever came of them.
    """

    named: set[int] = field(default_factory=set)
    writing: set[int] = field(default_factory=set)
    turned_to: set[int] = field(default_factory=set)
    handed_over: set[int] = field(default_factory=set)
    answered: dict[int, Reply] = field(default_factory=dict)


class Journal:
    """The notes on one lease. `token` names both."""

    def __init__(self) -> None:
        self.token = house() + uuid.uuid4().hex
        self._path = _file(self.token)
        try:
            self._file = _held_before_it_is_seen(self._path)
        except OSError as error:
            raise CannotJournal(error.strerror or "no reason was given") from error

    def writes(self, notices: list[int]) -> None:
        """These are about to be rendered."""
        self._note("W", " ".join(str(notice) for notice in notices))

    def has_written(self) -> None:
        """They are: none of them killed this process."""
        self._note("E", "")

    def turns_to(self, notice: int) -> None:
        """This one is offered next; no byte of it has gone. Not noted of one whose envelope goes with the last."""
        self._note("O", str(notice))

    def hands_over(self, notice: int) -> None:
        """The final dot of this one is the next thing sent."""
        self._note("B", str(notice))

    def was_told(self, notice: int, reply: Reply) -> None:
        """What came back. Without room for it the answer stands in the database alone."""
        with suppress(CannotJournal):
            self._note("R", orjson.dumps([notice, reply.stage.value, reply.code, reply.said[:_LONGEST]]).decode())

    def close(self, *, is_settled: bool) -> None:
        """Ends the notes; those of a lease whose outcomes are all committed are needed no more."""
        if is_settled:
            with suppress(FileNotFoundError):
                self._path.unlink()
        os.close(self._file)

    def _note(self, letter: str, words: str) -> None:
        line = f"{letter} {words}\n".encode()
        try:
            written = os.write(self._file, line)
        except OSError as error:
            raise CannotJournal(error.strerror or "no reason was given") from error
        if written != len(line):
            with suppress(OSError):
                os.write(self._file, b"\n")
            raise CannotJournal("the disk is full")


def _held_before_it_is_seen(path: Path) -> int:
    """A new file. Under its own name nobody finds it without its lock, and takes it for what a lost worker left."""
    first = path.with_suffix(".new")
    file = os.open(first, os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_WRONLY, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        first.rename(path)
    except OSError:
        os.close(file)
        raise
    return file


@cache
def house() -> str:
    """Four characters that name this machine's folder of notes: who finds them in a token can look the notes up."""
    path, name = _folder() / "house", secrets.token_hex(_HOUSE // 2)
    if not path.exists():
        first = path.with_suffix(f".{name}")
        first.write_text(name)
        with suppress(FileExistsError):  # whoever was quicker named it
            os.link(first, path)
        first.unlink()
    return path.read_text()


def is_of_this_house(token: str) -> bool:
    return token[:_HOUSE] == house()


def is_kept(token: str) -> bool:
    return _file(token).exists()


@contextmanager
def taken_over(token: str) -> Iterator[Notes | None]:
    """The notes of a worker that is gone, held meanwhile so that nobody else reads them; None if it lives."""
    try:
        file = os.open(_file(token), os.O_RDWR)
    except FileNotFoundError:
        yield None
        return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        if not is_kept(token):  # its worker was done with it meanwhile
            yield None
            return
        yield _read(_file(token))
        with suppress(FileNotFoundError):
            _file(token).unlink()
    finally:
        os.close(file)


def tokens() -> list[str]:
    """Of every lease that has notes here, of the living and of the lost."""
    return sorted(path.stem for path in _folder().glob("*.log"))


def _read(path: Path) -> Notes:
    """A line that was cut off was cut off before the dot: its worker stopped there."""
    notes = Notes()
    for line in path.read_text("utf-8", "replace").splitlines():
        letter, _, words = line.partition(" ")
        with suppress(ValueError, TypeError):
            _take(notes, letter, words)
    return notes


def _take(notes: Notes, letter: str, words: str) -> None:
    if letter == "W":
        notes.writing = {int(word) for word in words.split()}
        notes.named |= notes.writing
    elif letter == "E":
        notes.writing.clear()
    elif letter == "O":
        notes.turned_to.add(int(words))
    elif letter == "B":
        notes.handed_over.add(int(words))
    elif letter == "R":
        notice, stage, code, said = orjson.loads(words)
        notes.answered[notice] = Reply(Stage(stage), code, said)


def _file(token: str) -> Path:
    return _folder() / f"{token}.log"


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "journal"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
