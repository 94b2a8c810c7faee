"""Everything that can be done with a campaign: one verb, one function, one transaction, one person."""

from intake.campaigns.actions.approving import approve, take_void_approvals_back, withdraw_approval
from intake.campaigns.actions.cancelling import cancel, keep, propose_cancel
from intake.campaigns.actions.closing import ask_to_close, sweep_closings, takes_long_to_close, work_closing
from intake.campaigns.actions.following import follow_up
from intake.campaigns.actions.freezing import freeze
from intake.campaigns.actions.paper import (
    batch_again,
    export_batch,
    give_address,
    give_up,
    mail_again,
    overdue,
    owe_paper,
    stop_mail,
    why_batch_differs,
)
from intake.campaigns.actions.posted import read_posted
from intake.campaigns.actions.preparing import change_limits, choose_template, choose_words, create, edit
from intake.campaigns.actions.rehearsing import ask_for_dry_run, rehearse, sweep_rehearsals
from intake.campaigns.actions.running import close, drain, pause, pause_what_stopped, resume, start
from intake.campaigns.actions.seeding import sweep_seeds, write_to_seeds
from intake.campaigns.actions.settling import Decision, settle
from intake.campaigns.actions.templating import make_template
from intake.campaigns.actions.unknowns import apply_unknown_rules
from intake.campaigns.actions.warming import warm_up

__all__ = [
    "Decision",
    "apply_unknown_rules",
    "approve",
    "ask_for_dry_run",
    "ask_to_close",
    "batch_again",
    "cancel",
    "change_limits",
    "choose_template",
    "choose_words",
    "close",
    "create",
    "drain",
    "edit",
    "export_batch",
    "follow_up",
    "freeze",
    "give_address",
    "give_up",
    "keep",
    "mail_again",
    "make_template",
    "overdue",
    "owe_paper",
    "pause",
    "pause_what_stopped",
    "propose_cancel",
    "read_posted",
    "rehearse",
    "resume",
    "settle",
    "start",
    "stop_mail",
    "sweep_closings",
    "sweep_rehearsals",
    "sweep_seeds",
    "take_void_approvals_back",
    "takes_long_to_close",
    "warm_up",
    "why_batch_differs",
    "withdraw_approval",
    "work_closing",
    "write_to_seeds",
]
