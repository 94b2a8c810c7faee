"""How each kind of question is drawn and read back. A widget's value is always what the person typed, as text."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from django import forms
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from claimants.matters.questions import Question
from intake.portal.forms.places import country_name
from intake.portal.forms.posted import posted

TEMPLATES = {
    "yes_no": "radios",
    "choice": "radios",
    "choices": "checkboxes",
    "date": "date",
    "interval": "interval",
    "intervals": "intervals",
    "country": "country",
    "us_state": "us_state",
    "number": "text",
    "text": "text",
    "long_text": "long_text",
    "profile_url": "text",
    "email": "text",
    "phone": "text",
    "name": "text",
    "postal_address": "postal_address",
    "attestation": "attestation",
}

GROUPED = {"yes_no", "choice", "choices", "date", "interval", "intervals", "postal_address"}

INPUTS = {
    "number": {"type": "text", "inputmode": "numeric", "class": "number-input"},
    "profile_url": {"type": "text", "inputmode": "url", "autocapitalize": "none", "spellcheck": "false"},
    "email": {"type": "email", "autocomplete": "email", "spellcheck": "false"},
    "phone": {"type": "tel", "autocomplete": "tel"},
    "name": {"type": "text", "autocomplete": "name", "spellcheck": "false"},
    "text": {"type": "text"},
}

_FIRST_OF_KIND = {
    "yes_no": "0",
    "choice": "0",
    "choices": "0",
    "date": "month",
    "interval": "from",
    "intervals": "0",
    "postal_address": "lines",
}
_FIRST_OF_PIECE = {"from": "month", "to": "month", "complete": "yes"}

YES_NO = (("yes", "Yes"), ("no", "No"))
UNSURE = ("unsure", "I am not sure")
COMPLETE = (("yes", "Yes, this is all"), ("no", "No, some are missing"), UNSURE)


class AnswerWidget(forms.Widget):
    """Draws one question by the template of its kind."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.use_fieldset = question.kind in GROUPED
        self.asks_for_country = question.kind in {"country", "postal_address"} or any(
            column.kind == "country" for column in question.fields
        )
        drawing = TEMPLATES[question.kind]
        self.drawn_by = get_template(f"portal/kinds/{drawing}.html")
        self.fixed = {
            "question": question,
            "options": options_of(question),
            "input": INPUTS.get(question.kind, {}),
        }

    def __deepcopy__(self, memo: dict[int, Any]) -> "AnswerWidget":
        """Nothing in it changes, so every form shares it."""
        return self

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return posted(self.question, data)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return posted(self.question, data) is None

    def id_for_label(self, id_: str) -> str:
        return self.id_of_piece(id_, "")

    def id_of_piece(self, id_: str, piece: str) -> str:
        """The first input of a piece of the answer: `from` is `…-from-month`; a row is named by its own frame."""
        path = [*piece.split("-")] if piece else [_FIRST_OF_KIND.get(self.question.kind, "")]
        path.append(_FIRST_OF_PIECE.get(path[-1], ""))
        return "-".join([id_, *filter(None, path)])

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = attrs or {}
        id_, mistaken = attrs.get("id", f"id_{name}"), attrs.get("mistaken", frozenset())
        context = {
            **self.fixed,
            "name": name,
            "id": id_,
            "value": _with_country_names(self.question, value),
            "invalid": bool(mistaken),
            "mistaken": mistaken,
            "describedby": attrs.get("aria-describedby", ""),
        }
        if self.question.kind in {"country", "us_state"}:
            context |= _place(self.question, value)
        if self.question.kind == "interval":
            context |= _mistaken_ends(mistaken)
        if self.question.kind == "intervals":
            context |= _list_of_rows(self.question, name, id_, value or {}, mistaken)
        return mark_safe(self.drawn_by.render(context))


def options_of(question: Question) -> tuple[tuple[str, str, str], ...]:
    """Value, label and hint of each option, with “I am not sure” at the end where the question offers it."""
    if question.kind == "yes_no":
        options = [(value, label, "") for value, label in YES_NO]
    else:
        options = [(option.value, option.label, option.help or "") for option in question.options]
    if question.unsure and question.kind in {"yes_no", "choice"}:
        options.append((*UNSURE, ""))
    return tuple(options)


def _list_of_rows(
    question: Question, name: str, id_: str, value: Mapping[str, Any], mistaken: AbstractSet[str]
) -> dict[str, Any]:
    """The rows with the names of their inputs. A list that nobody has begun starts with one empty row."""
    typed = value.get("rows")
    rows = [{}] if typed is None else typed
    return {
        "rows": [_row(question, f"{name}.{n}", f"{id_}-{n}", row, _of_row(n, mistaken)) for n, row in enumerate(rows)],
        "next_row": len(rows),
        "complete_options": COMPLETE,
        "complete_mistaken": "complete" in mistaken,
    }


def _row(question: Question, name: str, id_: str, row: Mapping[str, Any], mistaken: AbstractSet[str]) -> dict[str, Any]:
    cells = [
        {
            "name": f"{name}.{column.id}",
            "id": f"{id_}-{column.id}",
            "label": column.label,
            "help": column.help,
            "kind": column.kind,
            "options": column.options,
            "value": country_name(row.get(column.id) or "") if column.kind == "country" else row.get(column.id) or "",
            "mistaken": column.id in mistaken,
        }
        for column in question.fields
    ]
    return {"name": name, "id": id_, "span": row, "cells": cells, **_mistaken_ends(mistaken)}


def _of_row(number: int, mistaken: AbstractSet[str]) -> AbstractSet[str]:
    """The mistaken pieces of one row, without its number."""
    return {piece.removeprefix(f"{number}-") for piece in mistaken if piece.startswith(f"{number}-")}


def _mistaken_ends(mistaken: AbstractSet[str]) -> dict[str, bool]:
    whole = "" in mistaken
    return {"from_mistaken": whole or "from" in mistaken, "to_mistaken": whole or "to" in mistaken}


def _place(question: Question, value: Any) -> dict[str, Any]:
    """What was typed, and whether the box beside it is ticked; both may be, and then both are shown."""
    given = value if isinstance(value, dict) else {"typed": value, "unsure": value == UNSURE[0]}
    typed = "" if given["typed"] in (None, UNSURE[0]) else given["typed"]
    return {"value": country_name(typed) if question.kind == "country" else typed, "unsure": given["unsure"]}


def _with_country_names(question: Question, value: Any) -> Any:
    """Countries are kept by their codes and shown by their names."""
    if question.kind == "postal_address" and isinstance(value, dict):
        return {**value, "country": country_name(value.get("country") or "")}
    return value
