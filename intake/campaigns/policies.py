"""Who may do what with a campaign, and when: `check_x` refuses with a sentence."""

from collections.abc import Collection

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import User
from claimants.people.roles import Power, has_power
from intake.campaigns.approvals import NEEDED, has_void_approvals, open_proposal, passed_dry_run, valid_approvals
from intake.campaigns.models import Campaign, CampaignApproval, CampaignState, CampaignTemplate
from intake.campaigns.states import BEGUN, CHANGEABLE, TRANSITIONS
from intake.campaigns.wording import check_may_be_said

_S = CampaignState


def check_may_prepare(user: User, matter: Matter) -> None:
    if not has_power(user, matter, Power.ADMINISTER):
        raise Refused("Your role in this matter does not let you write to many people. Ask its administrator.")


def check_may_approve(user: User, matter: Matter) -> None:
    if not (has_power(user, matter, Power.SECOND) or has_power(user, matter, Power.ADMINISTER)):
        raise Refused("Your role in this matter does not let you approve what goes to many people.")


def check_may_stop(user: User, matter: Matter) -> None:
    """Whoever may approve may also stop: the fewer keys to the brake, the worse."""
    check_may_approve(user, matter)


def check_may_settle(user: User, campaign: Campaign) -> None:
    """Whoever works on the claims of the matter, and whoever answers for the campaign as long as they read there."""
    if has_power(user, campaign.matter, Power.REVIEW):
        return
    if campaign.owner_id != user.pk or not has_power(user, campaign.matter, Power.READ):
        raise Refused("Your role in this matter does not let you decide about its messages. Ask its administrator.")


def check_can_edit(user: User, campaign: Campaign) -> None:
    check_may_prepare(user, campaign.matter)
    if campaign.state != _S.DRAFT:
        raise Refused(
            f"This is “{_shown(campaign)}”, and only a draft is edited. Change its limits or its templates instead, "
            "or cancel it and prepare another."
        )


def check_can_change(user: User, campaign: Campaign) -> None:
    """Templates and limits, while nothing leaves."""
    check_may_prepare(user, campaign.matter)
    if campaign.state not in CHANGEABLE:
        wish = "Pause it first." if campaign.state in BEGUN else "Prepare another campaign."
        raise Refused(f"This is “{_shown(campaign)}”, so neither its words nor its limits change now. {wish}")


def check_can_choose_template(user: User, campaign: Campaign) -> None:
    check_can_change(user, campaign)
    if campaign.state == _S.PAUSED:
        raise Refused("Some have been written to already. Cancel the rest, and write to them in a campaign of its own.")


def check_can_freeze(user: User, campaign: Campaign) -> None:
    check_may_prepare(user, campaign.matter)
    check_goes_to(campaign, _S.FROZEN, from_=[_S.DRAFT])
    if not CampaignTemplate.objects.filter(campaign=campaign).exists():
        raise Refused("Choose a template first: without words nobody can be written to.")


def check_can_rehearse(user: User, campaign: Campaign) -> None:
    check_may_approve(user, campaign.matter)
    if campaign.state not in {_S.FROZEN, _S.APPROVED, _S.PAUSED}:
        raise Refused("Freeze the recipients first. The dry run writes the message of each of them.")


def check_can_approve(user: User, campaign: Campaign) -> None:
    check_may_approve(user, campaign.matter)
    if campaign.state not in {_S.FROZEN, _S.APPROVED, _S.PAUSED}:
        raise Refused(f"This is “{_shown(campaign)}”, so there is nothing to approve. Freeze the recipients first.")
    given = valid_approvals(campaign)
    if campaign.state == _S.APPROVED and len(given) >= NEEDED:
        raise Refused("Two people approved this already. It can be started.")
    check_words(campaign)
    if passed_dry_run(campaign) is None:
        raise Refused("No dry run has written every message as it is now. Run one, then approve.")
    if any(approval.by_id == user.pk for approval in given):
        raise Refused("You approved this already. A different person must approve it too.")
    if len(given) >= NEEDED:
        raise Refused("Two people approved this already. It can go on.")


def check_can_withdraw(user: User, campaign: Campaign) -> CampaignApproval:
    """The approval that would be withdrawn."""
    check_may_approve(user, campaign.matter)
    if campaign.state not in {_S.FROZEN, _S.APPROVED, _S.PAUSED}:
        raise Refused(f"This is “{_shown(campaign)}”. Pause it if nothing more should leave.")
    own = [approval for approval in valid_approvals(campaign) if approval.by_id == user.pk]
    if not own:
        raise Refused("There is no valid approval of yours to withdraw.")
    return own[-1]


