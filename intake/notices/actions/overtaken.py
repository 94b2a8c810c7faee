"""Taking back what waits to be sent when something else has overtaken it. What may have left stays as it is."""

from intake.filing.models import Claim, ClaimEvent
from intake.notices.intents import ERASED
from intake.notices.kinds import KINDS
from intake.notices.models import Notice, NoticeState

NO_LONGER_ASKED = "What this asks for was answered or taken back before this was sent."


def cancel_erased(claim: Claim, event: ClaimEvent) -> None:
    """What waits for a worker, or for a person to release it, is not sent: its words are about to go."""
    Notice.objects.unsent().filter(claim=claim).update(state=NoticeState.CANCELLED, last_reply=ERASED)


def cancel_answered(claim: Claim, event: ClaimEvent) -> None:
    """Notices that ask for what nobody waits for any more are not sent."""
    asking = [name for name, kind in KINDS.items() if kind.still_asks]
    waiting = Notice.objects.unsent().filter(claim=claim, kind__in=asking)
    for notice in waiting.select_related("payload"):
        still_asks = KINDS[notice.kind].still_asks
        if still_asks and not still_asks(notice.payload.context):
            _cancel(notice)


def _cancel(notice: Notice) -> None:
    """Unless a worker has just taken it."""
    Notice.objects.unsent().filter(pk=notice.pk).update(state=NoticeState.CANCELLED, last_reply=NO_LONGER_ASKED)
