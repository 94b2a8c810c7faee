"""What is written for an act on a campaign."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from intake.campaigns.models import TemplateVersion
from intake.desk.forms.seen import SeenForm
from intake.desk.runs import in_words


class WordsForm(forms.Form):
    """Which version of which template those who read a language get."""

    def __init__(self, data: Any = None, *, fitting: Iterable[TemplateVersion], chosen: dict[str, int]) -> None:
        super().__init__(data)
        by_language: dict[str, list[tuple[int | str, str]]] = {}
        self.templates = {one.pk: one for one in fitting}
        for one in self.templates.values():
            by_language.setdefault(one.language, []).append((one.pk, f"{one.name}, version {one.version}"))
        for language, choices in sorted(by_language.items()):
            self.fields[language] = forms.TypedChoiceField(
                label=f"For those who read {in_words(language)}",
                choices=[*([] if language in chosen else [("", "No message in this language")]), *choices],
                coerce=int,
                empty_value=None,
                required=language in chosen,
                initial=chosen.get(language),
                error_messages={
                    "invalid_choice": "This version does not fit the campaign. Choose another.",
                    "required": "Words that were chosen can be changed, and not taken out. Choose a version.",
                },
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            raise ValidationError("Choose words for at least one language: without words nobody can be written to.")
        return said

    def chosen(self) -> dict[str, TemplateVersion]:
        return {language: self.templates[pk] for language, pk in self.cleaned_data.items() if pk}


class UploadForm(forms.Form):
    """The list of those who are written to."""

    LARGEST = 30 * 1024 * 1024

    upload = forms.FileField(
        label="The list, as CSV",
        error_messages={
            "required": "Choose the file with the list.",
            "empty": "This file is empty. Export the list once more and upload it.",
            "missing": "Choose the file with the list.",
            "invalid": "The file did not arrive. Choose it once more.",
        },
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload.size > self.LARGEST:
            raise ValidationError(
                "This list is larger than 30 MB, which is too much for a browser. Put it on the server and use "
                "manage.py freeze_campaign."
            )
        return upload


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        help_text="In a sentence, about nobody by name: it stays on record, and goes to the court word for word.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why, in a sentence: others will read it."},
    )


class ApproveCampaignForm(SeenForm):
    """`seen` are the digests of what the page showed: what has changed since is not approved by it."""

    changed = "Something changed after you opened this page, and nothing was approved. Read it again as it is now."
    read = forms.BooleanField(
        label="I have read the messages, the limits and the forecast, and this may be sent",
        error_messages={"required": "Read what would be sent first; then say that you have."},
    )


class LineForm(forms.Form):
    """Which line of the list to read."""

    def __init__(self, data: Any = None, *, rows: int) -> None:
        super().__init__(data)
        beyond = f"The list has {rows:,} lines. Write a number between 1 and {rows:,}."
        self.fields["line"] = forms.IntegerField(
            label="Line of the list",
            min_value=1,
            max_value=max(rows, 1),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"required": beyond, "invalid": beyond, "min_value": beyond, "max_value": beyond},
        )
