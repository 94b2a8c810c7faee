"""Reports about notices, as a provider or a returned message makes them."""

from datetime import UTC, datetime, timedelta
from itertools import count

from django.utils import timezone

from claimants.matters.dates import end_of_day
from intake.notices.actions import act_on_reports, hear_all
from intake.notices.heard import Heard
from intake.notices.models import Notice, NoticeAttempt
from intake.review.models import InformationRequest

HAPPENED_AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
_numbers = count(1)


def report(notice: Notice | str, kind: str, *, status: str = "", ground: str = "", **more: object) -> None:
    """Tells one event that was never told before, unless `event_id` says which it is."""
    about = notice if isinstance(notice, str) else notice.code
    event_id = str(more.pop("event_id", f"made-{next(_numbers)}"))
    heard = Heard(
        provider=str(more.pop("provider", "postmark")), provider_event_id=event_id, kind=kind, about=about,
        happened_at=more.pop("at", HAPPENED_AT), status=status, ground=ground, **more,
    )  # type: ignore[arg-type]  # fmt: skip
    hear_all([heard])


def came_back(notice: Notice, *, days: int = 0) -> None:
    """Nobody is at the address; already acted on."""
    report(notice, "bounced", status="5.1.1", ground="address", at=HAPPENED_AT + timedelta(days=days))
    act_on_reports()


def accept(notice: Notice, at: datetime | None = None) -> Notice:
    """The relay took it, without a relay."""
    Notice.objects.filter(pk=notice.pk).update(
        state="accepted", accepted_at=at or timezone.now(), attempts_made=1, lease_token=""
    )
    notice.refresh_from_db()
    return notice


def make_unknown(notice: Notice) -> Notice:
    """A worker was lost while it was sending this."""
    NoticeAttempt.objects.create(notice=notice, number=1, phase="intent")
    NoticeAttempt.objects.create(notice=notice, number=1, phase="unknown")
    Notice.objects.filter(pk=notice.pk).update(state="unknown", attempts_made=1, lease_token="lost")
    notice.refresh_from_db()
    return notice


def last_moment(request: InformationRequest, *, days: int) -> datetime:
    """When so many days after a report are over where the court sits."""
    return end_of_day(HAPPENED_AT + timedelta(days=days), request.claim.matter.file.court_time_zone)
