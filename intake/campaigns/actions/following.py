"""Going on after an address failed: to the person's next one, and when there is none left, to the post.

What failed for another reason (policy, content, words that could not be written) never leads here: only an address
against which something is held. The successor stands in the place of the notice that it follows, so a dispatch still
sums to its list; those that were superseded are counted apart.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr

from intake.campaigns.actions.paper import owe_paper
from intake.campaigns.addressees import address_at, recipients_of
from intake.campaigns.causes import cause_of, line_of
from intake.campaigns.held import PREFERS_POST
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignState, PostalItem, Recipient
from intake.campaigns.writing import unused_codes
from intake.notices.addresses import held_among
from intake.notices.destinations import destination_of
from intake.notices.models import AddressStatus, Dispatch, DispatchState, MailEvent, Notice, NoticeState
from intake.notices.models.notices import CAME_BACK, NoticeQuerySet
from intake.notices.tallies import record_moves
from intake.notices.wakeup import wake_after_commit

log = structlog.get_logger(__name__)
NO_ADDRESS_LEFT = "No e-mail address is left that takes our mail."
AT_ONCE = 200
_GOING_ON = {
    CampaignState.RUNNING: DispatchState.RUNNING,
    CampaignState.DRAINING: DispatchState.RUNNING,
    CampaignState.CLOSED: DispatchState.ENDED,
}
"""In which state of its dispatch a campaign is followed up. One that is cancelled is not."""
_BY_POST_ALONE = frozenset({CampaignState.DRAINING, CampaignState.CLOSED})
_CLOCKS_DISAGREE = timedelta(hours=1)
_Reason = AddressStatus.Reason


def follow_up() -> dict[str, int]:
    """Goes on for every campaign that runs, that is being finished, or that is closed; how many went where.

    A campaign with which something is wrong is told to an engineer, and does not stop the others.
    """
    counts: Counter[str] = Counter()
    for state, of_dispatch in _GOING_ON.items():
        for campaign in Campaign.objects.filter(state=state, dispatch__state=of_dispatch).order_by("pk"):
            try:
                counts.update(follow_to_the_end(campaign=campaign))
            except Exception as error:
                log.error("campaigns.follow_up_failed", campaign=campaign.pk, error=type(error).__name__)
    return dict(counts)


def follow_to_the_end(*, campaign: Campaign) -> Counter[str]:
    """Everybody of one campaign; how many went where."""
    counts: Counter[str] = Counter()
    last: int | None = 0
    while last is not None:
        last, found = follow_some(campaign=campaign, after=last)
        counts.update(found)
    return counts


@transaction.atomic
def follow_some(*, campaign: Campaign, after: int = 0) -> tuple[int | None, Counter[str]]:
    """Some of one campaign's, from there on; the place to go on from, or None at the end. Twice at once makes one."""
    campaign = Campaign.objects.hold(campaign)
    dispatch = Dispatch.objects.select_for_update(no_key=True).filter(campaign=campaign).first()
    if dispatch is None or _GOING_ON.get(CampaignState(campaign.state)) != dispatch.state:
        return None, Counter()
    stuck = stuck_in(campaign).filter(pk__gt=after)
    if campaign.state == CampaignState.CLOSED and dispatch.ended_at:
        later = MailEvent.objects.filter(notice=OuterRef("pk"), done_at__gt=dispatch.ended_at - _CLOCKS_DISAGREE)
        stuck = stuck.filter(Exists(later))
    notices = list(stuck.select_for_update(no_key=True, of=("self",)).order_by("pk")[:AT_ONCE])
    counts: Counter[str] = Counter()
    if not notices:
        return None, counts
    successors, paper = _decided(campaign, notices)
    _send_on(campaign, successors)
    counts["next_address"], counts["by_post"] = len(successors), owe_paper(campaign, paper)
    if any(counts.values()):
        record(campaign, Act.FOLLOWED_UP, by=None, **counts)
    return notices[-1].pk, counts


def stuck_in(campaign: Campaign) -> "QuerySet[Any]":
    """The messages of a campaign that came to nothing, and for which no letter is owed."""
    came_to_nothing = Q(state=NoticeState.FAILED) | CAME_BACK
    return _without_letter(campaign, Notice.objects.filter(came_to_nothing, dispatch=campaign.dispatch_id))


def _without_letter(campaign: Campaign, notices: NoticeQuerySet) -> "QuerySet[Any]":
    """Those to whose line no letter is owed. Whose line has one is not looked at again every minute."""
    first = len(cause_of(campaign.pk, 0))  # where the place begins, counted from 1
    placed = notices.annotate(place=Cast(Substr("cause", first), IntegerField()))
    letters = PostalItem.objects.filter(campaign=campaign, place=OuterRef("place"))
    return placed.filter(~Exists(letters))


def _decided(campaign: Campaign, notices: Sequence[Notice]) -> tuple[list[tuple[Notice, int, str]], dict[int, str]]:
    """For whom there is a next address, with its rank; and by place who is written to on paper, with the reason."""
    lines = {notice.pk: line_of(notice.cause) for notice in notices}
    recipients = recipients_of(set(lines.values()))
    held = held_among({address for one in recipients.values() for address in one.addresses}, campaign.purpose)
    successors, paper = list[tuple[Notice, int, str]](), dict[int, str]()
    for notice in notices:
        recipient = recipients.get(lines[notice.pk])
        if recipient is None or recipient.is_seed:
            continue
        reasons = {address: status.reason for address, status in held.items() if address in recipient.addresses}
        if address_at(recipient, notice.rank) not in reasons or _Reason.NO_UPDATES in reasons.values():
            continue
        rank = _next_rank(recipient, notice.rank, reasons)
        if _Reason.PREFERS_POST in reasons.values():
            paper[recipient.place] = PREFERS_POST
        elif rank is None or campaign.state in _BY_POST_ALONE:
            paper[recipient.place] = NO_ADDRESS_LEFT
        else:
            successors.append((notice, rank, address_at(recipient, rank)))
    return successors, paper


def _next_rank(recipient: Recipient, rank: int, held: Collection[str]) -> int | None:
    later = range(rank + 1, len(recipient.addresses))
    return next((one for one in later if recipient.addresses[one] and recipient.addresses[one] not in held), None)


def _send_on(campaign: Campaign, successors: Sequence[tuple[Notice, int, str]]) -> None:
    """Queues the successors, and lets what they follow make room for them in every count."""
    if not successors:
        return
    codes = unused_codes(len(successors))
    Notice.objects.bulk_create(
        Notice(
            cause=notice.cause, kind=notice.kind, sequence=notice.sequence + 1, matter_id=notice.matter_id,
            claim_id=notice.claim_id, recipient_id=notice.recipient_id, dispatch_id=notice.dispatch_id, rank=rank,
            destination=destination_of(address), code=code, language=notice.language, lane=notice.lane,
        )
        for (notice, rank, address), code in zip(successors, codes, strict=True)
    )  # fmt: skip
    superseded = [notice for notice, _, _ in successors]
    Notice.objects.filter(pk__in=[notice.pk for notice in superseded]).update(
        state=NoticeState.SUPERSEDED, lease_token="", lease_until=None
    )
    moves = Counter({NoticeState.SUPERSEDED.value: len(superseded), NoticeState.QUEUED.value: len(superseded)})
    moves.subtract(notice.state for notice in superseded)
    if campaign.dispatch_id is not None:
        record_moves({campaign.dispatch_id: moves})
    log.info("campaigns.followed_up", campaign=campaign.pk, notices=len(superseded))
    wake_after_commit()
