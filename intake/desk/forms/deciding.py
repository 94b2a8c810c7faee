"""What is written when a claim is decided."""

from collections.abc import Sequence
from typing import Any

from django import forms

from claimants.matters.models import Matter
from claimants.matters.stages import Words
from intake.decisions.models import DecisionOutcome

_LONGEST = 4000
CONFLICT = "conflict"


def _note(label: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="For the file. It is not sent to the claimant, and it stays as written.",
        required=required,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecideForm(forms.Form):
    note = _note("Why (you may leave this empty)", required=False)


class DeclineForm(forms.Form):
    """At least one of the matter's own reasons; each brings the sentences the claimant will read."""

    reasons = forms.MultipleChoiceField(
        label="Reasons",
        help_text="The claimant reads the text of each.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one reason."},
    )
    note = _note("Why, for the person who confirms", required=True)

    def __init__(self, data: Any = None, *, matter: Matter, is_conflict: bool = False) -> None:
        """Where the firm has a conflict nobody has read the answers, so only that reason can be given."""
        super().__init__(data)
        reasons = [reason for reason in matter.file.reasons if reason.code == CONFLICT] if is_conflict else []
        self.fields["reasons"].choices = [(reason.code, reason.label) for reason in reasons or matter.file.reasons]  # type: ignore[attr-defined]


class ReverseForm(forms.Form):
    """Another outcome in place of the one that stands; a decline always starts with a proposal instead."""

    outcome = forms.ChoiceField(label="The new decision", widget=forms.RadioSelect)
    note = _note("Why the earlier decision is replaced", required=True)

    def __init__(self, data: Any = None, *, words: Words, outcomes: Sequence[DecisionOutcome]) -> None:
        super().__init__(data)
        labels = {DecisionOutcome.ACCEPTED: words.accepted, DecisionOutcome.ON_FILE: words.on_file}
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.value, labels[outcome].capitalize()) for outcome in outcomes
        ]


class ConfirmForm(forms.Form):
    """Nothing to write: only to look and to agree."""
