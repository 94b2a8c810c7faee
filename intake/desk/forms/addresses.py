"""Looking for an address among those that nothing is sent to. Only digests are kept, so it must be whole."""

from django import forms


class FindAddressForm(forms.Form):
    email = forms.CharField(
        label="E-mail address",
        help_text="The whole address: only digests of addresses are kept here.",
        max_length=254,
        error_messages={"required": "Write the whole address."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
