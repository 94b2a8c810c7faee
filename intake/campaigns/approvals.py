"""Which approvals of a campaign are worth something: of exactly what it says now, and not withdrawn."""

from claimants.people.models import User
from intake.campaigns.models import Campaign, CampaignApproval, DryRun
from intake.campaigns.seals import caps_sha256, templates_of, templates_sha256
from intake.campaigns.wording import frame_around

NEEDED = 2
_Act = CampaignApproval.Act


def digests(campaign: Campaign) -> dict[str, str]:
    """What an approval given now would be bound to."""
    return {
        "manifest_sha256": campaign.manifest_sha256,
        "templates_sha256": templates_sha256(templates_of(campaign), frame_around(campaign).sha256),
        "caps_sha256": caps_sha256(campaign),
    }


def valid_approvals(campaign: Campaign) -> list[CampaignApproval]:
    """The approvals of what the campaign is now, without those that were withdrawn, oldest first."""
    given = campaign.approvals.filter(act=_Act.SEND, **digests(campaign)).select_related("by").order_by("pk")
    withdrawn = set(campaign.approvals.filter(act=_Act.WITHDRAW).values_list("by", "turn"))
    return [approval for approval in given if (approval.by_id, approval.turn) not in withdrawn]


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
    proposed = campaign.approvals.filter(act=_Act.CANCEL, turn=times_kept(campaign)).select_related("by")
    return proposed.order_by("pk").first()


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
