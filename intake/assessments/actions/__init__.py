"""Everything that writes a result: judging one claim, and passes over everybody."""

from intake.assessments.actions.applying import register_applied
from intake.assessments.actions.assessing import assess, assess_again, assess_event, forget
from intake.assessments.actions.reassessing import apply, preview, resume, stop
from intake.assessments.actions.working import lead, sweep, work

__all__ = [
    "apply",
    "assess",
    "assess_again",
    "assess_event",
    "forget",
    "lead",
    "preview",
    "register_applied",
    "resume",
    "stop",
    "sweep",
    "work",
]
