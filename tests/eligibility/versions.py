"""Two versions of one definition, the second with one thing changed."""

import copy
from collections.abc import Callable
from typing import Any

from claimants.eligibility.document import Definition
from tests.eligibility.table import OPEN, YES, document

Amend = Callable[[dict[str, Any]], Any]

LIVED = {"op": "overlaps", "fact": "residence", "period": "september", "where": {"country": {"list": "home"}}}
IN_TIME = {"op": "deadline", "name": "after_first"}
BETWEEN = {"op": "between", "fact": "second", "period": "autumn"}


def first_version() -> dict[str, Any]:
    plain = copy.deepcopy(document(YES, LIVED, IN_TIME, BETWEEN, OPEN, exclude=(4,)))
    plain["flags"] = [
        {"id": "young", "bit": 0, "test": {"op": "age_under", "fact": "birth_year", "years": 18}, "raised": "Look."},
        {"id": "abroad", "bit": 5, "test": {"op": "not", "of": copy.deepcopy(LIVED)}, "raised": "Look too."},
    ]
    plain["subclasses"] = [{"id": "lived", "bit": 0, "label": "Lived here", "test": copy.deepcopy(LIVED)}]
    plain["partition"] = {
        "fact": "role",
        "parts": [
            {"id": "insiders", "bit": 1, "label": "Insiders", "list": "insiders"},
            {"id": "rest", "bit": 2, "label": "Everyone else"},
        ],
    }
    plain["tiers"] = [{"id": "seen", "label": "Seen", "test": YES}, {"id": "said", "label": "Said"}]
    return plain


def versions(amend: Amend) -> tuple[Definition, Definition]:
    old, new = first_version(), first_version()
    amend(new)
    return Definition.model_validate(old), Definition.model_validate(new)


def rule_of(plain: dict[str, Any], number: int) -> dict[str, Any]:
    return plain["criteria"][number]["test"]
