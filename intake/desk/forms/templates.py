"""The words of a notice, as they are written at the desk."""

from typing import Any

from django import forms

from claimants.matters.models import Matter
from intake.campaigns.models import Purpose, TemplateVersion
from intake.desk.meant import grade_in_words
from intake.desk.runs import in_words
from intake.notices.reading import grade_of


class TemplateForm(forms.Form):
    """A version that is written anew, or from an earlier one. Nothing of an earlier one ever changes."""

    name = forms.CharField(
        label="Name",
        help_text="The same name and language make the next version of it.",
        max_length=60,
        error_messages={"required": "Give the template a name."},
    )
    language = forms.ChoiceField(
        label="Language",
        error_messages={"required": "Choose its language.", "invalid_choice": "This case has no pages in it."},
    )
    purpose = forms.ChoiceField(
        label="What it is for",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what it is for."},
    )
    order_reference = forms.CharField(
        label="Docket reference of the order",
        help_text="Such as ECF 41. Only words that a court ordered need it.",
        max_length=60,
        required=False,
    )
    subject = forms.CharField(
        label="Subject", max_length=200, error_messages={"required": "A notice has a subject. Write it."}
    )
    body = forms.CharField(
        label="Body",
        help_text=(
            "An empty line begins a new paragraph. {{ name }} is a value that every recipient must have, {{ name? }} "
            "one that may be empty; claims bring name and reference, a list what its columns hold. The same for all "
            "are {{ matter.caption }}, {{ matter.court }}, {{ matter.number }}, {{ matter.url }}, {{ sponsor.firm }}, "
            "{{ sponsor.lawyer }} and {{ sponsor.telephone }}."
        ),
        error_messages={"required": "A notice has a body. Write it."},
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    grade_reason = forms.CharField(
        label="Why it may be harder to read than grade 8",
        help_text="Only where it is. If the court ordered these words, say so. Who approves it reads this.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, matter: Matter, base: TemplateVersion | None = None) -> None:
        super().__init__(data, initial=_said_by(base) if base else {"purpose": ""})
        self.fields["language"].choices = [(code, in_words(code)) for code in matter.file.languages]  # type: ignore[attr-defined]

    def grade(self) -> str:
        """How hard the body is to read, as it is typed now."""
        body, language = str(self["body"].value() or ""), str(self["language"].value() or "en")
        if not body.strip():
            return ""
        found = grade_of(body, language=language)
        return f"It reads at grade {grade_in_words(found.value)}." if found.value is not None else found.why


def _said_by(base: TemplateVersion) -> dict[str, Any]:
    return {
        "name": base.name, "language": base.language, "purpose": base.purpose, "subject": base.subject,
        "order_reference": base.order_reference, "body": base.body, "grade_reason": base.grade_reason,
    }  # fmt: skip
