"""The code of a message, to be checked."""

from django import forms

from claimants.common.references import normalise


class CodeOfMessageForm(forms.Form):
    """A code is eight characters; how it is typed, with or without its dash, does not matter."""

    code = forms.CharField(
        label="The code in the message",
        help_text="Eight letters and numbers, such as K7QX-PM2D.",
        max_length=40,
        error_messages={
            "required": "Type the code that stands in the message.",
            "max_length": "A code is eight letters and numbers. What you typed is longer.",
        },
        widget=forms.TextInput(
            attrs={
                "class": "form-control code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        code = normalise(str(self.cleaned_data["code"]))
        if code is None:
            raise forms.ValidationError(
                "This is not one of our codes: a letter or number seems to be wrong. Look at the message again."
            )
        return code
