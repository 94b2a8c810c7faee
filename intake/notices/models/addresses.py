"""What is known of addresses and of messages after the relay took them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intake.notices.models.attempts import NoticeAttempt
from intake.notices.models.notices import Notice


class MailEvent(models.Model):
    """What a provider, or a returned message, reported: stored first, matched and acted on afterwards.

    Holds no address: `about` is the code, the message id or the envelope by which we know the notice. `digest` is
    that of the address the notice went to, once the notice is known. One that is flagged is for a person to read.
    """

    class Kind(models.TextChoices):
        DELIVERED = "delivered", "delivered"
        DELAYED = "delayed", "delayed"
        BOUNCED = "bounced", "came back"
        COMPLAINED = "complained", "reported as unwanted"
        UNSUBSCRIBED = "unsubscribed", "asked for no more of these"
        ACCEPTED = "accepted", "taken by the provider"
        REJECTED = "rejected", "refused by the provider"
        OTHER = "other", "something else"

    GONE_WRONG = (Kind.BOUNCED, Kind.REJECTED, Kind.COMPLAINED)

    provider = models.CharField(max_length=40)
    provider_event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=12, blank=True)
    ground = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=500, blank=True)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="mail_events")
    digest = models.CharField(max_length=64, blank=True)
    is_flagged = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_event_id"], name="mail_event_is_stored_once")
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(done_at__isnull=True), name="mail_event_to_do"),
            models.Index(fields=["digest", "happened_at"], condition=~Q(digest=""), name="mail_event_of_address"),
            models.Index(
                fields=["id"], condition=Q(kind__in=["bounced", "rejected", "complained"]), name="mail_event_gone_wrong"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.provider}"


class AddressStatus(models.Model):
    """Why nothing more is sent to an address, and on what evidence. Holds a digest, not the address.

    `lifted_at` says that a person took it back. An address that only wants no updates still gets what a court ordered.
    """

    class Reason(models.TextChoices):
        GONE = "gone", "the mailbox does not exist"
        SOFT = "soft", "the mailbox took nothing for days"
        COMPLAINED = "complained", "our mail was reported as unwanted"
        NO_UPDATES = "no_updates", "asked for no more updates"
        PREFERS_POST = "prefers_post", "asked for paper instead"

    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    since = models.DateTimeField(default=timezone.now)
    attempt = models.ForeignKey(NoticeAttempt, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(MailEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "reason"], condition=Q(lifted_at__isnull=True), name="address_status_is_known_once"
            ),
            models.CheckConstraint(
                name="address_status_has_evidence",
                condition=Q(attempt__isnull=False)
                | Q(event__isnull=False)
                | Q(reason__in=["no_updates", "prefers_post"]),
                violation_error_message="Nothing is held against an address without evidence.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} since {self.since:%Y-%m-%d}"

    @property
    def is_a_wish(self) -> bool:
        """Whether the person asked for it themselves."""
        return self.reason in {self.Reason.NO_UPDATES, self.Reason.PREFERS_POST}
