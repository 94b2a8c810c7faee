"""A small matter file, and ways to change it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from claimants.matters.files import MatterFile, checked
from claimants.matters.problems import FileProblem, MatterFileError
from claimants.matters.reading import read_text

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
BUNDLED = sorted((settings.BASE_DIR / "matters").glob("*.yaml"))
SEED = settings.BASE_DIR / "matters" / "de-la-torre-v-linkedin.yaml"
EXAMPLE = settings.BASE_DIR / "matters" / "example-settlement.yaml"


def changed(old: str, new: str, text: str = SMALL) -> str:
    """The text with its first `old` replaced; fails if there is none."""
    assert old in text, old
    return text.replace(old, new, 1)


def file_from(text: str, at: datetime = NOW) -> MatterFile:
    return checked(read_text(text, "small.yaml"), at=at)[0]


def problems_in(text: str) -> list[FileProblem]:
    try:
        file_from(text)
    except MatterFileError as error:
        return error.problems
    return []


def line_of(text: str, piece: str) -> int:
    """The line, from 1, on which the piece first stands."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if piece in line)


SECOND = changed(
    "  version: 1\n", "  version: 2\n", changed("text: People who bought one.", "text: People who bought two.")
)
"""The same matter with another class definition, which becomes a draft."""
