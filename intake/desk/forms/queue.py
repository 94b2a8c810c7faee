"""What the queue can be narrowed by. All of it lies in the address, so that a view can be kept and sent on."""

from django import forms

from claimants.people.roles import Power
from intake.assessments.models import Outcome
from intake.desk.reach import Reach
from intake.filing.states import State

WAITING_FOR_US = "waiting"
EARLIER = "earlier"
_ANY = ("", "Any")
_STATES = [
    (WAITING_FOR_US, "Waiting for us"),
    ("all", "Every state"),
    *((state.value, state.label) for state in State if state is not State.DRAFT),
    (EARLIER, "Decided under an earlier definition"),
]


class QueueForm(forms.Form):
    """Read from the address; a value that is not on its list is said and left out."""

    q = forms.CharField(
        label="Find",
        required=False,
        max_length=200,
        help_text="Reference, name or e-mail address",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "data-key": "/"}),
    )
    state = forms.ChoiceField(label="State", required=False, choices=_STATES)
    matter = forms.ChoiceField(label="Matter", required=False)
    outcome = forms.ChoiceField(label="Result", required=False, choices=[_ANY, *Outcome.choices])
    flag = forms.ChoiceField(label="Flag", required=False)
    holder = forms.ChoiceField(
        label="Held by", required=False, choices=[_ANY, ("mine", "Me"), ("nobody", "Nobody"), ("others", "Others")]
    )
    conflict = forms.ChoiceField(
        label="Conflicts",
        required=False,
        choices=[_ANY, ("open", "To compare"), ("found", "Conflict found"), ("cleared", "Cleared")],
    )
    request = forms.ChoiceField(
        label="Request",
        required=False,
        choices=[_ANY, ("open", "Open"), ("overdue", "Open, its day has passed"), ("lapsed", "Lapsed")],
    )
    order = forms.ChoiceField(
        label="Order", required=False, choices=[("oldest", "Oldest first"), ("newest", "Newest first")]
    )

    def __init__(self, data: object, *, reach: Reach, flags: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        matters = [(str(pk), reach.matters[pk].caption) for pk in reach.with_power(Power.READ)]
        self.fields["matter"].choices = [_ANY, *matters]  # type: ignore[attr-defined]
        self.fields["flag"].choices = [_ANY, ("any", "Any flag"), ("none", "No flag"), *flags]  # type: ignore[attr-defined]
