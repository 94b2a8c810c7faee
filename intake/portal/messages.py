"""The messages about a claim as its person may see them: which, what each is called, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy

from django.db.models import Q

from intake.filing.models import Claim
from intake.notices.addressees import SOME_MESSAGE, Addressee, addressees_of
from intake.notices.kinds import KINDS
from intake.notices.models import Arrival, Notice, NoticeState
from intake.notices.models.notices import NoticeQuerySet
from intake.notices.writers import Unwritable, Written, writer_for_dispatches

NOTICE_WORDS = {
    NoticeState.HELD: "being prepared",
    NoticeState.QUEUED: "waiting to be sent",
    NoticeState.LEASED: "being sent",
    NoticeState.ATTEMPTING: "being sent",
    NoticeState.ACCEPTED: "sent",
    NoticeState.FAILED: "could not be delivered",
    NoticeState.UNKNOWN: "perhaps not sent; we are looking into it",
    NoticeState.RESOLVED: "perhaps sent; we have looked into it",
    NoticeState.CANCELLED: "not sent; it was no longer needed",
    NoticeState.SUPERSEDED: "sent to another address of yours instead",
}
_CAME_BACK = {
    NoticeState.ACCEPTED: "not delivered; it came back to us",
    NoticeState.SUPERSEDED: "not delivered; it came back, and we wrote to another address of yours instead",
}


@dataclass(frozen=True)
class Words:
    """What a message said. Both are None when it was never written, or cannot be written again as it was sent."""

    subject: str | None = None
    text: str | None = None


def messages_of(claim: Claim) -> NoticeQuerySet:
    """Nothing of a notice to many until it may have left: before, it may still be changed, or never be approved."""
    left = Notice.objects.offered().values("pk")
    return Notice.objects.filter(Q(dispatch=None) | Q(pk__in=left), claim=claim).order_by("pk")


def sent_so(notice: Notice) -> str:
    """How it stands, in words. What came back is not called sent."""
    state = NoticeState(notice.state)
    came_back = _CAME_BACK.get(state) if notice.arrival == Arrival.BOUNCED else None
    return came_back or NOTICE_WORDS[state]


def called(notices: Sequence[Notice]) -> dict[int, Addressee]:
    """What each is called, by its id. Those of a dispatch come with the address they went to."""
    to_many = addressees_of([notice for notice in notices if notice.dispatch_id is not None])
    kinds = {notice.pk: KINDS.get(notice.kind) for notice in notices}
    return {pk: Addressee("", kind.label if kind else SOME_MESSAGE) for pk, kind in kinds.items()} | to_many


def words_of(notices: Sequence[Notice]) -> dict[int, Words]:
    """What each says, by its id: as it is stored, or, of one to many, written anew by the writer that sent it."""
    to_many = [notice for notice in notices if notice.dispatch_id is not None]
    written = writer_for_dispatches()(to_many) if to_many else {}
    return {notice.pk: _words_of(notice, written.get(notice.pk)) for notice in notices}


def _words_of(notice: Notice, written: Written | Unwritable | None) -> Words:
    if isinstance(written, Written):
        message = message_from_bytes(written.wire, policy=policy.default)
        body = message.get_body(("plain",))
        return Words(str(message["Subject"]), body.get_content().replace("\r\n", "\n") if body else None)
    return Words(notice.message.subject, notice.message.text) if hasattr(notice, "message") else Words()
