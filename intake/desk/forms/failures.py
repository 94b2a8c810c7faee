"""Which messages of a campaign to list. Read from the address, so that a list can be handed on as a link."""

from collections.abc import Iterable
from typing import Any

from django import forms

from intake.desk.code_words import in_words
from intake.desk.failures import CAME_BACK, COMPLAINED, EVERY, FAILED, FLAGGED, TROUBLE, UNKNOWN

_SHOWS = [
    (TROUBLE, "What did not arrive, or was reported as unwanted"),
    (UNKNOWN, "Not known whether it was sent"),
    (FAILED, "Failed"),
    (CAME_BACK, "Came back"),
    (COMPLAINED, "Reported as unwanted"),
    (FLAGGED, "Replies for a person to read"),
    (EVERY, "Every message"),
]
_NOT_THERE = {"invalid_choice": "There is no such choice. Choose from the list."}


class FailuresForm(forms.Form):
    show = forms.ChoiceField(label="Show", choices=_SHOWS, required=False, error_messages=_NOT_THERE)
    ground = forms.ChoiceField(label="Failed because of", required=False, error_messages=_NOT_THERE)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**62)

    def __init__(self, data: Any = None, *, grounds: Iterable[tuple[str, int]]) -> None:
        super().__init__(data)
        choices = [(ground, f"{in_words(ground)} ({number:,})") for ground, number in grounds if ground]
        self.fields["ground"].choices = [("", "Any reason"), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"show": said["show"] or TROUBLE, "ground": said["ground"], "after": said["after"] or 0}
