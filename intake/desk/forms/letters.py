"""What is written about letters: the file that came back, a newer address, why somebody is given up."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from intake.campaigns.actions.posted import LARGEST
from intake.campaigns.lists.columns import POSTAL

_LABELS = {
    "address_1": "Street and number",
    "address_2": "Flat or floor",
    "city": "City",
    "region": "State or region",
    "postcode": "Postcode",
    "country": "Country",
}


class ReportForm(forms.Form):
    """The file of the printer or of the postal service."""

    report = forms.FileField(
        label="The file that came back, as CSV",
        help_text="It names each letter (piece) and what became of it (status: mailed or returned), with the days.",
        error_messages={
            "required": "Choose the file that came back.",
            "empty": "This file is empty. Ask for it once more.",
        },
    )

    def clean_report(self) -> bytes:
        report = self.cleaned_data["report"]
        if report.size > LARGEST:
            raise ValidationError("This file is larger than 50 MB. Divide it, and read the parts one after another.")
        content: bytes = report.read()
        return content


class AgainForm(forms.Form):
    """Where the post, or a search, says that the person is."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["name"] = forms.CharField(
            label="Name on the envelope", help_text="Leave it empty to keep the one that is known.", max_length=120,
            required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )  # fmt: skip
        for name in POSTAL:
            self.fields[name] = forms.CharField(
                label=_LABELS[name], max_length=120, required=name in {"address_1", "city", "country"},
                error_messages={"required": f"Give this part of the address: {_LABELS[name].lower()}."},
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip

    @property
    def postal(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class GiveUpForm(forms.Form):
    reason = forms.CharField(
        label="How you searched for the person",
        help_text="Without names: it stays on record with yours, and goes to the court word for word.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how you searched for the person: it goes on record."},
    )
