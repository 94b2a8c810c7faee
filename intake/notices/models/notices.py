"""The duty, its words, and the message made of them."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from claimants.matters.models import Matter
from intake.filing.models import Claim
from intake.notices.models.dispatches import Dispatch
from intake.notices.models.doubts import may_have_left


class NoticeState(models.TextChoices):
    HELD = "held", "Held for release"
    QUEUED = "queued", "Waiting to be sent"
    LEASED = "leased", "With a worker"
    ATTEMPTING = "attempting", "Being sent"
    ACCEPTED = "accepted", "Accepted by the mail relay"
    FAILED = "failed", "Failed"
    UNKNOWN = "unknown", "Not known whether it was sent"
    RESOLVED = "resolved", "Not known; settled since"
    CANCELLED = "cancelled", "Cancelled before it was sent"
    SUPERSEDED = "superseded", "Sent to another address instead"


class Arrival(models.TextChoices):
    """What became of a notice after the relay had taken it, as far as anybody reported."""

    SILENT = "", "No news since"
    DELIVERED = "delivered", "Delivered to the mailbox"
    BOUNCED = "bounced", "Came back"
    COMPLAINED = "complained", "Reported as unwanted"


CAME_BACK = Q(state=NoticeState.ACCEPTED, arrival=Arrival.BOUNCED)
"""As `Notice.came_back` says of one."""


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> "NoticeQuerySet":
        """Waiting, and its time has come by the database's clock."""
        return self.filter(state=NoticeState.QUEUED, not_before__lte=Now())

    def unsent(self) -> "NoticeQuerySet":
        """Certainly nothing of these has left this house, and nothing is leaving."""
        waiting = self.filter(state__in=[NoticeState.HELD, NoticeState.QUEUED])
        return waiting.exclude(Q(attempts_made__gt=0) & Q(may_have_left()))

    def unresolved(self) -> "NoticeQuerySet":
        """Nobody can know whether these were sent; a person must say what to do."""
        return self.filter(state=NoticeState.UNKNOWN)

    def troubled(self) -> "NoticeQuerySet":
        """A person must say what becomes of these. One that failed, and whose words were erased, is past deciding.

        One that came back is here until it was sent again; those of a dispatch are followed up by their campaign.
        """
        again = Notice.objects.filter(
            cause=OuterRef("cause"), kind=OuterRef("kind"), recipient=OuterRef("recipient"),
            sequence__gt=OuterRef("sequence"),
        )  # fmt: skip
        came_back = CAME_BACK & Q(dispatch__isnull=True) & ~Exists(again)
        stuck = Q(state__in=[NoticeState.FAILED, NoticeState.UNKNOWN, NoticeState.HELD])
        return self.filter(stuck | came_back).exclude(
            Q(state=NoticeState.FAILED) | Q(arrival=Arrival.BOUNCED), payload__isnull=True
        )

    def offered(self) -> "NoticeQuerySet":
        """Those of which at least the first byte may have left this house, whatever was decided since.

        One that is sent once more, because nobody knows about the first try, is among them while it waits.
        """
        begun = [NoticeState.ATTEMPTING, NoticeState.ACCEPTED, NoticeState.UNKNOWN, NoticeState.RESOLVED]
        came_back = Q(state=NoticeState.SUPERSEDED, accepted_at__isnull=False)
        return self.filter(Q(state__in=begun) | came_back | Q(may_have_left()))


