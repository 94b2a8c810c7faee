"""Owing a notice: one row, once for its cause, with its context frozen in the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from claimants.common.exceptions import Refused
from claimants.common.references import new_reference
from claimants.people.models import User
from intake.filing.models import Claim, ClaimEvent, EventKind
from intake.notices.contexts import check_may_be_sent, context_of
from intake.notices.destinations import destination_of
from intake.notices.kinds import OWED_FOR, kind_named
from intake.notices.models import Notice, NoticePayload, NoticeState
from intake.notices.vocabulary import Kind
from intake.notices.wakeup import wake_after_commit

log = structlog.get_logger(__name__)


@transaction.atomic(savepoint=False)
def owe(
    *,
    kind: str,
    cause: str,
    claim: Claim,
    recipient: User | None = None,
    context: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
    sequence: int = 0,
    address: str = "",
    is_new: bool = False,
) -> Notice:
    """The notice owed for this cause: a new one, or the one that is owed already, untouched.

    It goes to the recipient's address as it is now, unless another `address` is given. `is_new` says that the cause
    has just come about, so that it is not worth asking first whether the notice is owed already.
    """
    chosen, to = kind_named(kind), recipient or recipient_of(claim)
    if to is None:
        raise Refused(
            f"Nobody has an e-mail address for {claim.reference}: it was filed on paper. Write to them by post."
        )
    once = {"cause": cause, "kind": kind, "recipient": to, "sequence": sequence}
    if not is_new and (owed := Notice.objects.filter(**once).first()):
        return owed
    check_may_be_sent(chosen, claim)
    frozen = context_of(chosen, claim, context or {})
    address = address or to.email
    notice, created = _written(once, _row(chosen, claim, address, not_before))
    if created:
        NoticePayload.objects.create(notice=notice, claim=claim, address=address, context=frozen)
        if notice.state == NoticeState.QUEUED:
            wake_after_commit()
    return notice


def owe_for_event(claim: Claim, event: ClaimEvent) -> list[Notice]:
    """What the kinds say this kind of event owes. A claim filed on paper is written to by post, not from here."""
    names = OWED_FOR[EventKind(event.kind)]
    if names and recipient_of(claim) is None:
        log.info("notices.no_mailbox", reference=claim.reference, about=event.kind)
        return []
    cause, context = f"event:{event.pk}", {"event": event}
    return [owe(kind=name, cause=cause, claim=claim, context=context, is_new=True) for name in names]


def recipient_of(claim: Claim) -> User | None:
    """Who reads what is written about a claim: whoever filed it, else the person it is for."""
    return claim.filed_by or claim.person.user


def owe_quietly(kind: str, cause: str, claim: Claim, context: Mapping[str, Any] | None = None) -> int:
    """One that cannot be owed is logged, and does not stop the others."""
    try:
        with transaction.atomic():
            owe(kind=kind, cause=cause, claim=claim, context=context)
    except Exception as error:  # a matter whose file is broken must not silence every other matter
        reason = str(error) if isinstance(error, Refused) else type(error).__name__
        log.error("notices.not_owed", kind=kind, reference=claim.reference, reason=reason)
        return 0
    return 1


def _row(kind: Kind, claim: Claim, address: str, not_before: datetime | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "matter": claim.matter,
        "claim": claim,
        "language": claim.language,
        "destination": destination_of(address),
        "lane": int(kind.lane),
        "state": NoticeState.HELD if kind.held else NoticeState.QUEUED,
    }
    return row | ({"not_before": not_before} if not_before else {})


def _written(once: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[Notice, bool]:
    """The notice, and whether it is new. The database says whether it is owed already, or its code is taken."""
    while True:
        code = new_reference()
        try:
            with transaction.atomic():
                return Notice.objects.create(**once, **row, code=code), True
        except IntegrityError:
            if owed := Notice.objects.filter(**once).first():
                return owed, False
            if not Notice.objects.filter(code=code).exists():
                raise
