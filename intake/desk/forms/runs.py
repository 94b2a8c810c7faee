"""Which of the notices that an apply owes are let go: all of them, or a slice."""

from collections.abc import Iterable
from typing import Any

from django import forms

from intake.assessments.models import Outcome
from intake.desk.runs import in_words
from intake.filing.states import State
from intake.notices.slices import Slice

_ANY = ("", "Any")


class SliceForm(forms.Form):
    """Read from the address, so that what a slice holds is shown before anything is let go."""

    old_outcome = forms.ChoiceField(label="Result before", required=False, choices=[_ANY, *Outcome.choices])
    outcome = forms.ChoiceField(label="Result now", required=False, choices=[_ANY, *Outcome.choices])
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[_ANY, *((state.value, state.label) for state in State if state is not State.DRAFT)],
    )
    language = forms.ChoiceField(label="Language", required=False)

    def __init__(self, data: Any = None, *, languages: Iterable[str]) -> None:
        super().__init__(data)
        self.fields["language"].choices = [_ANY, *((code, in_words(code)) for code in languages)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Slice:
        return Slice(**self.cleaned_data)
