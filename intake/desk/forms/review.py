"""What a reviewer writes before anything is decided."""

from typing import Any

from django import forms

from claimants.matters.questions import Questionnaire
from intake.review.actions import LONGEST_DAYS

_LONGEST = 4000


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note among staff",
        help_text="The claimant never sees it. It stays as written.",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "m"}),
    )


class AskForm(forms.Form):
    """Which questions, in how many days, and a few words of our own."""

    questions = forms.MultipleChoiceField(
        label="Questions to ask again",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one question."},
    )
    message = forms.CharField(
        label="What we tell the claimant",
        help_text="Say what is missing or unclear, in plain words. It is sent exactly as written.",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    days = forms.IntegerField(
        label="Days to answer",
        help_text="They count from the day the mail relay accepts the message.",
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=30,
    )

    def __init__(self, data: Any = None, *, questionnaire: Questionnaire) -> None:
        super().__init__(data)
        self.fields["questions"].choices = [  # type: ignore[attr-defined]
            (page.heading, [(question.id, question.label) for question in page.questions])
            for page in questionnaire.pages
            if not page.gate
        ]
