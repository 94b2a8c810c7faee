"""What the desk says of a campaign: the pages about it, and what was done with it in words."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from claimants.people.roles import Power
from intake.campaigns.approvals import open_proposal
from intake.campaigns.log import Act, details_of
from intake.campaigns.models import Campaign, CampaignEvent, CampaignState
from intake.campaigns.states import BEGUN
from intake.desk.code_words import in_words
from intake.desk.reach import Reach
from intake.desk.runs import in_words as language_in_words
from intake.notices.dates import moment_written_out

_WORDS = {
    Act.CREATED: "began it",
    Act.ERASED: "erased the personal data of {lines:,} lines",
    Act.EDITED: "edited the draft",
    Act.TEMPLATE_CHOSEN: "chose its words in {language}",
    Act.TEMPLATE_TAKEN_OUT: "took its words in {language} out, which no longer fit",
    Act.LIMITS_CHANGED: "changed its limits",
    Act.FROZEN: "froze {rows:,} recipients",
    Act.REHEARSED: "wrote every message without sending one. So many could not be written: {unwritable:,}",
    Act.APPROVED: "approved it",
    Act.APPROVAL_WITHDRAWN: "took an approval back",
    Act.APPROVALS_VOID: "took every approval back: the matter changed since",
    Act.STARTED: "started it",
    Act.SEEDED: "wrote {messages:,} messages to mailboxes of our own",
    Act.PAUSED: "paused it: {reason}",
    Act.RESUMED: "let it go on",
    Act.CANCEL_PROPOSED: "proposed to cancel the rest: {reason}",
    Act.CANCEL_WITHDRAWN: "took the proposal to cancel back, or let it go on all the same",
    Act.CANCELLED: "cancelled {notices:,} messages: {reason}",
    Act.DRAINING: "lets it finish: nobody is written to anew",
    Act.FOLLOWED_UP: "went on to the next addresses, or to paper",
    Act.RULED: "applied the rule for messages that nobody knows about",
    Act.SETTLED: "decided about line {place:,}: {decision}",
    Act.LETTERS_EXPORTED: "gave {letters:,} letters to the printer as batch {batch}; "
    "{without_address:,} wait for an address",
    Act.LETTERS_REPORTED: "read in what became of {changed:,} letters",
    Act.LETTER_ADDRESSED: "gave the letter of line {place:,} an address",
    Act.LETTER_MAILED_AGAIN: "owes the letter of line {place:,} once more",
    Act.LETTER_GIVEN_UP: "gave up the letter of line {place:,}",
    Act.CLOSED: "closed it",
}
_THE_HOUSE = "the system"
AT_ONCE = 500
"""So many acts are shown: a campaign of weeks goes on to next addresses every minute. All are in the pack."""


@dataclass(frozen=True)
class Way:
    """A page about the campaign."""

    label: str
    url: str


@dataclass(frozen=True)
class Happening:
    """One act. `digest` is that of the chain up to here."""

    number: int
    at: datetime
    who: str
    what: str
    digest: str


def ways_of(campaign: Campaign, reach: Reach) -> list[Way]:
    """The pages that say something of it as it stands, and that the reader may open."""
    is_frozen = bool(campaign.manifest_sha256)
    ways = [
        ("campaign", "How it stands", True),
        ("campaign_messages", "Its messages", is_frozen and _may_read_messages(reach, campaign)),
        ("campaign_notices", "What failed and why", is_frozen),
        ("campaign_letters", "Letters", is_frozen),
        ("campaign_declaration", "Declaration", is_frozen and reach.has(Power.ADMINISTER, campaign.matter_id)),
        ("campaign_log", "Its log", True),
    ]
    place = [campaign.matter.slug, campaign.pk]
    return [Way(label, reverse(f"desk:{name}", args=place)) for name, label, is_open in ways if is_open]


def proposed_in_words(campaign: Campaign) -> str:
    """Who proposed to cancel it, when and why; empty when nobody does."""
    proposal = open_proposal(campaign) if campaign.state in BEGUN else None
    if proposal is None:
        return ""
    when = moment_written_out(proposal.at, campaign.matter.file.court_time_zone)
    return f"{proposal.by.email} proposed on {when} to cancel the rest: {proposal.reason}"


def happenings_of(campaign: Campaign) -> list[Happening]:
    """The newest acts of the log, the newest first."""
    return [_in_words(event) for event in campaign.events.select_related("actor").order_by("-sequence")[:AT_ONCE]]


def _in_words(event: CampaignEvent) -> Happening:
    words = _WORDS.get(Act(event.kind), event.kind) if event.kind in set(Act) else event.kind
    try:
        details = details_of(event)
        if "decision" in details:
            details["decision"] = in_words(str(details["decision"]))
        if "language" in details:
            details["language"] = language_in_words(str(details["language"]))
        what = words.format(**details)
    except (KeyError, ValueError, IndexError, TypeError):  # written by an earlier version of the house
        what = event.kind.replace("_", " ")
    return Happening(event.sequence, event.at, event.actor.email if event.actor else _THE_HOUSE, what, event.hash)


def _may_read_messages(reach: Reach, campaign: Campaign) -> bool:
    return any(reach.has(power, campaign.matter_id) for power in MAY_READ_MESSAGES)


MAY_READ_MESSAGES = (Power.SECOND, Power.ADMINISTER, Power.AUDIT)
"""Whoever approves what goes to many reads it before, and whoever audits reads it afterwards."""

OVER = frozenset({CampaignState.CANCELLED, CampaignState.CLOSED})
