"""What is held against an address when a relay refuses it, always with the attempt as evidence."""

from intake.notices.addressees import addressee_of
from intake.notices.addresses import digest_of
from intake.notices.grounds import Ground
from intake.notices.models import AddressStatus, MailEvent, Notice, NoticeAttempt
from intake.notices.replies import Fate, Verdict

_Reason = AddressStatus.Reason


def suppress_from(notice: Notice, attempt: NoticeAttempt, verdict: Verdict) -> AddressStatus | None:
    """What a relay's answer means for the address: nobody is there, or it took nothing until we gave up.

    A refusal of ours (policy, content, too fast) is never held against it.
    """
    if verdict.fate is not Fate.FAILED:
        return None
    if verdict.ground is Ground.ADDRESS:
        return hold_back(notice, _Reason.GONE, attempt=attempt)
    if verdict.ground in {Ground.TEMPORARY, Ground.FULL}:
        return hold_back(notice, _Reason.SOFT, attempt=attempt)
    return None


def hold_back(
    notice: Notice, reason: AddressStatus.Reason, attempt: NoticeAttempt | None = None
) -> AddressStatus | None:
    """Holds mail for the address that this notice went to; None when nobody knows it any more."""
    address = addressee_of(notice).address
    return add_status(digest_of(address), reason, attempt=attempt) if address else None


def add_status(
    digest: str, reason: AddressStatus.Reason, attempt: NoticeAttempt | None = None, event: MailEvent | None = None
) -> AddressStatus | None:
    """The one that is there already stands, with the evidence it came with."""
    AddressStatus.objects.bulk_create(
        [AddressStatus(digest=digest, reason=reason, attempt=attempt, event=event)], ignore_conflicts=True
    )
    return AddressStatus.objects.filter(digest=digest, reason=reason, lifted_at=None).first()
