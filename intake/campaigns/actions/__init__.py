"""Everything that can be done with a campaign: one verb, one function, one transaction, one person."""

from intake.campaigns.actions.approving import approve, withdraw_approval
from intake.campaigns.actions.cancelling import cancel, propose_cancel
from intake.campaigns.actions.freezing import freeze
from intake.campaigns.actions.preparing import change_limits, choose_template, create, edit
from intake.campaigns.actions.rehearsing import ask_for_dry_run, rehearse, sweep_rehearsals
from intake.campaigns.actions.running import close, drain, pause, resume, start
from intake.campaigns.actions.seeding import sweep_seeds, write_to_seeds
from intake.campaigns.actions.templating import make_template

__all__ = [
    "approve",
    "ask_for_dry_run",
    "cancel",
    "change_limits",
    "choose_template",
    "close",
    "create",
    "drain",
    "edit",
    "freeze",
    "make_template",
    "pause",
    "propose_cancel",
    "rehearse",
    "resume",
    "start",
    "sweep_rehearsals",
    "sweep_seeds",
    "withdraw_approval",
    "write_to_seeds",
]
