"""Holding mail back from an address, always with the evidence, and giving it back by a named person."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import User
from claimants.people.roles import Power, has_power_anywhere
from intake.notices.addressees import addressee_of
from intake.notices.addresses import digest_of
from intake.notices.arrivals import Reported, is_about_address, is_for_now
from intake.notices.grounds import Ground
from intake.notices.models import AddressStatus, MailEvent, Notice, NoticeAttempt
from intake.notices.replies import Fate, Verdict

SOFT_RETURNS, SOFT_SPAN = 3, timedelta(hours=72)
_Kind = MailEvent.Kind
_Reason = AddressStatus.Reason


def suppress_from(notice: Notice, attempt: NoticeAttempt, verdict: Verdict) -> AddressStatus | None:
    """What a relay's answer means for the address: nobody is there, or it took nothing until we gave up.

    A refusal of ours (policy, content, too fast) is never held against it.
    """
    if verdict.fate is not Fate.FAILED:
        return None
    if verdict.ground is Ground.ADDRESS:
        return _hold(notice, _Reason.GONE, attempt=attempt)
    if verdict.ground in {Ground.TEMPORARY, Ground.FULL}:
        return _hold(notice, _Reason.SOFT, attempt=attempt)
    return None


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
            _add(digest, reason, event=event)


def hold_by_choice(*, notice: Notice, reason: AddressStatus.Reason) -> AddressStatus | None:
    """What somebody asked for by the link in a message: no updates, or paper. None when their data was erased."""
    if reason not in {_Reason.NO_UPDATES, _Reason.PREFERS_POST}:
        raise Refused("Nothing is held against an address without evidence.")
    return _hold(notice, reason)


@transaction.atomic
def lift(*, status: AddressStatus, reason: str, by: User) -> AddressStatus:
    """Mail may go to the address again. Who said so, and why, is on record."""
    if not has_power_anywhere(by, Power.REVIEW):
        raise Refused("Only staff who work on claims may let mail go to an address again.")
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


def _hold(notice: Notice, reason: AddressStatus.Reason, attempt: NoticeAttempt | None = None) -> AddressStatus | None:
    address = addressee_of(notice).address
    return _add(digest_of(address), reason, attempt=attempt) if address else None


def _add(
    digest: str, reason: AddressStatus.Reason, attempt: NoticeAttempt | None = None, event: MailEvent | None = None
) -> AddressStatus | None:
    """The one that is there already stands, with the evidence it came with."""
    AddressStatus.objects.bulk_create(
        [AddressStatus(digest=digest, reason=reason, attempt=attempt, event=event)], ignore_conflicts=True
    )
    return AddressStatus.objects.filter(digest=digest, reason=reason, lifted_at=None).first()
