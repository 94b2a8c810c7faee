"""The header of a list: which column holds what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimants.common.exceptions import Refused

EMAILS = ("email", "email_2", "email_3")
POSTAL = ("address_1", "address_2", "city", "region", "postcode", "country")
POSTAL_NEEDED = ("address_1", "city", "country")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Columns:
    """The places of the columns, counted from 0. `values` are those that some template uses; others are not read."""

    width: int
    emails: tuple[int, ...]
    postal: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, int], ...]
    language: int | None
    names: tuple[str, ...]


def columns_of(header: Sequence[str], needed: Mapping[str, bool], line: int = 1) -> Columns:
    """Refused, with what to do, when the header is none. `needed` are the variables, and whether each is required.

    `line` is the one of the file on which the header stands.
    """
    names = tuple("_".join(cell.split()).strip("\ufeff_").lower() for cell in header)
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if not _NAME.fullmatch(name):
            raise Refused(
                f"Line {line}, column {place + 1}: this is no name of a column. This line holds names in small "
                "letters, such as email, name, language."
            )
        if name in places:
            raise Refused(
                f"Line {line}: the column “{name}” stands there twice, as column {places[name] + 1} and {place + 1}. "
                "Rename one of them or take it out."
            )
        places[name] = place
    has_postal = all(name in places for name in POSTAL_NEEDED)
    if EMAILS[0] not in places and not has_postal:
        raise Refused(
            f"Line {line}: there is no column “email”. Name the column with the e-mail addresses so, or bring "
            f"{', '.join(POSTAL_NEEDED)}."
        )
    missing = sorted(name for name, is_required in needed.items() if is_required and name not in places)
    if missing:
        raise Refused(
            f"Line {line}: the template needs {', '.join(f'“{name}”' for name in missing)}, and there is no such "
            "column. Add it to the list, or choose another template."
        )
    return Columns(
        width=len(names),
        emails=tuple(places[name] for name in EMAILS if name in places),
        postal=tuple((name, places[name]) for name in POSTAL if name in places),
        values=tuple((name, places[name]) for name in sorted(needed) if name in places),
        language=places.get("language"),
        names=names,
    )
