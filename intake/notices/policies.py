"""Who may let mail go to an address again. Each `check_x` refuses with a sentence."""

from claimants.common.exceptions import Refused
from claimants.people.models import User
from claimants.people.roles import Power, has_power, has_power_anywhere
from intake.notices.models import AddressStatus, Notice

ASKED_FOR = frozenset({AddressStatus.Reason.NO_UPDATES, AddressStatus.Reason.PREFERS_POST})
"""What the person themselves wanted: nobody sets that aside in the course of the day's work."""


def power_to_lift(status: AddressStatus) -> Power:
    return Power.ADMINISTER if status.reason in ASKED_FOR else Power.REVIEW


def evidence_of(status: AddressStatus) -> Notice | None:
    """The notice that the evidence is about; None when there is nothing but the word of the person."""
    told = status.attempt or status.event
    return told.notice if told else None


def check_may_lift(user: User, status: AddressStatus) -> None:
    """In the matter of the evidence. Without any, whoever administers a matter."""
    power, evidence = power_to_lift(status), evidence_of(status)
    may = has_power(user, evidence.matter, power) if evidence else has_power_anywhere(user, Power.ADMINISTER)
    if not may:
        raise Refused(_WHO[power])


_WHO = {
    Power.ADMINISTER: "The person asked for this themselves, so only an administrator may take it back.",
    Power.REVIEW: "Only staff who work on the claims of the matter that has the evidence may take this back.",
}
