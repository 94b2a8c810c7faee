"""Which reports about messages to list. Read from the address, so that a list can be handed on as a link."""

from typing import Any

from django import forms

from intake.desk.mail_reports import FLAGGED, UNMATCHED

_NOT_THERE = {"invalid_choice": "There is no such choice for you. Choose from the list."}
_SHOWS = [(FLAGGED, "For a person to read")]
_OF_NONE = [(UNMATCHED, "About no message that we know")]


class ReportsForm(forms.Form):
    show = forms.ChoiceField(label="Show", required=False, error_messages=_NOT_THERE)
    before = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def __init__(self, data: Any = None, *, of_none: bool) -> None:
        super().__init__(data)
        self.fields["show"].choices = _SHOWS + (_OF_NONE if of_none else [])  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[str, int | None]:
        """What to show, and before which report."""
        return self.cleaned_data["show"] or FLAGGED, self.cleaned_data["before"]
