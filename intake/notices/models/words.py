"""What a notice says: the context frozen when it was owed, and the message made of it."""

from django.db import models
from django.utils import timezone

from claimants.common.frozen import Frozen
from intake.filing.models import Claim
from intake.notices.models.notices import Notice


class NoticePayload(models.Model):
    """What the notice says to whom: the context frozen when it was owed, and the message once rendered."""

    frozen = Frozen.PAYLOAD

    notice = models.OneToOneField(Notice, primary_key=True, on_delete=models.PROTECT, related_name="payload")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(max_length=254)
    context = models.JSONField()

    def __str__(self) -> str:
        return f"payload of notice {self.notice_id}"


class NoticeMessage(models.Model):
    """The message as it was rendered and offered to the relay. A payload row, written before the first byte."""

    frozen = Frozen.PAYLOAD

    notice = models.OneToOneField(Notice, primary_key=True, on_delete=models.PROTECT, related_name="message")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    attachment_name = models.CharField(max_length=120, blank=True)
    attachment_type = models.CharField(max_length=80, blank=True)
    attachment = models.BinaryField(blank=True, default=bytes)
    message_id = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"message of notice {self.notice_id}"
