"""What follows after a message of a campaign did not arrive: in a sentence, for whoever looks after it."""

from claimants.common.exceptions import Refused
from intake.campaigns.actions import Decision
from intake.campaigns.actions.settling import check_can_be_decided
from intake.campaigns.models import Campaign, CampaignState, UnknownRule
from intake.desk.campaigning import OVER
from intake.notices.grounds import Ground
from intake.notices.models import Arrival, Notice, NoticeState

_FAILED = {
    Ground.ADDRESS: "Nobody is at this address.",
    Ground.FULL: "The mailbox stayed full.",
    Ground.TEMPORARY: "Nothing was taken for days.",
    Ground.POLICY: "They do not want mail from us as such. Ask the provider why; write by post meanwhile.",
    Ground.CONTENT: "What the message says, or how it is made, was refused. Tell an engineer, or write by post.",
    Ground.THROTTLE: "We were too fast for them. Lower the limits before more is sent; write by post meanwhile.",
    Ground.PROVIDER: "Our own relay refused it. Tell an engineer; write by post meanwhile.",
    Ground.SILENCE: "Nothing was answered. Tell an engineer; write by post meanwhile.",
    Ground.UNRECOGNISED: "Nobody has read this reply before. Read it; then write by post, or leave it.",
    Ground.ACCEPTED: "",
}
_OF_THE_ADDRESS = frozenset({Ground.ADDRESS, Ground.FULL, Ground.TEMPORARY})
"""Why an address is given up. Only after these something follows by itself."""
_NO_GROUND = "It could not be written or offered. Read the reply; then write by post, or leave it."
_FOLLOWS = {
    CampaignState.RUNNING: "The next address is written to by itself; without one, a letter is owed.",
    CampaignState.DRAINING: "The campaign is finishing, so a letter is owed by itself.",
    CampaignState.PAUSED: "Nothing follows while the campaign is paused. When it goes on, the next address is written "
    "to, or a letter is owed.",
    CampaignState.CLOSED: "The campaign is closed, so no other address is written to. A letter is owed by itself for "
    "what came back since; if none is owed in ten minutes, write by post.",
    CampaignState.CANCELLED: "The campaign was cancelled, so nothing follows by itself. Write by post, or leave it.",
}
_STATES = {
    NoticeState.HELD: "Nothing is sent to it by e-mail. If the person wants paper, a letter is owed.",
    NoticeState.QUEUED: "It waits its turn.",
    NoticeState.LEASED: "A worker has it.",
    NoticeState.ATTEMPTING: "It is being sent now.",
    NoticeState.ACCEPTED: "Nothing is to be done.",
    NoticeState.CANCELLED: "It was taken back before it left.",
    NoticeState.SUPERSEDED: "Another address of the same person is written to instead.",
}
_PAUSED = "It waits until the campaign goes on."
_LETTER = "A letter is owed."
_CAME_BACK = "It came back after it was taken."
_OTHERWISE = "If the report is not about the address, nothing follows: read it, and write by post."
_COMPLAINED = "It was reported as unwanted. Nothing more goes to this address; what the court orders goes by post."
_OWNER = "Its owner decides: send the same once more, count it as sent, or write by post."
_OWNER_WHEN_OVER = "The campaign is over, so it is not sent again. Its owner counts it as sent, or writes by post."
_RULE = {
    UnknownRule.RESEND_ONCE: "By the rule of the campaign the same is sent once more by itself, while the campaign "
    "runs. If nobody knows after that either, its owner decides.",
    UnknownRule.POST: "By the rule of the campaign it counts as sent and a letter is owed by itself, while the "
    "campaign runs.",
}
DECISIONS = {
    Decision.SAME_AGAIN: "Send the same once more: a mailbox that has it already can drop the second",
    Decision.SENT: "Count it as sent",
    Decision.POST: "Write by post: a letter is owed from now on",
}


def next_step(notice: Notice, ground: str, campaign: Campaign, *, has_letter: bool, settled_by: str = "") -> str:
    """`ground` is that of the attempt by which it failed, `settled_by` who settled it; empty when there was none."""
    if notice.state == NoticeState.RESOLVED:
        return settled(settled_by)
    if notice.state == NoticeState.UNKNOWN:
        return _of_unknown(notice, campaign)
    if (notice.came_back or notice.state == NoticeState.FAILED) and has_letter:
        return _LETTER
    if notice.came_back:
        return f"{_CAME_BACK} {_FOLLOWS[CampaignState(campaign.state)]} {_OTHERWISE}"
    if notice.state == NoticeState.FAILED:
        return _of_failed(ground, campaign)
    if notice.state == NoticeState.QUEUED and campaign.state == CampaignState.PAUSED:
        return _PAUSED
    if notice.arrival == Arrival.COMPLAINED:
        return _COMPLAINED
    return _STATES[NoticeState(notice.state)]


def settled(by: str) -> str:
    """Who or what said that a message of which nobody knows is counted as sent; `by` is empty when no person did."""
    return f"It was settled by {by or 'the rule of the campaign'}."


def decisions(notice: Notice, campaign: Campaign) -> list[tuple[str, str]]:
    """What a person may decide about it as it stands."""
    return [(one.value, words) for one, words in DECISIONS.items() if not _refusal(notice, campaign, one)]


def _of_failed(ground: str, campaign: Campaign) -> str:
    if ground not in {one.value for one in Ground}:
        return _NO_GROUND
    said = _FAILED[Ground(ground)]
    return f"{said} {_FOLLOWS[CampaignState(campaign.state)]}" if Ground(ground) in _OF_THE_ADDRESS else said


def _of_unknown(notice: Notice, campaign: Campaign) -> str:
    if campaign.state in OVER:
        return _OWNER_WHEN_OVER
    is_again = campaign.unknown_rule == UnknownRule.RESEND_ONCE and notice.attempts_made > 1
    return _OWNER if is_again else _RULE.get(UnknownRule(campaign.unknown_rule), _OWNER)


def _refusal(notice: Notice, campaign: Campaign, decision: Decision) -> str:
    try:
        check_can_be_decided(notice, campaign, decision)
    except Refused as refusal:
        return str(refusal)
    return ""
