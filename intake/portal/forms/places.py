"""Countries to choose from by typing, and the states of the United States. Drawn once, when the server starts."""

from functools import cache

import pycountry
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claimants.matters.answered_places import country_codes

COUNTRY_LIST_ID = "countries"


@cache
def country_list() -> SafeString:
    """One `<datalist>` of every country, for all country inputs of a page."""
    options = format_html_join("", '<option value="{}">', ((name,) for name in sorted(_name_of().values())))
    return format_html('<datalist id="{}">{}</datalist>', COUNTRY_LIST_ID, options)


@cache
def states() -> tuple[tuple[str, str], ...]:
    """Code and name of each state, the District of Columbia and the territories."""
    found = pycountry.subdivisions.get(country_code="US")
    return tuple(sorted(((one.code.removeprefix("US-"), one.name) for one in found), key=lambda one: one[1]))


def country_name(text: str) -> str:
    """The name of the country with this code; the text itself when it is no code."""
    return _name_of().get(text.strip().upper(), text)


def country_code(text: str) -> str:
    """The code of the country meant by a name or a code as people type them; the text itself when none is."""
    plain = " ".join(text.split()).casefold()
    return _ALSO_CALLED.get(plain) or country_codes().get(plain, text.strip())


@cache
def _name_of() -> dict[str, str]:
    return {one.alpha_2: getattr(one, "common_name", one.name) for one in pycountry.countries}


_ALSO_CALLED = {
    "u.s.": "US", "u.s.a.": "US", "america": "US", "uk": "GB", "u.k.": "GB", "great britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "russia": "RU", "turkey": "TR",
    "holland": "NL", "ivory coast": "CI", "czech republic": "CZ", "cape verde": "CV", "macedonia": "MK",
    "vatican": "VA", "burma": "MM", "swaziland": "SZ", "palestine": "PS", "uae": "AE",
}  # fmt: skip
