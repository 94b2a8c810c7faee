"""Who writes the messages of a dispatch: a later room, which registers itself in `intake/pipeline.py`.

A notice without a dispatch is written by its kind, from its frozen context.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from claimants.common.exceptions import Refused
from intake.notices.models import Notice, NoticeMessage


@dataclass(frozen=True)
class Written:
    """One message ready for the wire. `message` is its row when it is stored; otherwise it can be written again.

    `purpose` is empty for correspondence about somebody's own claim; see `addresses.HOLDS`.
    """

    notice: Notice
    address: str
    wire: bytes
    sha256: str
    message: NoticeMessage | None = None
    purpose: str = ""


@dataclass(frozen=True)
class Unwritable:
    """Why a message cannot be sent as it stands. `is_erased`: its words are gone, and it is cancelled without blame.

    `is_overtaken`: nobody waits any more for what it asks. It is cancelled too.
    """

    why: str
    is_erased: bool = False
    is_overtaken: bool = False


Writer = Callable[[Sequence[Notice]], Mapping[int, "Written | Unwritable"]]
"""The messages of notices of one dispatch, by the id of the notice: all of them, whatever is wrong with some."""

_writers: list[Writer] = []


def register(writer: Writer) -> None:
    """Says who writes for dispatches. Registering again replaces what was there."""
    _writers[:] = [writer]


def writer_for_dispatches() -> Writer:
    """Refused while nobody is registered, so that nothing waits in silence."""
    if not _writers:
        raise Refused("Nobody writes the messages of dispatches. `intake/pipeline.py` registers who does.")
    return _writers[0]
