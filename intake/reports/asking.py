"""Where the packs lie that were asked for at the desk."""

from pathlib import Path

from django.conf import settings

from intake.reports.models import DeclarationAsked


def folder_of(asked: DeclarationAsked) -> Path:
    return Path(settings.VAR_DIR) / "packs" / str(asked.pk)


def file_of(asked: DeclarationAsked) -> Path | None:
    """The pack on the disk; None when it is not made, or no longer there."""
    found = sorted(folder_of(asked).glob("*.zip")) if asked.state == asked.State.MADE else []
    return found[0] if found else None
