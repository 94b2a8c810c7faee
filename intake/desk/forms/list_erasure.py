"""Looking for a person on the lists of a matter, and erasing them there."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from claimants.matters.models import Matter
from intake.campaigns.models import Campaign
from intake.campaigns.on_lists import OnList, lines_at, lines_of_address
from intake.desk.forms.seen import SeenForm
from intake.filing.models import Erasure

_BOTH = "Choose the notice and write the line, both, or write the e-mail address."


class FindOnListsForm(forms.Form):
    """By the address, or by the line of somebody who has none."""

    email = forms.CharField(
        label="E-mail address",
        help_text="The whole address, as the person gave it. It is looked for on every list of this matter.",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label="Or, for a person without an e-mail address: the notice to many",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "This notice is not of this matter. Choose another."},
    )
    line = forms.IntegerField(
        label="and the line of its list",
        min_value=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Write the number of the line.", "min_value": "Lines are counted from 1."},
    )

    def __init__(self, data: Any = None, *, matter: Matter) -> None:
        super().__init__(data)
        self._matter = matter
        frozen = Campaign.objects.filter(matter=matter).exclude(manifest_sha256="")
        self.fields["campaign"].queryset = frozen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        has_line = said.get("campaign") is not None and said.get("line") is not None
        if bool(said.get("email")) == has_line or (said.get("campaign") is None) != (said.get("line") is None):
            raise ValidationError(_BOTH)
        return said

    def lines(self) -> list[OnList]:
        if email := self.cleaned_data["email"]:
            return lines_of_address(self._matter, email)
        return lines_at(self.cleaned_data["campaign"], self.cleaned_data["line"])


class EraseLinesForm(SeenForm):
    """`seen` is which lines the page showed: what was added since is not erased by it."""

    changed = "The lists changed meanwhile, and nothing was erased. Look at the lines as they are."
    ground = forms.ChoiceField(
        label="Why",
        choices=[
            (Erasure.Ground.REQUEST.value, "The person asked"),
            (Erasure.Ground.COURT_ORDER.value, "A court ordered it"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say why the person is erased.",
            "invalid_choice": "Choose one of the reasons.",
        },
    )
    docket = forms.CharField(
        label="Docket reference of the order",
        help_text="Needed when a court ordered it.",
        required=False,
        max_length=200,
    )
    agreed = forms.BooleanField(
        label="I have looked at these lines, and they are of this person. It cannot be undone",
        error_messages={"required": "Look at what would be erased first; then say that you have."},
    )
