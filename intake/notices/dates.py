"""Moments and days as a reader in the court's country writes them, with their zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_written_out(day: date) -> str:
    """`December 4, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"


def moment_written_out(moment: datetime, zone: str) -> str:
    """`December 4, 2026 at 5:00 p.m. PST`, in the given zone."""
    local = moment.astimezone(ZoneInfo(zone))
    hour = local.hour % 12 or 12
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{day_written_out(local.date())} at {hour}:{local.minute:02d} {half} {local.tzname()}"


def day_in_zone(moment: datetime, zone: str) -> str:
    """The day of a moment in the given zone, written out."""
    return day_written_out(moment.astimezone(ZoneInfo(zone)).date())
