"""What is written for a new mailbox and for an erasure."""

from typing import Any

from django import forms

from claimants.common.references import normalise
from intake.filing.models import Erasure


class MailboxForm(forms.Form):
    new_email = forms.EmailField(label="New e-mail address", max_length=254)
    reason = forms.CharField(
        label="How you know that this is the same person",
        help_text="Say what you compared. The second member of staff reads this.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ConfirmMailboxForm(forms.Form):
    checked = forms.BooleanField(
        label="I have satisfied myself, too, that this is the same person",
        error_messages={"required": "Confirm only what you have looked at yourself."},
    )


class EraseForm(forms.Form):
    ground = forms.ChoiceField(label="Ground", choices=Erasure.Ground.choices, widget=forms.RadioSelect)
    docket = forms.CharField(
        label="Docket reference of the order",
        help_text="Needed when a court ordered it.",
        required=False,
        max_length=200,
    )
    typed = forms.CharField(label="Type the reference to confirm", max_length=20)

    def __init__(self, data: Any = None, *, reference: str) -> None:
        super().__init__(data)
        self._reference = reference

    def clean_typed(self) -> str:
        if normalise(self.cleaned_data["typed"]) != self._reference:
            raise forms.ValidationError(f"This is not {self._reference}. Nothing was erased.")
        return self._reference
