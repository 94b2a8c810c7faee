"""Whether an earlier try may have left this house, although the notice waits to be sent again, or was taken back."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

UNSENT = ("waited", "deferred", "failed")
"""Outcomes of a try after which it is certain that nothing of it was taken."""


def may_have_left() -> Exists:
    """Of a notice: some try of it ended without anybody knowing, and nothing later says that it was not sent."""
    attempts = apps.get_model("notices", "NoticeAttempt")._default_manager
    said_later = Q(number=OuterRef("number"), phase__in=UNSENT) | Q(number__gt=OuterRef("number"), phase="reported")
    cleared = attempts.filter(said_later, notice=OuterRef("notice"))
    return Exists(attempts.filter(notice=OuterRef("pk"), phase="unknown").exclude(Exists(cleared)))
