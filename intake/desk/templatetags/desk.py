"""How the desk writes moments and addresses."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse

from claimants.matters.wording import date_in_words
from intake.filing.models import Claim

register = template.Library()


@register.filter
def court_time(moment: datetime | None, zone: str) -> str:
    """`2026-11-23 06:15 PST`: short, sorts by eye, and in the court's zone."""
    if moment is None:
        return "–"
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


@register.filter
def utc(moment: datetime | None) -> str:
    """For lists over several matters, whose courts have different clocks."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "–"


@register.filter
def day(value: date | None) -> str:
    return date_in_words(value) if value else "–"


@register.filter
def under(mapping: dict[object, object], key: object) -> object:
    """What a table holds under a key."""
    return mapping.get(key)


@register.simple_tag
def claim_url(claim: Claim, name: str = "claim") -> str:
    """The address of a claim's page, or of an act on it."""
    return reverse(f"desk:{name}", args=[claim.words.path, claim.reference])


@register.filter
def spaced(identifier: str) -> str:
    """`exempt_region` as a reader says it."""
    return identifier.replace("_", " ")
