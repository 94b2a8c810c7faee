"""Read this first: which event owes what.

An act on a claim records an event; in the same transaction the handlers below run, in order. They only write
rows, or refuse, which undoes the act. After commit one message wakes a worker for each kind of work; if it is
lost, a sweep finds the rows.
"""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from intake.assessments.actions import assess_again, assess_event, register_applied
from intake.assessments.actions import forget as forget_assessed_facts
from intake.assessments.models import Reassessment
from intake.campaigns.actions.erasing import erase_lists_past_retention
from intake.campaigns.addressees import addressees_of, printed_at
from intake.campaigns.writer import write as write_campaigns
from intake.decisions.policies import refuse_while_proposed
from intake.filing import retention
from intake.filing.events import Handler, register
from intake.filing.models import EventKind
from intake.notices import addressees, printed, writers
from intake.notices.actions import cancel_answered, cancel_erased, owe_for_reassessment
from intake.notices.actions import owe_for_event as owe_notice
from intake.notices.warned import warned_in_time
from intake.review.actions import forget as forget_requests
from intake.review.actions import let_go, make_findable
from intake.review.comparing import close_when_names_changed

PIPELINE: dict[EventKind, list[Handler]] = {
    EventKind.SUBMITTED: [assess_event, make_findable, owe_notice],
    EventKind.CURED: [close_when_names_changed, assess_event, make_findable, cancel_answered, owe_notice],
    EventKind.CORRECTED: [close_when_names_changed, assess_event, make_findable, owe_notice],
    EventKind.WITHDRAWN: [let_go, cancel_answered, owe_notice],
    EventKind.TAKEN: [assess_again, cancel_answered],
    EventKind.RELEASED: [refuse_while_proposed],
    EventKind.CONFLICT_CLEARED: [],
    EventKind.CONFLICT_FOUND: [],
    EventKind.NOTED: [],
    EventKind.INFORMATION_REQUESTED: [refuse_while_proposed, owe_notice],
    EventKind.REQUEST_LAPSED: [cancel_answered],
    EventKind.PROPOSED: [],
    EventKind.PROPOSAL_WITHDRAWN: [],
    EventKind.ACCEPTED: [let_go, owe_notice],
    EventKind.KEPT_ON_FILE: [let_go, owe_notice],
    EventKind.DECLINED: [let_go, owe_notice],
    EventKind.DISPUTED: [assess_again],
    EventKind.REVERSED: [let_go, owe_notice],
    EventKind.ERASED: [let_go, cancel_erased, forget_assessed_facts, forget_requests],
}

APPLIED: list[Callable[[Reassessment], object]] = [owe_for_reassessment]
"""What follows when a new class definition has judged everyone again."""


def connect() -> None:
    """Registers the handlers of every kind of event; an event kind without an entry stops the start-up.

    A draft left alone is deleted only when the notices say that its person was warned. Campaigns write what goes to
    many, know who is on their lists and whose letter was printed, and erase them when claims past their retention date
    are erased.
    """
    forgotten = set(EventKind) - set(PIPELINE)
    if forgotten:
        raise ImproperlyConfigured(f"intake/pipeline.py says nothing of {', '.join(sorted(forgotten))}.")
    for kind, handlers in PIPELINE.items():
        register(kind, *handlers)
    register_applied(*APPLIED)
    retention.register(warned_in_time, erase_lists_past_retention)
    writers.register(write_campaigns)
    addressees.register(addressees_of)
    printed.register(printed_at)
