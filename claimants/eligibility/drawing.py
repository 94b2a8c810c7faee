"""The page of the forms, drawn from the code: every operator, and the forms that class definitions need."""

import inspect
import json
from collections.abc import Iterator
from typing import Any

from claimants.eligibility.catalogue import NEEDED, TERMS, Needed, example
from claimants.eligibility.forms import FORMS
from claimants.eligibility.vocabulary import Form

PAGE = "criterion-forms.md"

_INTRODUCTION = """# Forms of test

Drawn from the code by `manage.py draw_forms`; do not edit it by hand. What a criterion can ask is one of these
operators, or several joined. Each is met, not met or unknown. To add one, see
[Add a form of test](how-to/add-a-form-of-test.md).
"""

_SCREENING = (
    "This is about several claims, not about one. No test of a definition can see other claims, so it belongs to "
    "screening: a duplicate is held there and decided by a person."
)

_BESIDE = """## Beside the criteria

A definition also holds, by name, `periods` (both ends inclusive), `lists`, and `deadlines` with their basis, zone and
grace. Two further parts sort people who are in the class. They never decide who is.

| part | says |
|---|---|
| `subclasses` | named tests, each with a bit of its own; a person can be in several |
| `partition` | parts told apart by one fact; everyone is in exactly one, and in none for certain while it is unknown |
| `tiers` | award tiers as labels, in order; the first that is met is the person's own |

While an earlier tier is unknown, the tier found is *at least* the person's, and the earlier tier's `ask` says what
would tell. Sums of money are no part of a definition.
"""


def forms_page() -> str:
    """The text of `docs/criterion-forms.md`."""
    return "\n".join([_INTRODUCTION, *_needed(), _BESIDE, *_operators()]).rstrip() + "\n"


def _needed() -> Iterator[str]:
    yield f"## The {len(NEEDED)} forms that class definitions need\n"
    yield "Several are one operator under another name: there is one operator for each meaning.\n"
    for number, needed in enumerate(NEEDED, 1):
        yield f"### {number}. {needed.name[0].upper()}{needed.name[1:]}: {needed.says}\n"
        yield from [_SCREENING + "\n"] if needed.test is None else _shown(needed)


def _shown(needed: Needed) -> Iterator[str]:
    yield f"```yaml\n{_yaml(needed.test)}\n```\n"
    yield f"Read out: *{example(needed).reads(TERMS)}.*\n"


def _operators() -> Iterator[str]:
    yield "## Operators\n"
    yield "| operator | fields | holds if | file |\n|---|---|---|---|"
    for operator, form in sorted(FORMS.items()):
        fields = ", ".join(_field(name, form) for name in form.model_fields if name != "op")
        file = form.__module__.rsplit(".", 1)[-1]
        yield f"| `{operator}` | {fields} | {_holds_if(form)} | `claimants/eligibility/forms/{file}.py` |"


def _field(name: str, form: type[Form]) -> str:
    return f"`{name}`" if form.model_fields[name].is_required() else f"`{name}`?"


def _holds_if(form: type[Form]) -> str:
    """The first paragraph of what the form says of itself."""
    return " ".join((inspect.getdoc(form) or "").split("\n\n")[0].split())


def _yaml(value: Any) -> str:
    """A test in one line, as a matter file writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_yaml(item) for item in value) + "]"
    return value if isinstance(value, str) and ":" not in value else json.dumps(value, ensure_ascii=False)
