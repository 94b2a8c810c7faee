"""Messages in a Maildir that nobody has seen yet. Each is put away only after whoever took it is done with it."""

from collections.abc import Iterator
from pathlib import Path

from claimants.common.exceptions import Refused

READ_AT_MOST = 2 * 1024 * 1024
"""More of a message is not read: a report is small, and a mailbox takes anything."""
_SEEN = "S"


def unseen(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Each message with its file, the oldest first."""
    if not all((folder / part).is_dir() for part in ("new", "cur")):
        raise Refused(f"{folder} is no Maildir: it has no folders “new” and “cur”.")
    files = [path for path in (*(folder / "new").iterdir(), *(folder / "cur").iterdir()) if _is_unseen(path)]
    for path in sorted(files, key=lambda path: path.name):
        try:
            with path.open("rb") as file:
                yield path, file.read(READ_AT_MOST)
        except FileNotFoundError:
            continue  # somebody else has put it away since


def put_away(path: Path, *, delete: bool) -> None:
    """Marks it as seen, or deletes it."""
    if delete:
        path.unlink(missing_ok=True)
        return
    name, _, flags = path.name.partition(":2,")
    flags = "".join(sorted({*flags, _SEEN}))
    path.rename(path.parent.parent / "cur" / f"{name}:2,{flags}")


def _is_unseen(path: Path) -> bool:
    is_message = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    return is_message and (path.parent.name == "new" or _SEEN not in path.name.partition(":2,")[2])
