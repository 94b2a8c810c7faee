"""The facts of one person as plain fields. A mistake gets a sentence at its field; nothing is stored."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from claimants.eligibility.document import Definition
from claimants.eligibility.facts import SYSTEM_FACTS, FactError, FactKind, FactSpec, flatten
from intake.desk.fact_lines import LineError, as_lines, read_lines

_UNKNOWN = ("", "Not known")
_DATE = "2024-09-17, 2024-09 or 2024. Empty: not known."
_MORE = "There may be more rows than these"


class FactsForm(forms.Form):
    """One field a fact; two for an interval, and a box beside a list for whether it is complete.

    After `is_valid`, `raw` holds the facts as a person gives them and `flat` as they are judged.
    """

    def __init__(self, data: Any, *, definition: Definition) -> None:
        super().__init__(data, prefix="fact")
        used = {name: spec for name, spec in SYSTEM_FACTS.items() if name in definition.facts_used}
        self.specs = {**definition.facts, **used}
        self._definition = definition
        self.raw: dict[str, Any] = {}
        self.flat: dict[str, Any] = {}
        for name, spec in self.specs.items():
            for field, made in _fields(name, spec, definition.terms.words(name)):
                self.fields[field] = made

    def clean(self) -> dict[str, Any]:
        for name, spec in self.specs.items():
            try:
                raw = _raw(name, spec, self.cleaned_data)
                self.flat |= flatten(raw, self._definition)
                self.raw |= raw
            except LineError as error:
                self.add_error(name, str(error))
            except FactError as error:
                self.add_error(_field_of(name, spec, error.part), _said(error))
        return self.cleaned_data


def data_of(facts: Mapping[str, Any], definition: Definition) -> dict[str, Any]:
    """What the form would have sent for these facts."""
    data: dict[str, Any] = {}
    for name, spec in {**definition.facts, **SYSTEM_FACTS}.items():
        value = facts.get(name)
        if spec.kind == FactKind.INTERVAL:
            data[f"fact-{name}.from"] = (value or {}).get("from") or ""
            data[f"fact-{name}.to"] = (value or {}).get("to") or ""
        elif spec.kind == FactKind.INTERVALS:
            data[f"fact-{name}"] = as_lines(value)
            if facts.get(f"{name}_complete") is False:
                data[f"fact-{name}.more"] = "on"
        elif spec.kind == FactKind.YES_NO:
            data[f"fact-{name}"] = "" if value is None else "yes" if value else "no"
        else:
            data[f"fact-{name}"] = "" if value is None else str(value)
    return data


def _fields(name: str, spec: FactSpec, words: str) -> Iterator[tuple[str, forms.Field]]:
    label = f"{words[0].upper()}{words[1:]}"
    if spec.kind == FactKind.INTERVAL:
        yield f"{name}.from", _text(f"{label}: first day", _DATE)
        yield f"{name}.to", _text(f"{label}: last day", "Likewise; “open” if it goes on.")
    elif spec.kind == FactKind.INTERVALS:
        yield name, _lines(label, spec)
        yield f"{name}.more", forms.BooleanField(label=_MORE, required=False)
    elif spec.kind == FactKind.YES_NO:
        yield name, _choice(label, [("yes", "Yes"), ("no", "No")])
    elif spec.kind == FactKind.CHOICE and spec.values:
        yield name, _choice(label, [(value, value.replace("_", " ")) for value in spec.values])
    elif spec.kind == FactKind.NUMBER:
        yield name, _text(label, "A whole number. Empty: not known.", inputmode="numeric")
    else:
        yield name, _text(label, _DATE if spec.kind == FactKind.DATE else "Empty: not known.")


def _text(label: str, hint: str, **attributes: str) -> forms.Field:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attributes})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=10_000, widget=widget)


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(label=label, required=False, choices=[_UNKNOWN, *choices])


def _lines(label: str, spec: FactSpec) -> forms.Field:
    further = "".join(f", {name} …" for name in spec.fields)
    return forms.CharField(
        label=label,
        help_text=f"A row a line: 2015 – open{further} Empty: not known. “none”: there is none.",
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )


def _raw(name: str, spec: FactSpec, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fact as a person gives it; nothing when it is not known."""
    if spec.kind == FactKind.INTERVAL:
        ends = {key: given[f"{name}.{key}"] for key in ("from", "to") if given.get(f"{name}.{key}")}
        return {name: ends} if ends else {}
    value = given.get(name)
    if not value:
        return {}
    if spec.kind == FactKind.INTERVALS:
        more = {f"{name}_complete": False} if given.get(f"{name}.more") else {}
        return {name: read_lines(value, spec.fields), **more}
    if spec.kind == FactKind.YES_NO:
        return {name: value == "yes"}
    if spec.kind == FactKind.NUMBER:
        return {name: int(value) if re.fullmatch(r"-?[0-9]{1,18}", value) else value}
    return {name: value}


def _said(error: FactError) -> str:
    """The sentence without the name of the fact: it stands at its field."""
    words = error.sentence.removeprefix(error.fact).lstrip(":, ")
    return f"{words[0].upper()}{words[1:]}"


def _field_of(name: str, spec: FactSpec, part: str) -> str:
    if spec.kind == FactKind.INTERVAL:
        return f"{name}.{part if part in {'from', 'to'} else 'to'}"
    return name
