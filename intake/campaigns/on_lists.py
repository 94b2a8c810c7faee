"""On which lines of which lists a person stands. Nothing of the person is told but that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from claimants.matters.models import Matter
from intake.campaigns.models import Campaign, Recipient

_PLAIN = re.compile(r"[a-z0-9.@+_-]+")
"""Written in JSON as it is, in every database, so that the database can leave most lines out."""


@dataclass(frozen=True)
class OnList:
    """One line. What is about a claim goes with an erasure of the claim, and not from here."""

    campaign: Campaign
    place: int
    is_about_a_claim: bool


def lines_of_address(matter: Matter, email: str) -> list[OnList]:
    """Every line of every list of the matter on which an address stands, oldest campaign first."""
    campaigns = {campaign.pk: campaign for campaign in Campaign.objects.filter(matter=matter)}
    found = lines_with(Recipient.objects.filter(campaign__in=campaigns), email)
    return [OnList(campaigns[campaign], place, claim is not None) for campaign, place, claim in found]


def lines_at(campaign: Campaign, place: int) -> list[OnList]:
    """The line of one person who has no e-mail address."""
    rows = Recipient.objects.filter(campaign=campaign, place=place, is_seed=False).values_list("place", "claim")
    return [OnList(campaign, place, claim is not None) for place, claim in rows]


def lines_with(recipients: QuerySet[Recipient], email: str) -> Iterator[tuple[int, int, int | None]]:
    """Campaign, place and claim of each line on which the address stands; mailboxes of our own are left out."""
    wanted = email.strip().lower()
    rows = recipients.filter(is_seed=False).order_by("campaign", "place")
    if _PLAIN.fullmatch(wanted):
        rows = rows.alias(written=Cast("addresses", TextField())).filter(written__icontains=f'"{wanted}"')
    lines = rows.values_list("campaign", "place", "claim", "addresses").iterator(chunk_size=2_000)
    for campaign, place, claim, addresses in lines:
        if wanted in {str(each).lower() for each in addresses}:
            yield campaign, place, claim
