"""What waits for the reader as the second person, or as one of two: shown on top of the first page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter
from claimants.people.models import User
from claimants.people.roles import Power
from intake.campaigns import awaited as campaigns
from intake.campaigns.approvals import NEEDED
from intake.desk.reach import Reach
from intake.review import mailboxes

MAY_APPROVE = (Power.SECOND, Power.ADMINISTER)


@dataclass(frozen=True)
class Awaited:
    """One act that this reader can do next. `matter` is None where it belongs to no single one."""

    label: str
    url: str
    why: str
    matter: Matter | None = None
    deadline: datetime | None = None


def awaited_by(user: User, reach: Reach) -> list[Awaited]:
    """The same number of queries whatever there is. Declines have a list of their own."""
    return [*_campaigns(user, reach), *_definitions(user, reach), *_mailboxes(user, reach)]


def _campaigns(user: User, reach: Reach) -> Iterator[Awaited]:
    approving = {matter for power in MAY_APPROVE for matter in reach.with_power(power)}
    for one in campaigns.awaited_from(user, approving):
        campaign, page, why = one.campaign, "campaign_approve", f"approve it: {one.given} of {NEEDED} approvals given"
        if one.proposal is not None:
            page, why = "campaign_cancel", f"agree to cancel the rest, which {one.proposal.by.email} proposed"
        url = reverse(f"desk:{page}", args=[campaign.matter.slug, campaign.pk])
        yield Awaited(campaign.name, url, why, campaign.matter, campaign.deadline)


def _definitions(user: User, reach: Reach) -> Iterator[Awaited]:
    proposed = ClassDefinition.objects.filter(
        Q(approved_by=None) | Q(seconded_by=None),
        status=DefinitionStatus.PROPOSED, matter__in=reach.with_power(Power.ADMINISTER),
    ).exclude(approvals__by=user)  # fmt: skip
    for one in proposed.order_by("pk"):
        matter = reach.matters[one.matter_id]
        url = reverse("desk:definition_people", args=[matter.slug, one.version])
        given = int(one.approved_by_id is not None)
        why = f"approve it: {given} of {NEEDED} approvals given"
        yield Awaited(f"Class definition, version {one.version}", url, why, matter)


def _mailboxes(user: User, reach: Reach) -> Iterator[Awaited]:
    for change in mailboxes.awaited_from(user, reach.with_power(Power.REVIEW)):
        url = reverse("desk:mailbox_confirm", args=[change.pk])
        yield Awaited("A new mailbox", url, f"confirm it: {change.proposed_by.email} proposed it")
