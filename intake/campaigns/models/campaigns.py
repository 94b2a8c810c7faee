"""A campaign, what was approved of it, and the log of every act on it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claimants.common.frozen import Frozen
from claimants.matters.models import Matter
from intake.campaigns.models.templates import Purpose, TemplateVersion
from intake.notices.models import Dispatch


class CampaignState(models.TextChoices):
    DRAFT = "draft", "Being prepared"
    FROZEN = "frozen", "Recipients frozen"
    APPROVED = "approved", "Approved by two people"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    DRAINING = "draining", "Finishing: nobody is added any more"
    CANCELLED = "cancelled", "Cancelled"
    CLOSED = "closed", "Closed"


class UnknownRule(models.TextChoices):
    """What becomes of a message of which nobody can know whether it was sent."""

    HOLD = "hold", "A named person decides"
    RESEND_ONCE = "resend_once", "Send the same message once more"
    POST = "post", "Count it as sent, and write by post too"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def hold(self, campaign: "Campaign") -> "Campaign":
        """The campaign as it stands now, held until the transaction ends: whoever comes second sees what was done.

        Rows that belong to it can be added meanwhile: its number never changes.
        """
        held = self.select_related("matter").select_for_update(of=("self",), no_key=True)
        return held.get(pk=campaign.pk)


class Campaign(models.Model):
    """One occasion on which many people are written to.

    `deadline` is the moment by which the last notice must have left; `order_reference` the docket entry that says so.
    Whoever e-mail does not reach is written to by post within `remail_days` working days.
    Once frozen, who is written to is `Recipient` rows, and `manifest_sha256` is the digest over all of them. `groups`
    says how many of them each group of mailbox providers takes. Mailboxes of our own get theirs in the dispatch
    `seeds`, so that every count of `dispatch` is about people. `frame` is what the matter said around the words when
    it was started, or last went on. `revision` counts the changes of words and limits: what was approved before one is
    void for good, also when everything is changed back.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    order_reference = models.CharField(max_length=60, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    source: Any = models.JSONField(default=dict)
    unknown_rule = models.CharField(max_length=12, choices=UnknownRule.choices, default=UnknownRule.HOLD)
    remail_days = models.PositiveSmallIntegerField(default=10)
    per_second = models.FloatField(null=True, blank=True)
    per_day = models.PositiveIntegerField(null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dispatch = models.OneToOneField(Dispatch, null=True, blank=True, on_delete=models.PROTECT, related_name="campaign")
    seeds = models.OneToOneField(Dispatch, null=True, blank=True, on_delete=models.PROTECT, related_name="seeded")
    revision = models.PositiveIntegerField(default=0)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    manifest_rows = models.PositiveIntegerField(default=0)
    groups: Any = models.JSONField(default=dict)
    frame: Any = models.JSONField(default=dict, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    events_count = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "name"], name="campaign_name_is_unique_in_its_matter"),
            models.CheckConstraint(
                name="campaign_frozen_has_its_manifest",
                condition=Q(state__in=["draft", "cancelled"]) | (~Q(manifest_sha256="") & Q(dispatch__isnull=False)),
                violation_error_message="A campaign beyond its draft has its recipients frozen.",
            ),
            models.CheckConstraint(
                name="campaign_ordered_names_its_order",
                condition=~Q(purpose="court_notice") | ~Q(order_reference=""),
                violation_error_message="A notice ordered by the court names the order.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignTemplate(models.Model):
    """Which version a campaign uses for a language."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="templates")
    language = models.CharField(max_length=12)
    template = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "language"], name="campaign_template_of_language")]

    def __str__(self) -> str:
        return f"{self.language} of campaign {self.campaign_id}"


class CampaignApproval(models.Model):
    """That a person approved exactly this: manifest, templates and caps. Append-only; any change voids it.

    A withdrawal is a row too, with the same `turn`; who approves once more begins the next turn. In the same way a
    proposal to cancel ends with a row that keeps the campaign.
    """

    frozen = Frozen.APPEND_ONLY

    class Act(models.TextChoices):
        SEND = "send", "Send"
        WITHDRAW = "withdraw", "Withdraw"
        CANCEL = "cancel", "Cancel"
        KEEP = "keep", "Do not cancel after all"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="approvals")
    act = models.CharField(max_length=8, choices=Act.choices, default=Act.SEND)
    turn = models.PositiveSmallIntegerField(default=0)
    manifest_sha256 = models.CharField(max_length=64)
    templates_sha256 = models.CharField(max_length=64)
    caps_sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "act", "by", "turn", "manifest_sha256", "templates_sha256", "caps_sha256"],
                name="campaign_approval_is_given_once",
                violation_error_message="You approved this already; somebody else must be the second.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} of campaign {self.campaign_id} by {self.by_id}"


class CampaignEvent(models.Model):
    """The log of every act on a campaign, chained by hash like that of a claim. Append-only."""

    frozen = Frozen.APPEND_ONLY

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["campaign", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "sequence"], name="campaign_event_has_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of campaign {self.campaign_id}"
