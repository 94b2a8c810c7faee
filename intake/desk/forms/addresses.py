"""Looking for an address that mail is held back from, and letting mail go there again."""

from django import forms


class FindAddressForm(forms.Form):
    email = forms.CharField(
        label="E-mail address",
        help_text="The whole address: only digests of addresses are kept here.",
        max_length=254,
        error_messages={"required": "Write the whole address."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class LiftForm(forms.Form):
    reason = forms.CharField(
        label="Why mail may go there again",
        help_text="In a sentence, such as They wrote to us from it. It stays on record with your name.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why mail may go there again, in a sentence.",
            "max_length": "Say it in fewer words: %(limit_value)d characters at most.",
        },
    )
