"""Signing: where one signs, if that changes the words, and one's name."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from claimants.matters.answered_text import LONGEST_NAME, line_of
from claimants.matters.mistakes import AnswerError
from intake.filing.access import signature_before
from intake.filing.attestation import statement
from intake.filing.models import Capacity, Claim
from intake.filing.names import Doubt, doubt_about, name_given

INSIDE, OUTSIDE = "inside", "outside"
DOUBTED = "doubted_name"
"""Carries the name that a sentence was said about, so that it is said once and stops nobody."""

_ANOTHER = (
    "You typed “{typed}” here, but you gave your name as “{known}”. If you mean to sign as “{typed}”, sign once "
    "more. If not, correct the name here or in your answers."
)
_ANOTHER_THAN_BEFORE = (
    "You typed “{typed}” here, but you signed as “{known}” before. If you mean to sign as “{typed}”, sign once more. "
    "If not, correct the name."
)
_REPRESENTED = (
    "“{typed}” is the name of the person you act for. Sign with your own name. If it is your name too, sign once more."
)


class SignForm(forms.Form):
    """The words to sign in each variant, the typed name, and the token of what was checked.

    `answers` are those that will be signed: the name among them is the one that a signature is expected to bear.
    """

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.template = "portal/_form.html"
    helper.form_show_errors = False
    helper.field_template = "portal/_field.html"

    where = forms.ChoiceField(
        label="Where are you as you sign?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say where you are as you sign. The words you sign depend on it.",
            "invalid_choice": "Choose one of the two places.",
        },
    )
    typed_name = forms.CharField(
        label="Type your full name to sign",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "name", "spellcheck": "false", "dir": "auto"}
        ),
        error_messages={
            "required": "Type your full name to sign.",
            "max_length": "Keep the name under 200 characters.",
        },
    )

    def __init__(self, claim: Claim, answers: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim, self.answers = claim, answers
        self.inside_words = statement(claim, inside_us=True)
        self.outside_words = statement(claim, inside_us=False)
        self.has_variants = self.inside_words != self.outside_words
        if self.has_variants:
            self.fields["where"].choices = [  # type: ignore[attr-defined]
                (INSIDE, "In the United States, its territories, possessions or commonwealths"),
                (OUTSIDE, "Anywhere else"),
            ]
        else:
            del self.fields["where"]
        self.doubted = str(self.data.get(DOUBTED, ""))

    @property
    def token(self) -> str:
        """What the check page gave back; empty when it gave nothing."""
        return str(self.data.get("token", ""))

    @property
    def inside_us(self) -> bool:
        return self.cleaned_data.get("where", INSIDE) == INSIDE

    def clean_typed_name(self) -> str:
        """By the rules of every other text: one line, any script, nothing unseen that would trick a reader."""
        try:
            name = line_of(self.cleaned_data["typed_name"], LONGEST_NAME)
        except AnswerError as mistake:
            raise ValidationError(mistake.sentence) from mistake
        if not any(character.isalpha() for character in name):
            raise ValidationError("Type your name in letters, in any script.")
        if self.data.get(DOUBTED) != name and (sentence := self._doubt(name)):
            self.doubted = name
            raise ValidationError(sentence)
        return name

    def _doubt(self, typed: str) -> str:
        """What to say once of a name that is not the one expected; empty if there is nothing to say."""
        given, before = name_given(self.claim.matter.file.questions, self.answers), ""
        if self.claim.capacity != Capacity.SELF:
            before = signature_before(self.claim)
        doubt = doubt_about(typed, given=given, capacity=self.claim.capacity, before=before)
        if doubt is None:
            return ""
        if doubt is Doubt.REPRESENTED:
            return _REPRESENTED.format(typed=typed)
        return (_ANOTHER_THAN_BEFORE if before else _ANOTHER).format(typed=typed, known=before or given)
