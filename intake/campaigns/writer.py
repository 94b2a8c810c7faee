"""Writes the messages of campaigns: all that are asked for in one go, their recipients by one query."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from claimants.common.exceptions import Refused
from intake.campaigns.addressees import recipients_of
from intake.campaigns.causes import line_of
from intake.campaigns.models import Campaign, CampaignTemplate, Recipient
from intake.campaigns.wording import frame_around, wording_in
from intake.notices.compiled import CompiledNotice
from intake.notices.mime import sha256_of
from intake.notices.models import Notice, NoticeAttempt
from intake.notices.render import message_id
from intake.notices.unsubscribing import header_values
from intake.notices.writers import Unwritable, Written

ERASED = Unwritable("The personal data was erased before this was sent.", is_erased=True)
NO_TEMPLATE = "No template is chosen for the language “{language}”."
SAYS_SOMETHING_ELSE = (
    "What it says has changed since it was first offered, so it is not offered again. Write by post, or leave it."
)
NO_SUCH_ADDRESS = "This line has no address of rank {rank}."
_HOURS_APART = sorted(range(-26, 27), key=lambda hours: (abs(hours), hours))
"""From the likeliest on; clocks of one house differ by no more than two time zones do."""


def write(notices: Sequence[Notice]) -> Mapping[int, Written | Unwritable]:
    """The message of each, or why there is none. A recipient that is gone was erased."""
    lines = {notice.pk: line_of(notice.cause) for notice in notices}
    recipients = recipients_of(set(lines.values()))
    named = Campaign.objects.select_related("matter").defer("matter__document")
    campaigns = named.in_bulk({campaign for campaign, _ in lines.values()})
    wordings, begun = _wordings(campaigns), _begun(notices)
    written: dict[int, Written | Unwritable] = {}
    for notice in notices:
        campaign = campaigns[lines[notice.pk][0]]
        one = _written(notice, recipients.get(lines[notice.pk]), wordings[campaign.pk], begun)
        written[notice.pk] = replace(one, purpose=campaign.purpose) if isinstance(one, Written) else one
    return written


def _wordings(campaigns: Mapping[int, Campaign]) -> dict[int, dict[str, CompiledNotice]]:
    """By campaign, then by language. Compiled templates are kept by the process."""
    found: dict[int, dict[str, CompiledNotice]] = {pk: {} for pk in campaigns}
    for choice in CampaignTemplate.objects.filter(campaign__in=campaigns).select_related("template"):
        frame = frame_around(campaigns[choice.campaign_id])
        found[choice.campaign_id][choice.language] = wording_in(choice.template, frame)
    return found


def _written(
    notice: Notice,
    recipient: Recipient | None,
    wordings: Mapping[str, CompiledNotice],
    begun: Mapping[int, NoticeAttempt],
) -> Written | Unwritable:
    if recipient is None:
        return ERASED
    if notice.rank >= len(recipient.addresses):
        return Unwritable(NO_SUCH_ADDRESS.format(rank=notice.rank))
    wording = wordings.get(notice.language)
    if wording is None:
        return Unwritable(NO_TEMPLATE.format(language=notice.language))
    address = recipient.addresses[notice.rank]
    try:
        wire = _wire(notice, recipient, wording, address, begun.get(notice.pk))
    except Refused as refusal:
        return Unwritable(str(refusal))
    return Written(notice, address, wire, sha256_of(wire))


def _wire(
    notice: Notice, recipient: Recipient, wording: CompiledNotice, address: str, begun: NoticeAttempt | None
) -> bytes:
    """The same bytes as at the first attempt, if there was one: its date is the hour of that, or one near it.

    The attempt has the database's time, and the message that of the worker, whose clock may be wrong. Refused when no
    hour gives them: a mailbox that has the first would drop another message of the same name.
    """

    def dated(moment: datetime) -> bytes:
        return wording.wire(
            recipient.values, code=notice.code, to=address, message_id=message_id(notice), date=_hour(moment),
            in_headers=header_values(notice.code),
        )  # fmt: skip

    if begun is None:
        return dated(timezone.now())
    for hours in _HOURS_APART:
        if sha256_of(wire := dated(begun.at + timedelta(hours=hours))) == begun.message_sha256:
            return wire
    raise Refused(SAYS_SOMETHING_ELSE)


def _begun(notices: Sequence[Notice]) -> dict[int, NoticeAttempt]:
    """The first attempt of those that were attempted before."""
    again = [notice.pk for notice in notices if notice.attempts_made]
    if not again:
        return {}
    first = NoticeAttempt.objects.filter(notice__in=again, number=1, phase=NoticeAttempt.Phase.INTENT)
    return {attempt.notice_id: attempt for attempt in first}


def _hour(moment: datetime) -> datetime:
    """A message says the hour in which it was written, so that whoever has its row can write it again."""
    return moment.replace(minute=0, second=0, microsecond=0)
