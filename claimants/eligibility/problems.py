"""What pydantic found wrong with a document, as plain sentences at the paths of the document itself."""

from collections.abc import Iterator
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from claimants.eligibility.forms import FORMS
from claimants.eligibility.shapes import Problem

_SHAPES = {"one", "several", "named"}

_SENTENCES = {
    "missing": "this key is missing.",
    "extra_forbidden": "this key is not known here; remove it, or correct its spelling.",
    "string_type": "expected text, found {found}.{hint}",
    "string_too_short": "expected some text, found none.",
    "string_too_long": "expected at most {max_length} characters.",
    "string_pattern_mismatch": "expected a name of small letters, digits and underscores, found {found}.",
    "int_type": "expected a whole number, found {found}.",
    "bool_type": "expected true or false, found {found}.",
    "greater_than_equal": "expected {ge} or more, found {found}.",
    "less_than_equal": "expected {le} or less, found {found}.",
    "too_short": "expected at least {min_length}, found {actual_length}.",
    "too_long": "expected at most {max_length}.",
    "dict_type": "expected names with their values, found {found}.",
    "model_type": "expected names with their values, found {found}.",
    "model_attributes_type": "expected a test, such as `op: is`, found {found}.",
    "tuple_type": "expected a list, found {found}.",
    "enum": "expected {expected}, found {found}.",
    "literal_error": "expected {expected}, found {found}.",
    "recursion_depth_exceeded": "the test is nested too deep.",
}


def problems_of(error: ValidationError) -> list[Problem]:
    """Each thing wrong, once, in the order of the document's keys as pydantic met them."""
    found = (
        Problem(tuple(_path(details["loc"])), _sentence(details))
        for details in error.errors(include_url=False, include_context=True)
    )
    return list(dict.fromkeys(found))


def _path(loc: tuple[str | int, ...]) -> Iterator[str | int]:
    """The location without the steps that only pydantic sees: which form, which shape of `where`."""
    shape_at, form = -1, ""
    for index, step in enumerate(loc):
        before = loc[index - 1] if index else ""
        holds_a_test = before in ("test", "of", "exception") or (isinstance(before, int) and loc[index - 2] == "of")
        if step in FORMS and holds_a_test:
            form = str(step)
        elif step == "where":
            shape_at = index + (3 if form == "overlap_together" else 2)
            yield step
        elif step != "[key]" and not (index == shape_at and step in _SHAPES):
            yield step


def _sentence(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "union_tag_invalid" and "op" in str(context.get("discriminator")):
        return _unknown_operator(str(context["tag"]))
    if kind == "union_tag_not_found":
        return f"this test lacks `op`. The operators are: {_operators()}."
    if kind not in _SENTENCES:
        text = details["msg"].removeprefix("Value error, ")
        return text if text.endswith(".") else f"{text}."
    value = details["input"]
    hint = " Put the word in quotes: YAML reads NO, OFF, YES and ON as true or false."
    return _SENTENCES[kind].format(found=_shown(value), hint=hint if isinstance(value, bool) else "", **context)


def _unknown_operator(tag: str) -> str:
    close = get_close_matches(tag, FORMS, n=1)
    meant = f" Did you mean {close[0]!r}?" if close else ""
    return f"{tag[:40]!r} is not an operator.{meant} The operators are: {_operators()}."


def _operators() -> str:
    return ", ".join(sorted(FORMS))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "names with values"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
