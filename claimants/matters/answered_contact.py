"""Answers by which people are reached or recognised: e-mail, telephone, the address of a profile."""

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from claimants.matters.answered_text import line_of
from claimants.matters.mistakes import AnswerError

if TYPE_CHECKING:
    from claimants.matters.questions import Question

LONGEST_EMAIL = 254
LONGEST_PHONE = 40
LONGEST_URL = 500
HOME = "US"
"""A telephone number without a country code is read as one of the United States."""


def email(question: "Question", raw: Any, today: date) -> str:
    """An e-mail address, its domain in small letters."""
    typed = line_of(raw, LONGEST_EMAIL)
    try:
        validate_email(typed)
    except ValidationError:
        raise AnswerError("Write an e-mail address with an @ in it, such as name@example.org.") from None
    local, _, domain = typed.rpartition("@")
    return f"{local}@{domain.lower()}"


def phone(question: "Question", raw: Any, today: date) -> str:
    """A telephone number of any country, as `+14155550123`; an extension stays, as `+14155550123;ext=12`."""
    typed = line_of(raw, LONGEST_PHONE)
    sentence = (
        "Write the number with its area code, such as (415) 555-0123. For a number outside the United States, "
        "begin with + and the country code, such as +44 20 7946 0018."
    )
    try:
        number = phonenumbers.parse(typed, HOME)
    except phonenumbers.NumberParseException:
        raise AnswerError(f"This is not a telephone number we can read. {sentence}") from None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise AnswerError(f"This number has too few or too many digits. {sentence}")
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def profile_url(question: "Question", raw: Any, today: date) -> str:
    """The address of a profile in one form: https, the site's own host, the profile's path and no more."""
    typed = line_of(raw, LONGEST_URL)
    if _is_bare_name(typed, question):
        return _address(question.hosts[0], question.paths[0] + typed)
    address = _split(typed if "://" in typed else f"https://{typed}")
    host = _host_meant(address, question)
    path = _path_meant(unquote(address.path), question)
    return _address(host, path)


def _is_bare_name(typed: str, question: "Question") -> bool:
    return len(question.hosts) == len(question.paths) == 1 and bool(re.fullmatch(r"@?[\w-]{3,100}", typed))


def _split(text: str) -> SplitResult:
    sentence = "This is not the address of a web page. Copy it from the top of your browser."
    try:
        address = urlsplit(text)
        plain = address.hostname and address.port in (None, 80, 443) and not address.username
    except ValueError:
        raise AnswerError(sentence) from None
    if address.scheme not in ("http", "https") or not plain:
        raise AnswerError(sentence)
    return address


def _host_meant(address: SplitResult, question: "Question") -> str:
    host = (address.hostname or "").rstrip(".")
    for allowed in question.hosts:
        if host == allowed or host.endswith(f".{allowed}"):
            return allowed
    if question.hosts:
        raise AnswerError(f"This is not an address at {' or '.join(question.hosts)}. Copy it from your profile there.")
    return host


def _path_meant(path: str, question: "Question") -> str:
    """The path up to the profile's own name: `/in/jane-doe` of `/in/jane-doe/details/skills/`."""
    shown = unicodedata.normalize("NFC", path)
    if any(unicodedata.category(character)[0] == "C" for character in shown):
        raise AnswerError("This address holds a character that cannot be shown. Type it again.")
    if not question.paths:
        return shown.rstrip("/")
    for start in question.paths:
        if shown.lower().startswith(start):
            name = shown[len(start) :].split("/")[0].strip()
            if name:
                return start + name.lower()
    raise AnswerError(
        f"The address of a profile has {' or '.join(question.paths)} in it, then a name. Please check it."
    )


def _address(host: str, path: str) -> str:
    www = f"www.{host}" if host.count(".") == 1 else host
    return f"https://{www}{quote(path.replace('@', ''), safe='/-_.~')}"
