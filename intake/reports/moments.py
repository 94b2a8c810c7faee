"""Moments as a pack writes them: in UTC, and in the time zone of the court with its offset and name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def in_utc(moment: datetime | None) -> str:
    """`2026-11-01T09:30:00.000000Z`: always as long, so that texts sort as the moments do."""
    if moment is None:
        return ""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def in_court(moment: datetime | None, zone: ZoneInfo) -> str:
    """`2026-11-01T01:30:00.000000-08:00 PST`: the hour that comes twice in autumn is told by its offset."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    return f"{local.isoformat(timespec='microseconds')} {local.tzname()}"


def moment_of(text: str) -> datetime:
    """The moment that `in_utc` wrote; ValueError for anything else."""
    if not text.endswith("Z"):
        raise ValueError(f"{text!r} is not a moment in UTC")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)


def both(name: str, moment: datetime | None, zone: ZoneInfo) -> dict[str, str]:
    """The two cells of a moment: `<name>_utc` and `<name>_court`."""
    return {f"{name}_utc": in_utc(moment), f"{name}_court": in_court(moment, zone)}
