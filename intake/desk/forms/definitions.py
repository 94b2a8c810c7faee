"""What is written for a version of the class definition, and what a difference is taken from."""

from collections.abc import Sequence
from typing import Any

from django import forms

from claimants.common.exceptions import Refused
from claimants.matters.models import ClassDefinition
from claimants.matters.problems import FileProblem, MatterFileError
from intake.desk.forms.seen import SeenForm


class DraftForm(SeenForm):
    """The text of a draft. `seen` says which text it was opened with, so that nobody overwrites somebody else's."""

    changed = (
        "Somebody changed this draft after you opened it. Nothing was saved, and your text is still below. "
        "Look at the draft in another window; save again to put your text in its place."
    )
    keeps = ("text",)
    text = forms.CharField(
        label="The definition",
        strip=False,
        help_text="YAML, as in a matter file. Comments (#) are not kept: what shall stay goes into a note.",
        error_messages={"required": "The text is empty. To throw the draft away, choose “Discard this draft”."},
        widget=forms.Textarea(
            attrs={"rows": 36, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off", "class": "code"}
        ),
    )

    def __init__(self, data: Any = None, *, definition: ClassDefinition, text: str = "") -> None:
        super().__init__(data, now=definition.sha256, initial={"text": text})
        self.problems: list[FileProblem] = []

    def marked(self) -> list[tuple[FileProblem, str]]:
        """Each thing wrong, with the line of the text that it is about."""
        lines = (self.data.get("text") or "").splitlines() if self.is_bound else []
        return [(one, lines[one.line - 1].strip() if 0 < one.line <= len(lines) else "") for one in self.problems]

    def refuse(self, refusal: Refused) -> None:
        """Says what is wrong with the text: every line that is, or the one reason."""
        if isinstance(refusal, MatterFileError):
            self.problems = refusal.problems
            count = len(self.problems)
            things = "One thing is" if count == 1 else f"{count} things are"
            self.add_error("text", f"{things} wrong with the text. Nothing was saved; what you wrote is still here.")
        else:
            self.add_error("text", str(refusal))


class ProposeForm(forms.Form):
    """The order that the version follows. It is on record with it for ever."""

    order = forms.CharField(
        label="Docket reference of the order",
        help_text="Such as Dkt. 41. Where no court rules on it yet, say who decided.",
        max_length=200,
        error_messages={"required": "Give the docket reference of the order, or say who decided."},
    )
    order_date = forms.DateField(
        label="Its date",
        help_text="Such as 2026-03-02.",
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Give the date of the order.",
            "invalid": "Write the date as year, month and day, such as 2026-03-02.",
        },
    )
    remark = forms.CharField(
        label="Why it is right although something in it is doubtful",
        help_text="Only where the version’s page says “Look twice”. The people who approve it read this.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApproveForm(forms.Form):
    table_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(
        label="I have read this table, and each result in it is what the order means",
        error_messages={"required": "Read the table first; then say that you have."},
    )


class CompareForm(forms.Form):
    """Which version a difference is taken from."""

    def __init__(self, data: Any, *, others: Sequence[ClassDefinition]) -> None:
        super().__init__(data)
        self.fields["with"] = forms.TypedChoiceField(
            label="Compare with",
            coerce=int,
            empty_value=None,
            required=False,
            choices=[(one.version, f"Version {one.version}, {one.get_status_display().lower()}") for one in others],
            error_messages={"invalid_choice": "There is no other version with that number."},
        )
