"""How the desk writes moments and addresses."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.urls import reverse

from claimants.matters.models import ClassDefinition
from claimants.matters.wording import date_in_words
from intake.assessments.models import Outcome, Reassessment
from intake.campaigns.models import Campaign
from intake.desk import code_words as codes
from intake.desk import runs
from intake.desk.meant import grade_in_words, source_in_words
from intake.filing.models import Claim
from intake.notices.slices import Slice

register = template.Library()


@register.filter
def court_time(moment: datetime | None, zone: str) -> str:
    """`2026-11-23 06:15 PST`: short, sorts by eye, and in the court's zone."""
    if moment is None:
        return "–"
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


@register.filter
def code_words(code: str) -> str:
    """Why a message was not taken, or what was decided about it."""
    return codes.in_words(code)


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


@register.simple_tag
def definition_url(definition: ClassDefinition, name: str, run: Reassessment | None = None) -> str:
    """The address of a page or an act of a version of the class definition, or of a pass to it."""
    parts: list[object] = [definition.matter.slug, definition.version]
    if run and name.startswith("run"):
        parts.append(run.pk)
    return reverse(f"desk:{name}", args=parts)


@register.filter
def who_is_meant(campaign: Campaign) -> str:
    """How the recipients of a campaign are chosen."""
    return source_in_words(campaign)


@register.simple_tag
def campaign_url(campaign: Campaign, name: str = "campaign") -> str:
    """The address of a page or an act of a campaign."""
    return reverse(f"desk:{name}", args=[campaign.matter.slug, campaign.pk])


@register.simple_tag(takes_context=True)
def offer_url(context: Context, name: str) -> str:
    """The address of an act on what the page is about: a campaign, a pass, a version."""
    if "campaign" in context:
        return str(campaign_url(context["campaign"], name))
    return str(definition_url(context["definition"], name, context.get("run")))


@register.simple_tag
def definition_places() -> list[tuple[str, str]]:
    """The pages about one version, each with its label."""
    return [
        ("desk:definition", "The version"),
        ("desk:definition_difference", "What it changes"),
        ("desk:definition_people", "Table of people"),
        ("desk:definition_playground", "Playground"),
    ]


@register.filter
def language(code: str) -> str:
    """`es` as a reader says it."""
    return runs.in_words(code)


@register.filter
def grade(value: float | None) -> str:
    """How hard words are to read. Very short sentences come out below any grade of a school."""
    return grade_in_words(value) if value is not None else "not known"


@register.filter
def outcome(value: str) -> str:
    """`ineligible` as the desk says it."""
    return str(Outcome(value).label)


@register.filter
def result(value: str) -> str:
    """`not_met` as the desk says it."""
    return {"met": "Met", "not_met": "Not met"}.get(value, "Not known")


@register.filter
def seconds(value: float) -> str:
    """A time that is left: `40 seconds`, `12 minutes`, `2.5 hours`."""
    if value < 90:
        whole = max(round(value), 1)
        return f"{whole} second" if whole == 1 else f"{whole} seconds"
    return f"{round(value / 60)} minutes" if value < 5400 else f"{value / 3600:.1f} hours"


@register.filter
def slice_in_words(value: dict[str, str]) -> str:
    """Which notices a release let go."""
    return str(Slice(**value))
