"""Words about a case: days written out, stages in short."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template

from claimants.matters.stages import Stage
from claimants.matters.wording import date_in_words
from intake.filing.models import Capacity
from intake.portal.banners import SHORT
from intake.portal.deadlines import moment_in_words

register = template.Library()

_CAPACITIES = {
    Capacity.SELF: "for yourself",
    Capacity.PARENT: "as a parent of a minor",
    Capacity.GUARDIAN: "as a legal guardian",
    Capacity.EXECUTOR: "as executor or heir of someone who has died",
    Capacity.ATTORNEY: "as an attorney or with a power of attorney",
}


@register.filter
def in_full(day: date | str | None) -> str:
    """A day written out: `September 18, 2024`."""
    return date_in_words(day) if day else ""


@register.filter
def capacity_in_words(capacity: str) -> str:
    """In what capacity you answer and sign, said to the person who does."""
    return _CAPACITIES[Capacity(capacity)]


@register.filter
def stage_in_short(stage: str) -> str:
    return SHORT[Stage(stage)]


@register.filter
def court_time(moment: datetime | None, zone: str) -> str:
    """A moment in the court's zone, with the zone named."""
    return moment_in_words(moment, ZoneInfo(zone)) if moment else ""


@register.filter
def court_day(moment: datetime | None, zone: str) -> str:
    """The day of a moment where the court sits, written out."""
    return date_in_words(moment.astimezone(ZoneInfo(zone)).date()) if moment else ""


@register.filter
def as_sentence(text: str) -> str:
    """The text with a full stop at its end, if it has no mark there."""
    plain = text.strip()
    return plain if plain.endswith((".", "!", "?", "…")) else f"{plain}."