class Notice(models.Model):
    """One message owed to one recipient for one cause: `event:…`, `due:…`, `change:…`, `matter:…` or `campaign:…`.

    A notice of a dispatch may have a recipient without an account; `rank` says which of their addresses it goes to,
    `destination` which group of mailbox providers takes it. One that failed, or that nobody knows about, has an
    `owner`: the person who must say what becomes of it.

    Times that decide who sends what, and when, are the database's: workers and web servers may disagree.

    A notice of a dispatch changes three times while it is sent, and is written anew into every index each time: there
    is no index on it that it does not need.
    """

    cause = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField(default=0)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="notices", db_index=False)
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="notices",
        db_index=False,
    )  # fmt: skip
    dispatch = models.ForeignKey(
        Dispatch, null=True, blank=True, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    rank = models.PositiveSmallIntegerField(default=0)
    destination = models.CharField(max_length=12, default="other")
    code = models.CharField(max_length=12)
    language = models.CharField(max_length=12, default="en")
    lane = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.QUEUED)
    owed_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(db_default=Now())
    lease_token = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    leases_lost = models.PositiveSmallIntegerField(default=0)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    last_reply = models.CharField(max_length=500, blank=True)
    arrival = models.CharField(max_length=10, choices=Arrival.choices, blank=True, default=Arrival.SILENT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], name="notice_has_its_own_code", violation_error_message="This code is taken."
            ),
            models.UniqueConstraint(
                fields=["cause", "kind", "recipient", "sequence"],
                condition=Q(dispatch__isnull=True),
                name="notice_is_owed_once",
                violation_error_message="This notice is owed already.",
            ),
            models.UniqueConstraint(
                fields=["cause", "sequence"],
                condition=Q(dispatch__isnull=False),
                name="notice_of_a_dispatch_is_owed_once",
                violation_error_message="This person is written to already.",
            ),
            models.CheckConstraint(
                name="notice_is_for_someone",
                condition=Q(recipient__isnull=False) | Q(dispatch__isnull=False),
                violation_error_message="A notice goes to someone: an account, or a person on the list of a dispatch.",
            ),
            models.CheckConstraint(
                name="notice_has_a_cause",
                condition=~Q(cause=""),
                violation_error_message="A notice says what it is owed for.",
            ),
            models.CheckConstraint(
                name="notice_with_a_worker_has_its_lease",
                condition=~Q(state__in=["leased", "attempting"]) | (Q(lease_until__isnull=False) & ~Q(lease_token="")),
                violation_error_message="A notice with a worker carries that worker's lease.",
            ),
            models.CheckConstraint(
                name="notice_accepted_has_its_time",
                condition=Q(state="accepted", accepted_at__isnull=False)
                | Q(state="superseded")
                | (~Q(state="accepted") & Q(accepted_at__isnull=True)),
                violation_error_message="A notice has a time of acceptance exactly when it was accepted.",
            ),
        ]
        indexes = [
            models.Index(fields=["claim"], condition=Q(claim__isnull=False), name="notice_of_claim"),
            models.Index(fields=["recipient"], condition=Q(recipient__isnull=False), name="notice_to_recipient"),
            models.Index(
                fields=["id"],
                condition=Q(state__in=["failed", "unknown", "held"]) | Q(state="accepted", arrival="bounced"),
                name="notice_needs_a_person",
            ),
            models.Index(
                fields=["lane", "not_before", "id"],
                condition=Q(state="queued", dispatch__isnull=True),
                name="notice_queue",
            ),
            models.Index(
                fields=["destination", "not_before", "id"],
                name="notice_queue_of_many",
                condition=Q(state="queued", dispatch__isnull=True, lane__gte=5),
            ),
            models.Index(
                fields=["dispatch", "destination", "not_before", "id"],
                condition=Q(state="queued", dispatch__isnull=False),
                name="notice_bulk_queue",
            ),
            models.Index(fields=["dispatch", "id"], condition=Q(dispatch__isnull=False), name="notice_of_dispatch"),
            models.Index(
                fields=["dispatch", "id"],
                condition=Q(dispatch__isnull=False)
                & (Q(state__in=["failed", "unknown"]) | Q(state="accepted", arrival="bounced")),
                name="notice_to_follow_up",
            ),
            models.Index(fields=["lease_until"], condition=Q(state__in=["leased", "attempting"]), name="notice_leases"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    @property
    def is_unsent(self) -> bool:
        """Certainly nothing of it has left this house, and nothing is leaving."""
        if self.attempts_made and Notice.objects.filter(may_have_left(), pk=self.pk).exists():
            return False
        return self.state in {NoticeState.HELD, NoticeState.QUEUED}

    @property
    def came_back(self) -> bool:
        return self.state == NoticeState.ACCEPTED and self.arrival == Arrival.BOUNCED

    @property
    def needs_sending_again(self) -> bool:
        """It came back, and was not sent again. Those of a dispatch are followed up by their campaign."""
        return self.came_back and Notice.objects.troubled().filter(pk=self.pk).exists()

    @property
    def has_words(self) -> bool:
        """What it says to whom is still there: it goes with an erasure."""
        return hasattr(self, "payload")
