"""Everything that writes a notice: owing it, holding it back, sending it, and saying what became of it."""

from intake.notices.actions.changes import (
    held_of,
    owe_for_change,
    owe_for_changes,
    owe_for_reassessment,
    release_for_reassessment,
)
from intake.notices.actions.due import owe_due, owe_for_stage
from intake.notices.actions.hearing import hear_all
from intake.notices.actions.mailboxes import owe_for_mailbox
from intake.notices.actions.overtaken import cancel_answered, cancel_erased
from intake.notices.actions.owing import owe, owe_for_event
from intake.notices.actions.reports import act_on, act_on_reports
from intake.notices.actions.resolving import cancel, deem_sent, release, send_again
from intake.notices.actions.returns import hear_returned
from intake.notices.actions.ruling import count_as_sent, send_same_again
from intake.notices.actions.sending import reap, send_due
from intake.notices.actions.suppressing import hold_by_choice, lift

__all__ = [
    "act_on",
    "act_on_reports",
    "cancel",
    "cancel_answered",
    "cancel_erased",
    "count_as_sent",
    "deem_sent",
    "hear_all",
    "hear_returned",
    "held_of",
    "hold_by_choice",
    "lift",
    "owe",
    "owe_due",
    "owe_for_change",
    "owe_for_changes",
    "owe_for_event",
    "owe_for_mailbox",
    "owe_for_reassessment",
    "owe_for_stage",
    "reap",
    "release",
    "release_for_reassessment",
    "send_again",
    "send_due",
    "send_same_again",
]
