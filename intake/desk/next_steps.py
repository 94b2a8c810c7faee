"""What follows after a message of a campaign did not arrive: in a sentence, for whoever looks after it."""

from claimants.common.exceptions import Refused
from intake.campaigns.actions import Decision
from intake.campaigns.actions.settling import check_can_be_decided
from intake.campaigns.models import Campaign
from intake.notices.grounds import Ground
from intake.notices.models import Arrival, Notice, NoticeState

_FAILED = {
    Ground.ADDRESS: "Nobody is at this address. The next one is written to by itself; without one, a letter is owed.",
    Ground.FULL: "The mailbox stayed full. The next address is written to by itself, or a letter is owed.",
    Ground.TEMPORARY: "Nothing was taken for days. The next address is written to by itself, or a letter is owed.",
    Ground.POLICY: "They do not want mail from us as such. Ask the provider why; write by post meanwhile.",
    Ground.CONTENT: "What the message says, or how it is made, was refused. Tell an engineer, or write by post.",
    Ground.THROTTLE: "We were too fast for them. Lower the limits before more is sent; write by post meanwhile.",
    Ground.PROVIDER: "Our own relay refused it. Tell an engineer; write by post meanwhile.",
    Ground.SILENCE: "Nothing was answered. Tell an engineer; write by post meanwhile.",
    Ground.UNRECOGNISED: "Nobody has read this reply before. Read it; then write by post, or leave it.",
    Ground.ACCEPTED: "",
}
_NO_GROUND = "It could not be written or offered. Read the reply; then write by post, or leave it."
_STATES = {
    NoticeState.HELD: "Nothing is sent to it by e-mail. If the person wants paper, a letter is owed.",
    NoticeState.QUEUED: "It waits its turn.",
    NoticeState.LEASED: "A worker has it.",
    NoticeState.ATTEMPTING: "It is being sent now.",
    NoticeState.ACCEPTED: "Nothing is to be done.",
    NoticeState.UNKNOWN: "Its owner decides: send the same once more, count it as sent, or write by post.",
    NoticeState.RESOLVED: "It was decided about.",
    NoticeState.CANCELLED: "It was taken back before it left.",
    NoticeState.SUPERSEDED: "Another address of the same person is written to instead.",
}
_CAME_BACK = "It came back after it was taken. The next address is written to by itself, or a letter is owed."
_COMPLAINED = "It was reported as unwanted. Nothing more goes to this address; what the court orders goes by post."
DECISIONS = {
    Decision.SAME_AGAIN: "Send the same once more: a mailbox that has it already can drop the second",
    Decision.SENT: "Count it as sent",
    Decision.POST: "Write by post: a letter is owed from now on",
}


def next_step(notice: Notice, ground: str) -> str:
    """`ground` is that of the attempt by which it failed; empty when there was none."""
    if notice.state == NoticeState.FAILED:
        return _FAILED[Ground(ground)] if ground in {one.value for one in Ground} else _NO_GROUND
    if notice.state == NoticeState.ACCEPTED and notice.arrival == Arrival.BOUNCED:
        return _CAME_BACK
    if notice.arrival == Arrival.COMPLAINED:
        return _COMPLAINED
    return _STATES[NoticeState(notice.state)]


def decisions(notice: Notice, campaign: Campaign) -> list[tuple[str, str]]:
    """What a person may decide about it as it stands."""
    return [(one.value, words) for one, words in DECISIONS.items() if not _refusal(notice, campaign, one)]


def _refusal(notice: Notice, campaign: Campaign, decision: Decision) -> str:
    try:
        check_can_be_decided(notice, campaign, decision)
    except Refused as refusal:
        return str(refusal)
    return ""
