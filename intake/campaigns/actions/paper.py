"""Writing to people on paper: owing it, giving it to the printer in numbered batches, and reading what came of it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.causes import line_of
from intake.campaigns.letters import letter_due_at
from intake.campaigns.log import Act, record
from intake.campaigns.models import (
    Campaign,
    CampaignState,
    ForwardingAddress,
    PostalBatch,
    PostalItem,
    Purpose,
    Recipient,
)
from intake.campaigns.pieces import as_csv, pieces_of
from intake.campaigns.policies import check_can_export, check_may_prepare
from intake.notices.actions import hold_by_choice
from intake.notices.addressees import addressee_of
from intake.notices.models import AddressStatus, Notice

NO_POSTAL_ADDRESS = "No postal address is known, or it was erased."
_MOST_IN_A_BATCH = 100_000
_State = PostalItem.State


def owe_paper(campaign: Campaign, places: Mapping[int, str], now: datetime | None = None) -> int:
    """Owes a letter to each of these places of the list, with the reason, unless one is owed; how many are new.

    Of a campaign that was cancelled none is owed.
    """
    if campaign.state == CampaignState.CANCELLED:
        return 0
    moment = now or timezone.now()
    due_at = letter_due_at(campaign, moment)
    known = set(campaign.postal_items.filter(place__in=places).values_list("place", flat=True))
    PostalItem.objects.bulk_create(
        [
            PostalItem(campaign=campaign, place=place, why=why[:300], owed_at=moment, due_at=due_at)
            for place, why in sorted(places.items())
            if place not in known
        ],
        ignore_conflicts=True,
    )
    return len(places) - len(known)


@transaction.atomic
def stop_mail(*, notice: Notice) -> None:
    """What the link at the end of a message does: no more updates; of what a court ordered, paper instead of e-mail.

    The duty to tell stays: for a court's notice a letter is owed from now on. May be called twice.
    """
    purpose = addressee_of(notice).purpose
    if purpose == Purpose.UPDATE:
        hold_by_choice(notice=notice, reason=AddressStatus.Reason.NO_UPDATES)
    elif purpose == Purpose.COURT_NOTICE:
        hold_by_choice(notice=notice, reason=AddressStatus.Reason.PREFERS_POST)
        campaign_id, place = line_of(notice.cause)
        owe_paper(Campaign.objects.get(pk=campaign_id), {place: "This person asked for paper."})
    else:
        raise Refused("Messages about your own registration or claim are answers to you, and cannot be stopped here.")


def take_letters_back(campaign: Campaign) -> int:
    """Ends the letters that wait, in the transaction that cancels the campaign; how many. The printed ones stay."""
    return campaign.postal_items.filter(state=_State.WAITING).update(state=_State.CANCELLED)


@transaction.atomic
def export_batch(*, campaign: Campaign, by: User) -> tuple[PostalBatch, str]:
    """Everything that waits, as a file for the printer, under the next number. Refused when nothing waits."""
    campaign = Campaign.objects.hold(campaign)
    check_can_export(by, campaign)
    waiting = campaign.postal_items.filter(state=_State.WAITING).select_for_update().order_by("pk")
    pieces = pieces_of(campaign, list(waiting[:_MOST_IN_A_BATCH]))
    lost = [piece.item.pk for piece in pieces if not piece.postal]
    ready = [piece for piece in pieces if piece.postal]
    if not ready:
        raise Refused(f"No letter with a postal address waits for the printer. {len(lost):,} wait for an address.")
    PostalItem.objects.filter(pk__in=lost).update(state=_State.EXHAUSTED, why=NO_POSTAL_ADDRESS)
    last = campaign.postal_batches.aggregate(last=Max("number"))["last"] or 0
    text = as_csv(last + 1, ready)
    batch = PostalBatch.objects.create(
        campaign=campaign, number=last + 1, items=len(ready), sha256=hashlib.sha256(text.encode()).hexdigest(), by=by
    )
    PostalItem.objects.filter(pk__in=[piece.item.pk for piece in ready]).update(
        state=_State.EXPORTED, batch=batch.number
    )
    record(
        campaign, Act.LETTERS_EXPORTED, by=by, batch=batch.number, letters=batch.items, without_address=len(lost),
        file=batch.sha256,
    )  # fmt: skip
    return batch, text


def batch_again(*, campaign: Campaign, number: int, by: User) -> str:
    """The file of a batch once more, without those that were erased since."""
    check_may_prepare(by, campaign.matter)
    items = list(campaign.postal_items.filter(batch=number).order_by("pk"))
    if not items:
        raise Refused(f"There is no batch {number} in this campaign.")
    return as_csv(number, [piece for piece in pieces_of(campaign, items) if piece.postal])


@transaction.atomic
def mail_again(*, item: PostalItem, postal: Mapping[str, str], by: User | None) -> PostalItem:
    """Owes the letter once more, to where the post or a search says that the person moved to. Once for each return."""
    campaign = Campaign.objects.hold(item.campaign)
    held = PostalItem.objects.select_for_update().get(pk=item.pk)
    if by is not None:
        check_may_prepare(by, campaign.matter)
    if campaign.state == CampaignState.CANCELLED:
        raise Refused("This campaign was cancelled, so no letter of it is mailed any more.")
    if held.state != _State.RETURNED:
        raise Refused("Only a letter that came back is mailed again.")
    if not any(str(value).strip() for value in postal.values()):
        raise Refused("Give the address that the letter should go to.")
    moment, line = timezone.now(), {"campaign": campaign, "place": held.place}
    again, is_new = PostalItem.objects.get_or_create(
        **line, sequence=held.sequence + 1,
        defaults={"why": "Came back; mailed to a newer address.", "due_at": letter_due_at(campaign, moment)},
    )  # fmt: skip
    if is_new:
        recipient = Recipient.objects.filter(**line).first()
        ForwardingAddress.objects.create(
            **line, claim_id=recipient.claim_id if recipient else None, postal=dict(postal)
        )
        record(campaign, Act.LETTER_MAILED_AGAIN, by=by, place=again.place, letter=again.sequence)
    return again


@transaction.atomic
def give_up(*, item: PostalItem, reason: str, by: User) -> PostalItem:
    """Says that nobody can be found at any address. Who searched, and how, is the reason."""
    campaign = Campaign.objects.hold(item.campaign)
    held = PostalItem.objects.select_for_update().get(pk=item.pk)
    check_may_prepare(by, campaign.matter)
    if held.state not in {_State.RETURNED, _State.WAITING}:
        raise Refused("Only a letter that waits, or that came back, is given up.")
    if not reason.strip():
        raise Refused("Say how you searched for the person: it goes on record.")
    held.state, held.why = _State.EXHAUSTED, reason.strip()[:300]
    held.save(update_fields=["state", "why"])
    record(campaign, Act.LETTER_GIVEN_UP, by=by, place=held.place, letter=held.sequence)
    return held


def overdue(campaign: Campaign, now: datetime) -> QuerySet[PostalItem]:
    """Letters that the order wanted in the mail by now and that are not."""
    not_mailed = campaign.postal_items.filter(state__in=[_State.WAITING, _State.EXPORTED])
    return not_mailed.filter(due_at__lt=now).order_by("due_at", "pk")
