"""How people on an uploaded list go: they have no claim, so no erasure of a claim takes them along."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.causes import cause_of
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, ForwardingAddress, ManifestErasure, PostalItem, Recipient
from intake.campaigns.on_lists import OnList, lines_with
from intake.campaigns.policies import check_may_prepare
from intake.filing.models import Erasure
from intake.notices.actions.overtaken import cancel_unsent
from intake.notices.intents import ERASED
from intake.notices.models import Notice

_Ground = Erasure.Ground


@transaction.atomic
def erase_line(*, campaign: Campaign, place: int, ground: str, by: User | None, reference: str = "") -> ManifestErasure:
    """Erases one person from a list. What was not sent to them is cancelled; the digest of their line stays."""
    campaign = _held(campaign, ground, reference, by)
    recipient = Recipient.objects.filter(campaign=campaign, place=place, is_seed=False).first()
    if recipient is None:
        raise Refused(f"Nobody is on line {place:,} of this list: there is no such line, or it was erased already.")
    if recipient.claim_id is not None:
        raise Refused(f"Line {place:,} is about a claim. Erase the claim: everything about it goes, and this line too.")
    return _erase(campaign, place, ground, by, reference)


@transaction.atomic
def erase_lines(*, lines: Iterable[OnList], ground: str, by: User, reference: str = "") -> list[ManifestErasure]:
    """Erases one person from every list at once, or from none. What is about a claim stays until the claim goes."""
    own = sorted((line for line in lines if not line.is_about_a_claim), key=lambda one: (one.campaign.pk, one.place))
    if not own:
        raise Refused("Nobody is on these lines any more, or each is about a claim. Look for the person once more.")
    return [
        erase_line(campaign=line.campaign, place=line.place, ground=ground, by=by, reference=reference) for line in own
    ]


@transaction.atomic
def erase_list(
    *, campaign: Campaign, ground: str, by: User | None, today: date, reference: str = ""
) -> ManifestErasure:
    """Erases everybody on a list: once the retention date of its matter has passed, or when a court orders it."""
    campaign = _held(campaign, ground, reference, by)
    if ground == _Ground.REQUEST:
        raise Refused("One person can ask for their own line to go. Erase that line.")
    until = campaign.matter.retain_until
    if ground == _Ground.RETENTION and until >= today:
        raise Refused(f"This list is kept until {until:%d %B %Y}. Wait until then, or erase single lines.")
    return _erase(campaign, None, ground, by, reference)


def erase_lists_past_retention(today: date) -> int:
    """Erases the lists of matters whose retention date has passed; how many. What was added since goes too."""
    people = [
        Exists(model._default_manager.filter(campaign=OuterRef("pk"), **kept))
        for model, kept in ((Recipient, {"is_seed": False}), (ForwardingAddress, {}))
    ]
    over = Campaign.objects.filter(people[0] | people[1], matter__retain_until__lt=today)
    found = list(over.order_by("pk"))
    for campaign in found:
        erase_list(campaign=campaign, ground=_Ground.RETENTION, by=None, today=today)
    return len(found)


def places_of(campaign: Campaign, email: str) -> list[int]:
    """The lines of a list on which an address stands."""
    return [place for _, place, _ in lines_with(Recipient.objects.filter(campaign=campaign), email)]


def _held(campaign: Campaign, ground: str, reference: str, by: User | None) -> Campaign:
    """The campaign, held; `by` is None when a retention date has passed."""
    campaign = Campaign.objects.hold(campaign)
    if by is not None:
        check_may_prepare(by, campaign.matter)
    if ground == _Ground.COURT_ORDER and not reference.strip():
        raise Refused("Give the docket reference of the order to destroy.")
    return campaign


def _erase(campaign: Campaign, place: int | None, ground: str, by: User | None, reference: str) -> ManifestErasure:
    """Mailboxes of our own stay: they are nobody's data, and a declaration says how many they were."""
    erasure = ManifestErasure.objects.create(
        campaign=campaign, place=place, ground=ground, by=by, reference=reference.strip()
    )
    meant = Q(campaign=campaign) if place is None else Q(campaign=campaign, place=place)
    notices = Notice.objects.filter(dispatch=campaign.dispatch_id)
    cancel_unsent(notices if place is None else notices.filter(cause=cause_of(campaign.pk, place)), ERASED)
    PostalItem.objects.filter(meant, state=PostalItem.State.WAITING).update(
        state=PostalItem.State.EXHAUSTED, why="The personal data was erased."
    )
    lines = Recipient.objects.filter(meant, is_seed=False).count()
    record(campaign, Act.ERASED, by=by, erasure=erasure.pk, place=place, lines=lines, ground=ground)
    for rows in (Recipient.objects.filter(meant, is_seed=False), ForwardingAddress.objects.filter(meant)):
        rows._raw_delete(rows.db)
    return erasure
