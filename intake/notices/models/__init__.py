"""Notices: the database is queue, ledger and proof. A row is the duty; a Celery message only wakes a worker."""

from intake.notices.models.addresses import AddressStatus, MailEvent
from intake.notices.models.attempts import NoticeAttempt, NoticeRelease
from intake.notices.models.dispatches import Bucket, Dispatch, DispatchMove, DispatchState, Provider, Sweep
from intake.notices.models.notices import Arrival, Notice, NoticeQuerySet, NoticeState
from intake.notices.models.words import NoticeMessage, NoticePayload

__all__ = [
    "AddressStatus",
    "Arrival",
    "Bucket",
    "Dispatch",
    "DispatchMove",
    "DispatchState",
    "MailEvent",
    "Notice",
    "NoticeAttempt",
    "NoticeMessage",
    "NoticePayload",
    "NoticeQuerySet",
    "NoticeRelease",
    "NoticeState",
    "Provider",
    "Sweep",
]
