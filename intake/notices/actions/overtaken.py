"""Taking back what waits to be sent when something else has overtaken it. What may have left stays as it is."""

from django.db import transaction
from django.db.models import QuerySet

from intake.filing.models import Claim, ClaimEvent
from intake.notices.intents import ERASED
from intake.notices.kinds import KINDS
from intake.notices.models import Notice, NoticeState
from intake.notices.tallies import moved, record_moves

NO_LONGER_ASKED = "What this asks for was answered or taken back before this was sent."


def cancel_erased(claim: Claim, event: ClaimEvent) -> None:
    """What waits for a worker, or for a person to release it, is not sent: its words are about to go."""
    cancel_unsent(Notice.objects.filter(claim=claim), ERASED)


def cancel_answered(claim: Claim, event: ClaimEvent) -> None:
    """Notices that ask for what nobody waits for any more are not sent."""
    asking = [name for name, kind in KINDS.items() if kind.still_asks]
    waiting = Notice.objects.unsent().filter(claim=claim, kind__in=asking)
    for notice in waiting.select_related("payload"):
        still_asks = KINDS[notice.kind].still_asks
        if still_asks and not still_asks(notice.payload.context):
            cancel_unsent(Notice.objects.filter(pk=notice.pk), NO_LONGER_ASKED)


@transaction.atomic
def cancel_unsent(notices: QuerySet[Notice], why: str) -> int:
    """Takes back those of the notices that no worker has taken; how many."""
    unsent = notices.filter(state__in=[NoticeState.HELD, NoticeState.QUEUED])
    held = list(unsent.select_for_update().only("pk", "dispatch_id", "state").order_by("pk"))
    Notice.objects.filter(pk__in=[notice.pk for notice in held]).update(
        state=NoticeState.CANCELLED, last_reply=why[:500]
    )
    record_moves(moved(held, NoticeState.CANCELLED))
    return len(held)


@transaction.atomic
def cancel_overtaken(notice: Notice) -> None:
    """Takes back a notice that a worker has taken and not begun to send: the answer came while it waited there."""
    ours = Notice.objects.filter(pk=notice.pk, state=NoticeState.LEASED, lease_token=notice.lease_token)
    changes = {"state": NoticeState.CANCELLED, "last_reply": NO_LONGER_ASKED, "lease_token": "", "lease_until": None}
    if ours.update(**changes):
        record_moves(moved([notice], NoticeState.CANCELLED))
