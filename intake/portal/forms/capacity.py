"""For whom somebody fills in the questions."""

from crispy_forms.helper import FormHelper
from django import forms

from intake.filing.models import Capacity

HINTS = {
    Capacity.SELF: "The answers are about me.",
    Capacity.PARENT: "The answers are about my child, who is under 18.",
    Capacity.GUARDIAN: "A court made me the guardian of the person the answers are about.",
    Capacity.EXECUTOR: "The person the answers are about has died.",
    Capacity.ATTORNEY: "The person the answers are about gave me the power to act for them.",
}


class CapacityForm(forms.Form):
    """In what capacity the signer will sign."""

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.template = "portal/_form.html"
    helper.form_show_errors = False
    helper.field_template = "portal/_field.html"

    capacity = forms.ChoiceField(
        label="For whom do you answer?",
        choices=[(value, label.capitalize()) for value, label in Capacity.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose for whom you answer.", "invalid_choice": "Choose one of these."},
    )
