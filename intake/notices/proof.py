"""Is this message real? What may be said to anyone who types the code of a notice, and nothing more."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from claimants.common.references import normalise
from intake.notices.addressees import addressee_of
from intake.notices.models import Notice, NoticeAttempt
from intake.notices.models.doubts import UNSENT
from intake.notices.printed import printed_at


@dataclass(frozen=True)
class Proof:
    """That we sent a message: what it was, when, and to an address of which only its ends are shown.

    The address is empty when the person's data was erased. `printed_at` says when a letter with this code was given to
    the printer; `sent_at` is None when nothing but letters bears it. `zone` is the court's.
    """

    label: str
    sent_at: datetime | None
    address: str
    is_certain: bool
    printed_at: tuple[datetime, ...] = ()
    zone: str = "UTC"


def proof_of(code: str) -> Proof | None:
    """The proof for a code as typed; None for any code we did not send, whatever the reason."""
    meant = normalise(code)
    if meant is None:
        return None
    notice = Notice.objects.filter(code=meant).select_related("matter").first()
    if notice is None:
        return None
    printed, to = tuple(printed_at(notice)), addressee_of(notice)
    zone = notice.matter.file.court_time_zone
    if not Notice.objects.offered().filter(pk=notice.pk).exists():
        return Proof(to.label, None, "", is_certain=True, printed_at=printed, zone=zone) if printed else None
    return Proof(
        label=to.label,
        sent_at=notice.accepted_at or _tried_at(notice),
        address=masked(to.address) if to.address else "",
        is_certain=notice.accepted_at is not None,
        printed_at=printed,
        zone=zone,
    )


def masked(address: str) -> str:
    """`a•••@e•••.org`: enough to know one's own, too little to learn another's."""
    local, _, domain = address.rpartition("@")
    name, dot, ending = domain.rpartition(".")
    return f"{local[:1]}•••@{(name or ending)[:1]}•••{dot}{ending if dot else ''}"


def _tried_at(notice: Notice) -> datetime:
    """When sending last began, but for tries that certainly sent nothing. A person may have settled it days later, and
    a reader compares the day."""
    in_vain = notice.attempts.filter(phase__in=UNSENT).values("number")
    begun = notice.attempts.filter(phase=NoticeAttempt.Phase.INTENT).exclude(number__in=in_vain)
    return begun.aggregate(last=Max("at"))["last"] or notice.owed_at
