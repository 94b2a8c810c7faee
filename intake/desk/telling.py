"""What the desk says of one notice: what it is, whom it goes to, who looks after it, and what may be decided."""

from dataclasses import dataclass

from claimants.people.models import User
from intake.campaigns.actions.settling import is_owed_a_letter
from intake.campaigns.causes import line_of
from intake.campaigns.models import Campaign
from intake.desk.campaigning import MAY_READ_MESSAGES
from intake.desk.forms.notices import settlements
from intake.desk.next_steps import decisions, next_step, settled
from intake.desk.reach import Reach
from intake.notices.addressees import addressee_of
from intake.notices.envelopes import sender_of
from intake.notices.models import Notice, NoticeAttempt, NoticeState
from intake.review.policies import may_read_narrative

_NOT_GONE = {NoticeState.HELD, NoticeState.QUEUED, NoticeState.LEASED, NoticeState.CANCELLED}


@dataclass(frozen=True)
class Told:
    """`address` and `place` are those of a campaign, for whoever may read its messages. Before it may have left,
    there is no `arrival`.

    Behind the conflict wall the address stays closed like everything else that a person told.
    """

    label: str
    campaign: Campaign | None
    place: int | None
    address: str
    envelope: str
    owner: User | None
    step: str
    arrival: str


def told_of(notice: Notice, reach: Reach) -> Told:
    campaign, who = campaign_of(notice), addressee_of(notice)
    may_read = any(reach.has(power, notice.matter_id) for power in MAY_READ_MESSAGES)
    is_open = notice.claim is None or may_read_narrative(notice.claim)
    return Told(
        label=who.label,
        campaign=campaign,
        place=line_of(notice.cause)[1] if campaign and may_read else None,
        address=who.address if campaign and may_read and is_open else "",
        envelope=sender_of(notice.pk),
        owner=notice.owner or (notice.dispatch.owner if notice.dispatch else None),
        step=_step_of(notice, campaign),
        arrival=notice.get_arrival_display() if notice.arrival or notice.state not in _NOT_GONE else "",
    )


def campaign_of(notice: Notice) -> Campaign | None:
    """The campaign that it belongs to; mailboxes of our own get their notices in its second dispatch."""
    if notice.dispatch is None:
        return None
    found = Campaign.objects.filter(pk=line_of(notice.cause)[0]).select_related("matter").defer("matter__document")
    return found.first()


def choices_of(notice: Notice, campaign: Campaign | None) -> list[tuple[str, str]]:
    """What may be decided about it as it stands; nothing when there is nothing to decide."""
    return decisions(notice, campaign) if campaign else settlements(notice)


def _step_of(notice: Notice, campaign: Campaign | None) -> str:
    if notice.state == NoticeState.RESOLVED:
        return settled(_settled_by(notice))
    if campaign is None:
        return ""
    return next_step(notice, _ground_of(notice), campaign, has_letter=is_owed_a_letter(notice))


def _settled_by(notice: Notice) -> str:
    last = notice.attempts.filter(phase=NoticeAttempt.Phase.RESOLVED).select_related("by").order_by("pk").last()
    return last.by.email if last and last.by else ""


def _ground_of(notice: Notice) -> str:
    failed = notice.attempts.filter(phase=NoticeAttempt.Phase.FAILED).order_by("pk").last()
    return failed.ground if failed else ""
