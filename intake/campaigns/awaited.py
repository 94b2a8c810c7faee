"""Which campaigns wait for a person: the same rules as `check_can_approve` and `check_can_cancel`, for many at once."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.approvals import NEEDED, digests_with, proposal_among, valid_among
from intake.campaigns.models import Campaign, CampaignApproval, CampaignState, CampaignTemplate, DryRun
from intake.campaigns.states import BEGUN
from intake.campaigns.wording import check_may_be_said

_STILL = frozenset({CampaignState.FROZEN, CampaignState.APPROVED, CampaignState.PAUSED})


@dataclass(frozen=True)
class Awaited:
    """A campaign that this person can bring further: `given` approvals it has, or a `proposal` to cancel it."""

    campaign: Campaign
    given: int = 0
    proposal: CampaignApproval | None = None


def awaited_from(user: User, matters: Collection[int]) -> list[Awaited]:
    """What waits for this person in matters where they may approve; the same number of queries whatever there is."""
    open_ones = Campaign.objects.filter(matter__in=matters, state__in=_STILL | BEGUN)
    campaigns = open_ones.select_related("matter").defer("matter__document").prefetch_related(
        Prefetch("approvals", CampaignApproval.objects.select_related("by").order_by("pk")),
        Prefetch("templates", CampaignTemplate.objects.select_related("template").order_by("language")),
        Prefetch("dry_runs", DryRun.objects.filter(state=DryRun.State.PASSED).defer("reasons")),
    )  # fmt: skip
    found: list[Awaited] = []
    for campaign in campaigns.order_by("deadline", "pk"):
        proposal = proposal_among(campaign.approvals.all()) if campaign.state in BEGUN else None
        if proposal is not None and proposal.by_id != user.pk:
            found.append(Awaited(campaign, proposal=proposal))
        given = _approvals_of_others(campaign, user)
        if given is not None:
            found.append(Awaited(campaign, given=given))
    return found


def _approvals_of_others(campaign: Campaign, user: User) -> int | None:
    """How many approved it as it is now, when this person can be the next; otherwise None."""
    if campaign.state not in _STILL:
        return None
    choices = list(campaign.templates.all())
    current = digests_with(campaign, {choice.language: choice.template.sha256 for choice in choices})
    given = valid_among(campaign.approvals.all(), current)
    if len(given) >= NEEDED or any(approval.by_id == user.pk for approval in given):
        return None
    bound = ("manifest_sha256", "templates_sha256")
    has_passed = any(all(getattr(run, name) == current[name] for name in bound) for run in campaign.dry_runs.all())
    return len(given) if has_passed and _may_be_said(campaign, choices) else None


def _may_be_said(campaign: Campaign, choices: Collection[CampaignTemplate]) -> bool:
    try:
        for choice in choices:
            check_may_be_said(campaign.matter, choice.template.subject, choice.template.body)
    except Refused:
        return False
    return True
