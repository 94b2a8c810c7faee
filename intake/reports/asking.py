"""Where the packs lie that were asked for at the desk, and what of it nobody needs any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from intake.reports.models import DeclarationAsked

LONGEST = timedelta(hours=1)
"""So long the largest pack may take; one that takes longer has lost its worker."""
UNFINISHED = ".pack-"
"""What the folder begins with in which a pack is being written."""
_State = DeclarationAsked.State


def packs() -> Path:
    return Path(settings.VAR_DIR) / "packs"


def folder_of(asked: DeclarationAsked) -> Path:
    return packs() / str(asked.pk)


def file_of(asked: DeclarationAsked) -> Path | None:
    """The pack on the disk; None when it is not made, or no longer there."""
    found = sorted(folder_of(asked).glob("*.zip")) if asked.state == asked.State.MADE else []
    return found[0] if found else None


def unfinished_in(folder: Path) -> list[Path]:
    """What workers left that were killed while they wrote a pack, or what one is writing now."""
    return sorted(folder.glob(f"{UNFINISHED}*"))


def left_over(now: datetime) -> Iterator[Path]:
    """What may go: whatever is unfinished and not being made, and packs older than they are kept."""
    folders = {int(path.name): path for path in packs().glob("*") if path.name.isdecimal()}
    old = now - timedelta(days=settings.PACKS_KEPT_DAYS)
    for asked in DeclarationAsked.objects.filter(pk__in=list(folders)).select_related("made").order_by("pk"):
        folder = folders[asked.pk]
        if asked.state == _State.MADE and asked.made is not None and asked.made.at < old:
            yield folder
        elif asked.state != _State.MAKING or asked.begun_at is None or asked.begun_at < now - LONGEST:
            yield from unfinished_in(folder)
