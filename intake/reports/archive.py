"""One ZIP of a folder that is always the same bytes: sorted, without times, written from front to back. Pure."""

import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 20
MOST_OCTETS = 1 << 36
"""A pack that unpacks to more than this is none of ours, and would only fill a disk."""
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError  # unknown ways of packing included
)  # fmt: skip


class NotAPack(Exception):
    """What was given is not an archive that we wrote. `str()` of it says what is wrong with it."""


def write_archive(folder: Path, target: IO[bytes]) -> None:
    """Writes every file of the folder. Nothing is ever written backwards, so that a reader can compare as it goes."""
    with zipfile.ZipFile(_Forwards(target), "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as sink:
                while piece := source.read(_PIECE):
                    sink.write(piece)


@contextmanager
def opened(pack: Path) -> Iterator[Path]:
    """The files of a pack in a folder: the folder itself, or the archive unpacked for as long as it is looked at."""
    if pack.is_dir():
        yield pack
        return
    with TemporaryDirectory(prefix="pack-") as name:
        folder = Path(name)
        try:
            _unpack(pack, folder)
        except _UNREADABLE as error:
            raise NotAPack(f"{pack.name} cannot be read as a ZIP: {error}") from error
        yield folder


def is_as_written(pack: Path, folder: Path) -> bool:
    """Whether the archive is byte for byte what we write of these files, with the zlib at hand."""
    with pack.open("rb") as original:
        try:
            write_archive(folder, _Comparing(original))
        except _DiffersError:
            return False
        return original.read(1) == b""


def _unpack(pack: Path, folder: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MOST_OCTETS:
            raise NotAPack(f"{pack.name} unpacks to more than any pack of ours.")
        for entry in entries:
            if entry.filename != os.path.basename(entry.filename) or entry.filename in {"", ".", ".."}:
                raise NotAPack(f"{pack.name} holds {entry.filename!r}, which is no file of a pack.")
            with archive.open(entry) as source, (folder / entry.filename).open("xb") as sink:
                while piece := source.read(_PIECE):
                    sink.write(piece)


class _DiffersError(Exception):
    """The first byte that is not as it was."""


class _Forwards(io.RawIOBase):
    """A file in which nobody can go back."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, piece: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._target.write(piece)
        return len(piece)


class _Comparing(io.BytesIO):
    """Takes bytes and compares them with those that are there already."""

    def __init__(self, original: IO[bytes]) -> None:
        super().__init__()
        self._original = original

    def write(self, piece: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        if self._original.read(len(piece)) != bytes(piece):
            raise _DiffersError
        return len(piece)
