"""The log of every act on a campaign, chained like that of a claim."""

import json
from collections.abc import Iterator
from enum import StrEnum

from django.utils import timezone

from claimants.people.models import User
from intake.campaigns.models import Campaign, CampaignEvent
from intake.filing.events import canonical_text, chained
from intake.filing.log import Finding


class Act(StrEnum):
    """Everything that can happen to a campaign."""

    CREATED = "created"
    EDITED = "edited"
    TEMPLATE_CHOSEN = "template_chosen"
    TEMPLATE_TAKEN_OUT = "template_taken_out"
    LIMITS_CHANGED = "limits_changed"
    FROZEN = "frozen"
    REHEARSED = "rehearsed"
    APPROVED = "approved"
    APPROVAL_WITHDRAWN = "approval_withdrawn"
    APPROVALS_VOID = "approvals_void"
    STARTED = "started"
    SEEDED = "seeded"
    PAUSED = "paused"
    RESUMED = "resumed"
    CANCEL_PROPOSED = "cancel_proposed"
    CANCEL_WITHDRAWN = "cancel_withdrawn"
    CANCELLED = "cancelled"
    DRAINING = "draining"
    FOLLOWED_UP = "followed_up"
    RULED = "ruled"
    SETTLED = "settled"
    LETTERS_EXPORTED = "letters_exported"
    LETTERS_REPORTED = "letters_reported"
    LETTER_ADDRESSED = "letter_addressed"
    LETTER_MAILED_AGAIN = "letter_mailed_again"
    LETTER_GIVEN_UP = "letter_given_up"
    CLOSED = "closed"
    ERASED = "erased"


def record(campaign: Campaign, act: Act, *, by: User | None, **details: object) -> CampaignEvent:
    """Appends one event. The caller holds the row of the campaign, so no other comes in between.

    `details` are references, digests and numbers, never what a person wrote about another.
    """
    at, sequence = timezone.now(), campaign.events_count + 1
    text = canonical_text(
        campaign=campaign.pk, sequence=sequence, kind=act.value, actor=by.pk if by else None, at=at.isoformat(),
        details=details,
    )  # fmt: skip
    event = CampaignEvent.objects.create(
        campaign=campaign, sequence=sequence, kind=act.value, actor=by, at=at, text=text,
        previous_hash=campaign.head, hash=chained(campaign.head, text),
    )  # fmt: skip
    campaign.events_count, campaign.head = sequence, event.hash
    campaign.save(update_fields=["events_count", "head"])
    return event


def details_of(event: CampaignEvent) -> dict[str, object]:
    """What was written down with an event."""
    details = json.loads(event.text).get("details", {})
    return details if isinstance(details, dict) else {}


def verify_chain(campaign: Campaign) -> Iterator[Finding]:
    """The breaks in one campaign's log, in order."""
    name, expected, previous = name_of(campaign), 1, ""
    for event in campaign.events.order_by("sequence"):
        if event.sequence != expected:
            yield Finding(name, expected, "was removed")
            expected, previous = event.sequence, event.previous_hash
        if event.text != _as_written(event):
            yield Finding(name, event.sequence, "was altered: its columns do not say what its text says")
        elif event.previous_hash != previous or event.hash != chained(previous, event.text):
            yield Finding(name, event.sequence, "was altered: its hash does not follow from its text")
        expected, previous = event.sequence + 1, event.hash
    if expected - 1 != campaign.events_count or previous != campaign.head:
        sentence = f"the log was truncated: it ends at event {expected - 1} and should end at {campaign.events_count}"
        yield Finding(name, min(expected, campaign.events_count), sentence)


def name_of(campaign: Campaign) -> str:
    return f"{campaign.matter.slug}, campaign {campaign.pk}"


def _as_written(event: CampaignEvent) -> str:
    try:
        details = details_of(event)
    except (ValueError, AttributeError):
        return ""
    return canonical_text(
        campaign=event.campaign_id, sequence=event.sequence, kind=event.kind, actor=event.actor_id,
        at=event.at.isoformat(), details=details,
    )  # fmt: skip
