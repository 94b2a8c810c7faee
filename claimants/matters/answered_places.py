"""Answers that are places: a country, a state of the United States, a postal address anywhere."""

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pycountry

from claimants.matters.answered_text import line_of, words_of
from claimants.matters.kinds import UNSURE
from claimants.matters.mistakes import AnswerError

if TYPE_CHECKING:
    from claimants.matters.questions import Question

LONGEST_PART = 100
LONGEST_LINES = 300
MOST_LINES = 5
ADDRESS_PARTS = ("lines", "city", "region", "postcode", "country")

_CALLED_TOO = {
    "america": "US", "u.s.": "US", "u.s.a.": "US", "the united states": "US",
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB", "holland": "NL", "turkey": "TR", "russia": "RU", "south korea": "KR",
    "north korea": "KP",
    "czech republic": "CZ", "ivory coast": "CI", "cape verde": "CV", "macedonia": "MK", "swaziland": "SZ",
    "burma": "MM", "vatican": "VA", "palestine": "PS", "uae": "AE", "mainland china": "CN", "east timor": "TL",
}  # fmt: skip
"""Names that people use and the standard does not have."""
_ZIP = re.compile(r"\d{5}(-\d{4})?", re.ASCII)
_CALLED = {
    "lines": "The street and number", "city": "The town or city", "region": "The state or region",
    "postcode": "The postal code", "country": "The country",
}  # fmt: skip


def country(question: "Question", raw: Any, today: date) -> str:
    _check_is_one_answer(raw, "a country")
    if raw == UNSURE and question.unsure:
        return UNSURE
    return country_code(raw)


def us_state(question: "Question", raw: Any, today: date) -> str:
    _check_is_one_answer(raw, "a state")
    if raw == UNSURE and question.unsure:
        return UNSURE
    return state_code(raw)


def country_code(raw: Any, part: str = "") -> str:
    """The two letters of a country, from its code or its name."""
    typed = line_of(raw, LONGEST_PART, part)
    found = country_codes().get(typed.casefold())
    if found is None:
        raise AnswerError("We do not know a country by this name. Choose one from the list as you type.", part)
    return found


def state_code(raw: Any, part: str = "") -> str:
    """The two letters of a state, a territory or the District of Columbia, from its code or its name."""
    found = state_codes().get(line_of(raw, LONGEST_PART, part).casefold())
    if found is None:
        raise AnswerError("Choose a state, the District of Columbia or a territory, such as CA or California.", part)
    return found


def postal_address(question: "Question", raw: Any, today: date) -> dict[str, str]:
    """An address anywhere; every part but the street and the country may be empty where the country allows it."""
    if not isinstance(raw, dict) or set(raw) - set(ADDRESS_PARTS):
        raise AnswerError("Write the address in its parts: street, city, region, postal code and country.")
    given = {part: line_of(raw.get(part) or "", LONGEST_PART, part) for part in ADDRESS_PARTS[1:]}
    street = [" ".join(line.split()) for line in words_of(raw.get("lines") or "", LONGEST_LINES, "lines").splitlines()]
    given["lines"] = "\n".join(line for line in street if line)
    if len(given["lines"].splitlines()) > MOST_LINES:
        raise AnswerError(f"There is room for {MOST_LINES} lines above the city. Please shorten the address.", "lines")
    for part in ("lines", "country"):
        _need(given, part)
    given["country"] = country_code(given["country"], "country")
    if given["country"] == "US":
        _check_within_the_united_states(given)
    return {part: given[part] for part in ADDRESS_PARTS}


def _check_is_one_answer(raw: Any, given: str) -> None:
    """A place that was typed and a box ticked beside it come together as `{"typed": …, "unsure": True}`."""
    if isinstance(raw, dict):
        raise AnswerError(f"You gave {given} and “I am not sure”. Keep one or the other.")


def _check_within_the_united_states(given: dict[str, str]) -> None:
    for part in ("city", "region", "postcode"):
        _need(given, part)
    given["region"] = state_code(given["region"], "region")
    if not _ZIP.fullmatch(given["postcode"]):
        raise AnswerError("A ZIP code has five digits, such as 94103, or nine, such as 94103-1234.", "postcode")


def _need(given: dict[str, str], part: str) -> None:
    if not given[part]:
        raise AnswerError(f"{_CALLED[part]} is missing.", part)


@cache
def country_codes() -> dict[str, str]:
    """Codes and names of countries in small letters, each with the country's two letters."""
    codes = dict(_CALLED_TOO)
    for one in pycountry.countries:
        names = (one.alpha_2, one.alpha_3, one.name, getattr(one, "official_name", ""), getattr(one, "common_name", ""))
        codes.update({name.casefold(): one.alpha_2 for name in names if name})
    return codes


@cache
def state_codes() -> dict[str, str]:
    """Codes and names of the states, territories and the District of Columbia in small letters, with their codes."""
    found = {one.code.removeprefix("US-"): one.name for one in pycountry.subdivisions.get(country_code="US")}
    return {text.casefold(): code for code, name in found.items() for text in (code, name)}
