"""Proof that what was frozen is still what it was: every line digested again, every approval compared."""

from collections.abc import Iterator

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from intake.campaigns.causes import cause_of
from intake.campaigns.log import Act, details_of, name_of, verify_chain
from intake.campaigns.models import Campaign, CampaignState, ManifestErasure, ManifestLine, Recipient
from intake.campaigns.policies import check_is_approved
from intake.campaigns.seals import ManifestSeal, line_digest, templates_of
from intake.campaigns.states import BEGUN
from intake.filing.log import Finding
from intake.filing.models import Erasure
from intake.notices.models import Notice

_AT_ONCE = 2_000


def verify_campaigns(matter: Matter | None = None) -> Iterator[Finding]:
    """Every break in the log of every campaign, and everything in a manifest that is not as it was frozen."""
    campaigns = Campaign.objects.select_related("matter").order_by("pk")
    for campaign in campaigns.filter(matter=matter) if matter else campaigns:
        yield from verify_chain(campaign)
        if campaign.manifest_sha256:
            yield from verify_manifest(campaign)


def verify_manifest(campaign: Campaign) -> Iterator[Finding]:
    """A recipient that is gone is no finding, if an erasure of their claim, line or list is on record."""
    name, templates = name_of(campaign), templates_of(campaign)
    seal, places = ManifestSeal(templates), 0
    recipients = _Rows(campaign)
    gone: list[int] = []
    lines = ManifestLine.objects.filter(campaign=campaign).order_by("place")
    for place, digest, language in lines.values_list("place", "digest", "language").iterator(chunk_size=_AT_ONCE):
        places += 1
        if language not in templates:
            yield Finding(name, 0, f"line {place} is in a language of which no template was chosen")
            continue
        seal.add(place, digest, language)
        recipient = recipients.at(place)
        if recipient is None:
            gone.append(place)
        elif line_digest(recipient.salt, recipient) != digest:
            yield Finding(name, 0, f"the recipient of line {place} was altered")
    if (places, seal.sha256()) != (campaign.manifest_rows, campaign.manifest_sha256):
        yield Finding(name, 0, "its lines are not those that were sealed")
    yield from _verify_gone(campaign, _without_erased(campaign, gone))
    yield from _verify_approved(campaign)


def _without_erased(campaign: Campaign, places: list[int]) -> list[int]:
    """The places that no erasure of a line or of the list accounts for; one counts when the log tells of it too."""
    if not places:
        return []
    told = {details_of(event).get("erasure") for event in campaign.events.filter(kind=Act.ERASED)}
    erased = set(ManifestErasure.objects.filter(campaign=campaign, pk__in=told).values_list("place", flat=True))
    return [] if None in erased else [place for place in places if place not in erased]


def _verify_gone(campaign: Campaign, places: list[int]) -> Iterator[Finding]:
    for start in range(0, len(places), _AT_ONCE):
        causes = {cause_of(campaign.pk, place): place for place in places[start : start + _AT_ONCE]}
        erased = Erasure.objects.values("claim")
        known = Notice.objects.filter(cause__in=list(causes), sequence=0, claim__in=erased)
        for cause in sorted(set(causes) - set(known.values_list("cause", flat=True))):
            sentence = f"the recipient of line {causes[cause]} is gone, and no erasure is on record"
            yield Finding(name_of(campaign), 0, sentence)


def _verify_approved(campaign: Campaign) -> Iterator[Finding]:
    if campaign.state in BEGUN - {CampaignState.PAUSED} or campaign.state == CampaignState.CLOSED:
        try:
            check_is_approved(campaign)
        except Refused as refusal:
            yield Finding(name_of(campaign), 0, f"it runs without its approvals: {refusal}")


class _Rows:
    """The recipients of a campaign in the order of their places, one at a time."""

    def __init__(self, campaign: Campaign) -> None:
        rows = Recipient.objects.filter(campaign=campaign, is_seed=False).order_by("place")
        self._rows = rows.iterator(chunk_size=_AT_ONCE)
        self._next = next(self._rows, None)

    def at(self, place: int) -> Recipient | None:
        while self._next is not None and self._next.place < place:
            self._next = next(self._rows, None)
        return self._next if self._next is not None and self._next.place == place else None
