"""Which approvals of a campaign are worth something: of exactly what it says now, and not withdrawn."""

from collections.abc import Iterable, Mapping

from claimants.people.models import User
from intake.campaigns.models import Campaign, CampaignApproval, DryRun
from intake.campaigns.seals import caps_sha256, templates_of, templates_sha256
from intake.campaigns.wording import frame_around

NEEDED = 2
_Act = CampaignApproval.Act


def digests(campaign: Campaign) -> dict[str, str]:
    """What an approval given now would be bound to."""
    return digests_with(campaign, templates_of(campaign))


def digests_with(campaign: Campaign, templates: Mapping[str, str]) -> dict[str, str]:
    """The same, from the digest of the template of each language."""
    return {
        "manifest_sha256": campaign.manifest_sha256,
        "templates_sha256": templates_sha256(templates, frame_around(campaign).sha256),
        "caps_sha256": caps_sha256(campaign),
    }


def valid_approvals(campaign: Campaign) -> list[CampaignApproval]:
    """The approvals of what the campaign is now, without those that were withdrawn, oldest first."""
    return valid_among(campaign.approvals.select_related("by").order_by("pk"), digests(campaign))


def valid_among(rows: Iterable[CampaignApproval], current: Mapping[str, str]) -> list[CampaignApproval]:
    """The same, from all the rows of one campaign, oldest first, and what it is now."""
    every = list(rows)
    withdrawn = {(row.by_id, row.turn) for row in every if row.act == _Act.WITHDRAW}
    return [
        row
        for row in every
        if row.act == _Act.SEND
        and all(getattr(row, name) == digest for name, digest in current.items())
        and (row.by_id, row.turn) not in withdrawn
    ]


def has_void_approvals(campaign: Campaign) -> bool:
    """Whether somebody approved what it no longer is."""
    current = digests(campaign)
    return any(
        any(getattr(approval, name) != digest for name, digest in current.items())
        for approval in campaign.approvals.filter(act=_Act.SEND)
    )


def turn_of(campaign: Campaign, user: User) -> int:
    """How often this person has withdrawn an approval of this campaign."""
    return campaign.approvals.filter(act=_Act.WITHDRAW, by=user).count()


def open_proposal(campaign: Campaign) -> CampaignApproval | None:
    """The proposal to cancel that waits for a second person: neither taken back nor overtaken."""
    return proposal_among(campaign.approvals.select_related("by").order_by("pk"))


def proposal_among(rows: Iterable[CampaignApproval]) -> CampaignApproval | None:
    """The same, from all the rows of one campaign, oldest first."""
    every = list(rows)
    ended = sum(row.act == _Act.KEEP for row in every)
    return next((row for row in every if row.act == _Act.CANCEL and row.turn == ended), None)


def times_kept(campaign: Campaign) -> int:
    """How many proposals to cancel have come to their end."""
    return campaign.approvals.filter(act=_Act.KEEP).count()


def passed_dry_run(campaign: Campaign) -> DryRun | None:
    """The newest dry run of exactly these lines with exactly these templates, in which all could be written."""
    current = digests(campaign)
    return campaign.dry_runs.filter(
        state=DryRun.State.PASSED,
        manifest_sha256=current["manifest_sha256"],
        templates_sha256=current["templates_sha256"],
    ).first()
