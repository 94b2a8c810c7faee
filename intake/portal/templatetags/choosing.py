"""Long lists of options, drawn once and kept: a page pays only for putting them in their place."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from intake.portal.forms import places

register = template.Library()

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@register.filter
def month_options(chosen: object) -> SafeString:
    """The months as options, with the chosen one (1 to 12, as text) selected."""
    return _months(str(chosen) if str(chosen) in _MONTH_NUMBERS else "")


@register.filter
def state_options(chosen: object) -> SafeString:
    """The states of the United States as options, with the chosen code selected."""
    return _states(str(chosen or "")[:3])


@register.simple_tag
def country_list() -> SafeString:
    """What every country input of the page offers while someone types."""
    return places.country_list()


_MONTH_NUMBERS = frozenset(str(number) for number in range(1, 13))


@lru_cache(maxsize=13)
def _months(chosen: str) -> SafeString:
    rows = ((str(number), chosen, name) for number, name in enumerate(MONTHS, start=1))
    return _options(rows, empty="Not known")


@lru_cache(maxsize=64)
def _states(chosen: str) -> SafeString:
    return _options(((code, chosen, name) for code, name in places.states()), empty="Choose a state")


def _options(rows: Iterable[tuple[str, str, str]], empty: str) -> SafeString:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if value == chosen else "", label) for value, chosen, label in rows),
    )
    return format_html('<option value="">{}</option>{}', empty, drawn)
