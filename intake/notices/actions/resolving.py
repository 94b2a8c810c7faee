"""What a named person may do with a notice: release it, cancel it, and settle one nobody can know about."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.common.references import new_reference
from claimants.matters.policies import check_may_define
from claimants.people.models import User
from intake.filing.models import Claim
from intake.notices.actions.accepting import tell_kind
from intake.notices.actions.changes import KIND as CHANGED_DEFINITION
from intake.notices.destinations import destination_of
from intake.notices.kinds import kind_named
from intake.notices.models import Notice, NoticeAttempt, NoticePayload, NoticeState
from intake.notices.tallies import moved, record_moves
from intake.notices.wakeup import wake_after_commit

_FINISHED = {NoticeState.FAILED, NoticeState.UNKNOWN}


@transaction.atomic
def release(*, notice: Notice, by: User) -> Notice:
    """Lets a held notice go. Refused when the matter has moved on since it was written.

    Word of a new definition is let go by whoever may let go all of it: those who may define.
    """
    locked = _locked(notice)
    if locked.kind == CHANGED_DEFINITION:
        check_may_define(by, locked.matter)
    if locked.state != NoticeState.HELD:
        raise Refused("Only a notice that is held can be released.")
    written_at = _words(locked).context["stage"]
    if written_at != locked.matter.stage:
        raise Refused(
            "The matter has moved to another stage since this notice was written, so what it says is no longer "
            "true. Cancel it."
        )
    _move(locked, NoticeState.QUEUED)
    _note(locked, by, "released")
    wake_after_commit()
    return locked


@transaction.atomic
def cancel(*, notice: Notice, reason: str, by: User) -> Notice:
    """Takes back a notice of which nothing has left the house, unless a claimant's time to answer waits for it."""
    locked = _locked(notice)
    if not locked.is_unsent:
        raise Refused(
            "This notice can no longer be cancelled: it may have been sent. "
            f"It is “{locked.get_state_display().lower()}”."
        )
    _check_nothing_waits_for(locked)
    locked.last_reply = _given(reason)
    _move(locked, NoticeState.CANCELLED, "last_reply")
    _note(locked, by, f"cancelled: {reason}")
    return locked


@transaction.atomic
def send_again(*, notice: Notice, reason: str, by: User) -> Notice:
    """Owes the same words once more, as the next in sequence: to whoever it failed, or may not have reached.

    The address is the recipient's present one, unless the words are for one mailbox alone. The old row stays, and
    says who decided.
    """
    locked = _locked(notice)
    if locked.state not in _FINISHED and not locked.came_back:
        raise Refused("Only a notice that failed, came back, or whose outcome nobody knows, can be sent again.")
    if locked.dispatch_id is not None or locked.recipient is None:
        raise Refused("This went to a person on the list of a campaign. Its rule, or its follow-up, goes on from here.")
    last = Notice.objects.filter(cause=locked.cause, kind=locked.kind, recipient=locked.recipient)
    if locked.sequence != last.aggregate(last=Max("sequence"))["last"]:
        raise Refused("This notice was sent again already.")
    if locked.claim:
        Claim.objects.select_for_update().get(pk=locked.claim.pk)  # no erasure between reading and writing the words
    old = _words(locked)
    kind = kind_named(locked.kind)
    if kind.still_asks and not kind.still_asks(old.context):
        raise Refused("What this notice asks for was answered or taken back since, so it is not sent again.")
    address = old.address if kind.is_for_the_mailbox else locked.recipient.email
    again = Notice.objects.create(
        cause=locked.cause, kind=locked.kind, recipient=locked.recipient, sequence=locked.sequence + 1,
        matter=locked.matter, claim=locked.claim, code=new_reference(), language=locked.language,
        lane=locked.lane, destination=destination_of(address),
    )  # fmt: skip
    NoticePayload.objects.create(notice=again, claim=locked.claim, address=address, context=old.context)
    _settle(locked, by, f"sent again: {reason}", reason)
    wake_after_commit()
    return again


@transaction.atomic
def deem_sent(*, notice: Notice, reason: str, by: User) -> Notice:
    """Says of a notice nobody can know about that it counts as sent; what follows from sending follows now."""
    locked = _locked(notice)
    if locked.state != NoticeState.UNKNOWN:
        raise Refused("Only a notice of which nobody knows the outcome can be deemed sent.")
    _settle(locked, by, f"deemed sent: {reason}", reason)
    if locked.dispatch_id is None:
        tell_kind(kind_named(locked.kind), locked, timezone.now())
    return locked


def _move(notice: Notice, to: NoticeState, *fields: str) -> None:
    record_moves(moved([notice], to))
    notice.state = to
    notice.save(update_fields=["state", *fields])


def _locked(notice: Notice) -> Notice:
    return Notice.objects.select_for_update(of=("self",)).select_related("matter", "recipient").get(pk=notice.pk)


def _check_nothing_waits_for(notice: Notice) -> None:
    """A request whose notice never goes out has no last day, and its claim would wait for an answer for ever."""
    if notice.dispatch_id is not None:
        return
    kind = kind_named(notice.kind)
    if notice.has_words and kind.when_accepted and kind.still_asks and kind.still_asks(notice.payload.context):
        thing = notice.claim.words.thing if notice.claim else "claim"
        raise Refused(
            "The time to answer starts when this notice is sent, so it is not taken back alone. "
            f"Take the {thing} for review: that ends the request, and this notice is cancelled with it."
        )


def _words(notice: Notice) -> NoticePayload:
    if not notice.has_words:
        raise Refused("The personal data in this notice was erased, so there is nothing left to send.")
    return notice.payload


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused("Say why, in a few words: it goes on record with your name.")
    return reason.strip()[:500]


def _settle(notice: Notice, by: User, said: str, reason: str) -> None:
    _given(reason)
    if notice.state == NoticeState.UNKNOWN:
        notice.lease_token = ""
        _move(notice, NoticeState.RESOLVED, "lease_token")
    _note(notice, by, said)


def _note(notice: Notice, by: User, said: str) -> None:
    """Puts on record who decided what. Its number is its own: it is no attempt at sending."""
    number = (notice.attempts.aggregate(last=Max("number"))["last"] or 0) + 1
    NoticeAttempt.objects.create(
        notice=notice, number=number, phase=NoticeAttempt.Phase.RESOLVED, reply=said[:500], by=by
    )
