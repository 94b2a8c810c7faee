"""Holding mail back from an address, always with the evidence, and giving it back by a named person."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.notices.addressees import addressee_of
from intake.notices.addresses import digest_of
from intake.notices.arrivals import Reported, is_about_address, is_for_now
from intake.notices.models import AddressStatus, MailEvent, Notice
from intake.notices.policies import ASKED_FOR, check_may_lift
from intake.notices.suppression import add_status, hold_back

SOFT_RETURNS, SOFT_SPAN = 3, timedelta(hours=72)
_Kind = MailEvent.Kind
_Reason = AddressStatus.Reason


def suppress_reported(notice: Notice, events: Sequence[MailEvent]) -> None:
    """The same from what was reported afterwards. Each report counts once, so what a person gave back stays."""
    if not events:
        return
    address = addressee_of(notice).address
    if not address:
        return
    digest = digest_of(address)
    MailEvent.objects.filter(pk__in=[event.pk for event in events]).update(digest=digest)
    for event in events:
        if reason := _reason(event, digest):
            add_status(digest, reason, event=event)


def hold_by_choice(*, notice: Notice, reason: AddressStatus.Reason) -> AddressStatus | None:
    """What somebody asked for by the link in a message: no updates, or paper. None when their data was erased.

    The message's last attempt is the evidence: so the wish belongs to a matter, whose administrators answer for it.
    """
    if reason not in ASKED_FOR:
        raise Refused("Nothing is held against an address without evidence.")
    return hold_back(notice, reason, attempt=notice.attempts.order_by("pk").last())


@transaction.atomic
def lift(*, status: AddressStatus, reason: str, by: User) -> AddressStatus:
    """Mail may go to the address again. Who said so, and why, is on record."""
    check_may_lift(by, status)
    if not reason.strip():
        raise Refused("Say why mail may go there again, in a few words: it goes on record with your name.")
    changed = AddressStatus.objects.filter(pk=status.pk, lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=by, lifted_why=reason.strip()[:300]
    )
    if not changed:
        raise Refused("Mail may go to this address already.")
    status.refresh_from_db()
    return status


def _reason(event: MailEvent, digest: str) -> AddressStatus.Reason | None:
    told = Reported(event.kind, event.status, event.ground)
    if event.kind == _Kind.COMPLAINED:
        return _Reason.COMPLAINED
    if event.kind == _Kind.UNSUBSCRIBED:
        return _Reason.NO_UPDATES
    if is_about_address(told):
        return _Reason.GONE
    return _Reason.SOFT if is_for_now(told) and _is_soft_for_days(digest) else None


def _is_soft_for_days(digest: str) -> bool:
    """So many came back over so long a time, and nothing arrived in between."""
    events = MailEvent.objects.filter(digest=digest).order_by("happened_at")
    delivered = events.filter(kind=_Kind.DELIVERED).last()
    since = events.filter(happened_at__gt=delivered.happened_at) if delivered else events
    returns = [
        event.happened_at for event in since if is_for_now(Reported(event.kind, event.status, event.ground))
    ]  # fmt: skip
    return len(returns) >= SOFT_RETURNS and returns[-1] - returns[0] >= SOFT_SPAN