def check_is_approved(campaign: Campaign) -> None:
    if len(valid_approvals(campaign)) >= NEEDED:
        return
    if has_void_approvals(campaign):
        raise Refused(
            "There is no valid approval any more: something changed after it was given. Two people must approve this "
            "anew."
        )
    raise Refused("Two different people must approve this first.")


def check_words(campaign: Campaign) -> None:
    """Words that were true when they were made may not be said at the stage that the matter has come to."""
    for choice in campaign.templates.select_related("template").order_by("language"):
        try:
            check_may_be_said(campaign.matter, choice.template.subject, choice.template.body)
        except Refused as refusal:
            wish = "Cancel the rest." if campaign.state == _S.PAUSED else "Choose other words."
            raise Refused(
                f"The words in “{choice.language}” may not be sent at this stage of the matter: {refusal} {wish}"
            ) from None


def check_can_start(user: User, campaign: Campaign) -> None:
    check_may_prepare(user, campaign.matter)
    if campaign.state in {_S.FROZEN, _S.APPROVED}:
        check_words(campaign)
    if campaign.state == _S.FROZEN:
        check_is_approved(campaign)
    check_goes_to(campaign, _S.RUNNING, from_=[_S.APPROVED])
    check_is_approved(campaign)


def check_can_resume(user: User, campaign: Campaign) -> None:
    check_may_prepare(user, campaign.matter)
    check_goes_to(campaign, _S.RUNNING, from_=[_S.PAUSED])
    check_words(campaign)
    check_is_approved(campaign)


def check_can_pause(user: User | None, campaign: Campaign) -> None:
    """`user` is None when the house itself stops what goes wrong."""
    if user is not None:
        check_may_stop(user, campaign.matter)
    check_goes_to(campaign, _S.PAUSED)


def check_can_propose_cancel(user: User, campaign: Campaign) -> None:
    check_may_stop(user, campaign.matter)
    if campaign.state not in BEGUN:
        raise Refused("Nothing has left yet, so one person may cancel this alone." if _is_open(campaign) else _over())
    if proposal := open_proposal(campaign):
        who = "You" if proposal.by_id == user.pk else proposal.by.email
        raise Refused(f"{who} proposed this already. A different person must agree.")


def check_can_keep(user: User, campaign: Campaign) -> CampaignApproval:
    """The proposal to cancel that would be taken back."""
    check_may_stop(user, campaign.matter)
    proposal = open_proposal(campaign) if _is_open(campaign) else None
    if proposal is None:
        raise Refused("Nobody proposes to cancel this. There is nothing to take back.")
    return proposal


def check_can_cancel(user: User, campaign: Campaign) -> None:
    check_may_stop(user, campaign.matter)
    check_goes_to(campaign, _S.CANCELLED)
    if campaign.state not in BEGUN:
        return
    proposal = open_proposal(campaign)
    if proposal is None:
        raise Refused("Some have been written to already. One person proposes to cancel the rest, another agrees.")
    if proposal.by_id == user.pk:
        raise Refused("You proposed this. A different person must agree.")


def check_can_drain(user: User, campaign: Campaign) -> None:
    check_may_prepare(user, campaign.matter)
    check_goes_to(campaign, _S.DRAINING, from_=[_S.RUNNING])


def check_can_close(user: User | None, campaign: Campaign) -> None:
    """`user` is None when the house itself closes what has come to its end."""
    if user is not None:
        check_may_prepare(user, campaign.matter)
    check_goes_to(campaign, _S.CLOSED)


def check_mails(campaign: Campaign) -> None:
    if campaign.state == _S.CANCELLED:
        raise Refused("This campaign was cancelled, so no letter of it is mailed any more.")


def check_can_export(user: User, campaign: Campaign) -> None:
    """Letters leave as messages do: after two people approved, and never after it was cancelled."""
    check_may_prepare(user, campaign.matter)
    if campaign.state == _S.CANCELLED:
        raise Refused("This campaign was cancelled, so no letter of it is given to the printer.")
    if campaign.state not in BEGUN | {_S.CLOSED}:
        raise Refused("Two people approve this campaign, and it is started, before its letters go to the printer.")


def check_goes_to(campaign: Campaign, to: CampaignState, from_: Collection[CampaignState] | None = None) -> None:
    allowed = from_ if from_ is not None else [state for state, targets in TRANSITIONS.items() if to in targets]
    if campaign.state not in allowed:
        raise Refused(f"This is “{_shown(campaign)}”, so it cannot become “{to.label.lower()}”.")


def _is_open(campaign: Campaign) -> bool:
    return campaign.state not in {_S.CANCELLED, _S.CLOSED}


def _over() -> str:
    return "This is over already. Nothing more leaves."


def _shown(campaign: Campaign) -> str:
    return str(CampaignState(campaign.state).label).lower()
