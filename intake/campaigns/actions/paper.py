"""Writing to people on paper: owing it, giving it to the printer in numbered batches, and reading what came of it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.causes import line_of
from intake.campaigns.held import PREFERS_POST
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
from intake.campaigns.policies import check_can_export, check_mails, check_may_prepare
from intake.campaigns.postal import NOT_WHOLE, given, is_whole, with_address
from intake.notices.actions import hold_by_choice
from intake.notices.addressees import addressee_of
from intake.notices.models import AddressStatus, Notice
from intake.notices.reply_texts import without_addresses

REMAILED = "Came back; mailed to a newer address."
_MOST_IN_A_BATCH = 100_000
_AT_ONCE = 2_000
_State = PostalItem.State


def owe_paper(campaign: Campaign, places: Mapping[int, str], now: datetime | None = None) -> int:
    """Owes a letter to each of these places of the list, with the reason, unless one is owed; how many are new.

    Of a campaign that was cancelled none is owed, and to a mailbox of our own, behind the last line, never.
    """
    if campaign.state == CampaignState.CANCELLED:
        return 0
    moment = now or timezone.now()
    due_at = letter_due_at(campaign, moment)
    places = {place: why for place, why in places.items() if place <= campaign.manifest_rows}
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
        owe_paper(Campaign.objects.get(pk=campaign_id), {place: PREFERS_POST})
    else:
        raise Refused("Messages about your own registration or claim are answers to you, and cannot be stopped here.")


def take_letters_back(campaign: Campaign) -> int:
    """Ends the letters that wait, in the transaction that cancels the campaign; how many. The printed ones stay."""
    return campaign.postal_items.filter(state=_State.WAITING).update(state=_State.CANCELLED)


@transaction.atomic
def export_batch(*, campaign: Campaign, by: User) -> tuple[PostalBatch, str]:
    """What waits and has an address, as a file for the printer, under the next number. Refused when nothing does.

    A letter without a whole address goes on waiting: it gets one, or a named person gives it up.
    """
    campaign = Campaign.objects.hold(campaign)
    check_can_export(by, campaign)
    waiting = with_address(campaign.postal_items.filter(state=_State.WAITING))
    complete = waiting.filter(has_address=True).select_for_update(of=("self",), no_key=True).order_by("pk")
    ready = [piece for piece in pieces_of(campaign, list(complete[:_MOST_IN_A_BATCH])) if piece.postal]
    lost = waiting.filter(has_address=False).count()
    if not ready:
        raise Refused(f"No letter with a postal address waits for the printer. {lost:,} wait for an address.")
    last = campaign.postal_batches.aggregate(last=Max("number"))["last"] or 0
    text = as_csv(last + 1, ready)
    batch = PostalBatch.objects.create(
        campaign=campaign, number=last + 1, items=len(ready), sha256=hashlib.sha256(text.encode()).hexdigest(), by=by
    )
    PostalItem.objects.filter(pk__in=[piece.item.pk for piece in ready]).update(
        state=_State.EXPORTED, batch=batch.number
    )
    record(
        campaign, Act.LETTERS_EXPORTED, by=by, batch=batch.number, letters=batch.items, without_address=lost,
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


def why_batch_differs(*, campaign: Campaign, number: int, text: str) -> str:
    """Why the file of a batch is not the one that was given to the printer; empty when it is, to the last octet."""
    batch = campaign.postal_batches.get(number=number)
    if hashlib.sha256(text.encode()).hexdigest() == batch.sha256:
        return ""
    lines = Recipient.objects.filter(campaign=campaign)
    erased = campaign.postal_items.filter(batch=number).exclude(place__in=lines.values("place")).count()
    if not erased:
        return f"The file of batch {number} is not the one on record, and nothing of it was erased. Tell an engineer."
    return (
        f"The file of batch {number} is not the one on record any more: the data behind {erased:,} of its "
        f"{batch.items:,} letters was erased since, and those are left out."
    )


@transaction.atomic
def give_address(*, item: PostalItem, postal: Mapping[str, str], by: User) -> PostalItem:
    """Gives a letter that has none the address that it goes to; one that was given up waits again."""
    campaign, held = _held(item)
    check_may_prepare(by, campaign.matter)
    check_mails(campaign)
    if held.state not in {_State.WAITING, _State.EXHAUSTED}:
        raise Refused(f"This letter is “{held.get_state_display().lower()}”, so it needs no address from you.")
    if held.batch is not None or pieces_of(campaign, [held])[0].postal:
        raise Refused("This letter has an address already. Look at the letters once more.")
    recipient = Recipient.objects.filter(campaign=campaign, place=held.place).first()
    if recipient is None:
        raise Refused("The data of this person was erased, so no address is kept. Give the letter up.")
    _keep_address(campaign, held.place, recipient, postal)
    held.state = _State.WAITING
    held.save(update_fields=["state"])
    record(campaign, Act.LETTER_ADDRESSED, by=by, place=held.place, letter=held.sequence)
    return held


@transaction.atomic
def mail_again(*, item: PostalItem, postal: Mapping[str, str], by: User | None) -> PostalItem:
    """Owes the letter once more, to where the post or a search says that the person moved to. Once for each return."""
    campaign, held = _held(item)
    if by is not None:
        check_may_prepare(by, campaign.matter)
    check_mails(campaign)
    is_found_again = held.state == _State.EXHAUSTED and bool(pieces_of(campaign, [held])[0].postal)
    if held.state != _State.RETURNED and not is_found_again:
        raise Refused("Only a letter that came back is mailed again.")
    if campaign.postal_items.filter(place=held.place, sequence__gt=held.sequence).exists():
        raise Refused("It is owed once more already. Look at the letters.")
    _keep_address(campaign, held.place, Recipient.objects.filter(campaign=campaign, place=held.place).first(), postal)
    again = PostalItem.objects.create(
        campaign=campaign, place=held.place, sequence=held.sequence + 1, why=REMAILED,
        due_at=letter_due_at(campaign, timezone.now()),
    )  # fmt: skip
    record(campaign, Act.LETTER_MAILED_AGAIN, by=by, place=again.place, letter=again.sequence)
    return again


def mail_moved(campaign: Campaign, moved: Mapping[tuple[int, int], Mapping[str, str]]) -> int:
    """The same for many letters by place and sequence, unless they are owed once more already; how many are new.

    The caller holds the campaign, and writes them down in its log.
    """
    if campaign.state == CampaignState.CANCELLED:
        return 0
    due_at, new = letter_due_at(campaign, timezone.now()), 0
    waiting = iter(sorted(moved))
    while some := list(islice(waiting, _AT_ONCE)):
        line = {"campaign": campaign, "place__in": [place for place, _ in some]}
        known = set(PostalItem.objects.filter(**line).values_list("place", "sequence"))
        claims = dict(Recipient.objects.filter(**line).values_list("place", "claim"))
        meant = [(place, sequence) for place, sequence in some if (place, sequence + 1) not in known]
        PostalItem.objects.bulk_create(
            PostalItem(campaign=campaign, place=place, sequence=sequence + 1, why=REMAILED, due_at=due_at)
            for place, sequence in meant
        )
        ForwardingAddress.objects.bulk_create(
            ForwardingAddress(
                campaign=campaign, place=place, claim_id=claims.get(place), postal=given(moved[place, sequence])
            )
            for place, sequence in meant
        )  # fmt: skip
        new += len(meant)
    return new


@transaction.atomic
def give_up(*, item: PostalItem, reason: str, by: User) -> PostalItem:
    """Says that nobody can be found at any address. Who searched, and how, is the reason."""
    campaign, held = _held(item)
    check_may_prepare(by, campaign.matter)
    if held.state not in {_State.RETURNED, _State.WAITING}:
        raise Refused("Only a letter that waits, or that came back, is given up.")
    why = without_addresses(reason)[:300]
    if not why:
        raise Refused("Say how you searched for the person: it goes on record.")
    held.state, held.why = _State.EXHAUSTED, why
    held.save(update_fields=["state", "why"])
    record(campaign, Act.LETTER_GIVEN_UP, by=by, place=held.place, letter=held.sequence)
    return held


def _held(item: PostalItem) -> tuple[Campaign, PostalItem]:
    """Both as they stand. A printed letter is held first, as when a file is read: so no two wait for each other."""
    letters = PostalItem.objects.select_for_update(no_key=True)
    if item.batch is None:
        campaign = Campaign.objects.hold(item.campaign)
        return campaign, letters.get(pk=item.pk)
    held = letters.get(pk=item.pk)
    return Campaign.objects.hold(item.campaign), held


def _keep_address(campaign: Campaign, place: int, recipient: Recipient | None, postal: Mapping[str, str]) -> None:
    """In a payload row, which goes with an erasure of its claim."""
    if not is_whole(postal):
        raise Refused(NOT_WHOLE)
    claim_id = recipient.claim_id if recipient else None
    ForwardingAddress.objects.create(campaign=campaign, place=place, claim_id=claim_id, postal=given(postal))


def overdue(campaign: Campaign, now: datetime) -> QuerySet[PostalItem]:
    """Letters that the order wanted in the mail by now and that are not."""
    not_mailed = campaign.postal_items.filter(state__in=[_State.WAITING, _State.EXPORTED])
    return not_mailed.filter(due_at__lt=now).order_by("due_at", "pk")
