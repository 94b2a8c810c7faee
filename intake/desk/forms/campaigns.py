"""What is written for a campaign: what it is for, who is meant, how fast and until when."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet

from claimants.matters.models import Matter
from claimants.matters.stages import Mode
from claimants.people.models import RoleGrant, User
from claimants.people.roles import Power, roles_with
from intake.assessments.models import Outcome
from intake.campaigns.caps import MOST_REMAIL_DAYS, Caps
from intake.campaigns.models import Campaign, Purpose, UnknownRule
from intake.campaigns.sources import ClaimsSource, read_source
from intake.desk.runs import in_words
from intake.filing.states import State

_WRITTEN = "%Y-%m-%d %H:%M"
_FILED = [(state.value, state.label) for state in State if state not in {State.DRAFT, State.WITHDRAWN}]
_MODES = {Mode.REGISTRATION: "Registrations", Mode.CLAIM: "Claims"}
_CHOICES = ("states", "outcomes", "modes", "languages")


class LimitsForm(forms.Form):
    """How fast, until when, and what becomes of a message of which nobody knows."""

    deadline = forms.DateTimeField(
        label="Deadline",
        required=False,
        input_formats=[_WRITTEN, "%Y-%m-%dT%H:%M", "%Y-%m-%d"],
        widget=forms.DateTimeInput(format=_WRITTEN, attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Write the deadline as day and time of the court, such as 2026-12-15 17:00."},
    )
    per_second = forms.FloatField(
        label="At most so many messages a second",
        help_text="Leave it empty for no limit of its own. Limits of mailbox providers hold all the same.",
        required=False,
        error_messages={"invalid": "Write a number, such as 20 or 0.5."},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    per_day = forms.IntegerField(
        label="At most so many messages a day",
        help_text="Leave it empty for no limit of its own.",
        required=False,
        max_value=2_000_000_000,
        error_messages={
            "invalid": "Write a whole number, such as 20000.",
            "max_value": "That is more than there are people. Leave it empty for no limit.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    remail_days = forms.IntegerField(
        label="Working days until a letter is in the mail",
        help_text="From the day on which no e-mail address is left, as the order gives it. Letters owed already keep "
        "their day.",
        initial=10,
        min_value=1,
        max_value=MOST_REMAIL_DAYS,
        error_messages={
            "required": "Say within how many working days a letter is mailed, such as 10.",
            "invalid": "Write a whole number, such as 10.",
            "min_value": "Letters are mailed within at least 1 working day.",
            "max_value": f"Letters are mailed within at most {MOST_REMAIL_DAYS} working days.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unknown_rule = forms.ChoiceField(
        label="When nobody can know whether a message was sent",
        help_text="This happens when a worker is lost in the moment of sending. Reports of providers are waited for.",
        choices=UnknownRule.choices,
        initial=UnknownRule.HOLD.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what becomes of such a message."},
    )

    def __init__(self, data: Any = None, *, matter: Matter, campaign: Campaign | None = None) -> None:
        self._zone = ZoneInfo(matter.file.court_time_zone)
        super().__init__(data, initial=_limits_of(campaign, self._zone) if campaign else {})
        self.fields["deadline"].help_text = (
            f"The moment by which the last message must have left, such as 2026-12-15 17:00, by the clock of the "
            f"court ({matter.file.court_time_zone}). Leave it empty when no order sets one."
        )

    def clean_deadline(self) -> datetime | None:
        """What was typed is the wall clock of the court."""
        moment: datetime | None = self.cleaned_data["deadline"]
        return moment.replace(tzinfo=self._zone) if moment else None

    @property
    def limits(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "caps": Caps(said["per_second"], said["per_day"]),
            "deadline": said["deadline"],
            "unknown_rule": said["unknown_rule"],
            "remail_days": said["remail_days"],
        }


class CampaignForm(LimitsForm):
    """Everything that a draft says."""

    name = forms.CharField(
        label="Name",
        help_text="Among staff, such as Class notice, first wave.",
        max_length=120,
        error_messages={"required": "Give the campaign a name."},
    )
    purpose = forms.ChoiceField(
        label="What it is for",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        help_text="A notice that the court ordered cannot be unsubscribed from: whoever wants none gets a letter.",
        error_messages={"required": "Say what it is for."},
    )
    order_reference = forms.CharField(
        label="Docket reference of the order",
        help_text="Such as ECF 41. Only a notice ordered by the court needs it.",
        max_length=60,
        required=False,
    )
    owner = forms.ModelChoiceField(
        label="Who answers for what fails",
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Choose somebody who answers for it.",
            "invalid_choice": "This person has no role in this matter. Choose somebody else.",
        },
    )
    source = forms.ChoiceField(
        label="Who is written to",
        choices=[("claims", "People who filed in this matter"), ("list", "People on a list that is uploaded")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who is written to."},
        help_text="A list is uploaded when the recipients are frozen. Nothing of it is stored before.",
    )
    states = forms.MultipleChoiceField(
        label="Of those who filed, only those whose registration or claim is",
        help_text="This and the next three choices are about people who filed. Choose none to leave nobody out.",
        choices=_FILED,
        required=False,
    )
    outcomes = forms.MultipleChoiceField(label="Only those with this result", choices=Outcome.choices, required=False)
    modes = forms.MultipleChoiceField(
        label="Only those who made", choices=[(mode.value, label) for mode, label in _MODES.items()], required=False
    )
    languages = forms.MultipleChoiceField(label="Only those who read", required=False)
    on_paper = forms.BooleanField(label="Also those who can be reached by post alone", required=False)

    field_order = ["name", "purpose", "order_reference", "deadline", "owner", "source", *_CHOICES, "on_paper"]

    def __init__(
        self, data: Any = None, *, matter: Matter, by: User, campaign: Campaign | None = None
    ) -> None:  # fmt: skip
        super().__init__(data, matter=matter, campaign=campaign)
        for name in _CHOICES:
            self.fields[name].widget = forms.CheckboxSelectMultiple(choices=self.fields[name].choices)  # type: ignore[attr-defined]
        self.fields["languages"].choices = [(code, in_words(code)) for code in matter.file.languages]  # type: ignore[attr-defined]
        self._offer_owners(owners_in(matter, by), campaign)
        self.initial.update(_said_of(campaign) if campaign else {"owner": by.pk, "purpose": "", "source": ""})

    def _offer_owners(self, able: QuerySet[User], campaign: Campaign | None) -> None:
        """Whoever cannot answer for it any more is no choice, and a browser must not choose for the reader."""
        field: Any = self.fields["owner"]
        field.queryset = able
        if campaign and not able.filter(pk=campaign.owner_id).exists():
            field.empty_label = "Choose somebody"
            field.help_text = f"It was {campaign.owner.email}, who has left, or has no role in this matter any more."

    @property
    def said(self) -> dict[str, Any]:
        """What `create` and `edit` take."""
        own = self.cleaned_data
        return self.limits | {
            "name": own["name"], "purpose": own["purpose"], "order_reference": own["order_reference"],
            "owner": own["owner"], "source": self._source(),
        }  # fmt: skip

    def _source(self) -> dict[str, Any]:
        own = self.cleaned_data
        if own["source"] == "list":
            return {"from": "list"}
        chosen = {name: own[name] for name in _CHOICES if own[name]}
        return {"from": "claims", **chosen} | ({"on_paper": True} if own["on_paper"] else {})


def owners_in(matter: Matter, by: User) -> QuerySet[User]:
    """Whoever can look after what fails, and whoever asks."""
    able = RoleGrant.objects.filter(matter=matter, role__in=roles_with(Power.READ)).values("user")
    return (User.objects.filter(pk__in=able, is_active=True) | User.objects.filter(pk=by.pk)).order_by("email")


def _limits_of(campaign: Campaign, zone: ZoneInfo) -> dict[str, Any]:
    deadline = campaign.deadline
    return {
        "deadline": f"{deadline.astimezone(zone):{_WRITTEN}}" if deadline else "",
        "per_second": campaign.per_second, "per_day": campaign.per_day, "unknown_rule": campaign.unknown_rule,
        "remail_days": campaign.remail_days,
    }  # fmt: skip


def _said_of(campaign: Campaign) -> dict[str, Any]:
    source = read_source(campaign.source)
    chosen = {name: list(getattr(source, name)) for name in _CHOICES} if isinstance(source, ClaimsSource) else {}
    return {
        "name": campaign.name, "purpose": campaign.purpose, "order_reference": campaign.order_reference,
        "owner": campaign.owner_id, "source": campaign.source.get("from", ""), **chosen,
        "on_paper": isinstance(source, ClaimsSource) and source.on_paper,
    }  # fmt: skip
