"""Another version of the seed's class definition, and people who take it through its life."""

from datetime import date
from typing import Any

from claimants.matters import actions as matters
from claimants.matters.definitions import table_of
from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import Role, User
from intake.assessments import actions
from intake.assessments.models import Reassessment
from tests.fixtures.filings import staff_of

NARROWER: dict[str, Any] = {"lists": {"united_states": ["US"]}, "periods": {"before_change": {"to": "2022-12-31"}}}
"""Ends the period at the end of 2022, and leaves the territories out."""

LATER_PREMIUM = {"rows": [{"from": "2023-02", "to": "2023-11", "plan": "career"}], "complete": "yes"}
"""Premium that the narrower version is too early for."""

REPHRASED: dict[str, Any] = {"criteria": {"account_before": {"met": "You had an account in time."}}}
"""Says one thing in other words, and reads nobody otherwise."""


def administrators(matter: Matter) -> tuple[User, User]:
    return staff_of(matter, "first", Role.ADMINISTRATOR), staff_of(matter, "second", Role.ADMINISTRATOR)


def proposed(matter: Matter, by: User, patch: dict[str, Any] | None = None) -> ClassDefinition:
    draft = matters.start_draft(matter=matter, by=by, patch=patch or NARROWER)
    return matters.propose(definition=draft, order="Dkt. 41", order_date=date(2026, 3, 2), by=by)


def approve(definition: ClassDefinition, *people: User) -> None:
    for person in people:
        matters.approve(definition=definition, table_sha256=table_of(definition).sha256, by=person)


def previewed(definition: ClassDefinition, by: User) -> Reassessment:
    return actions.lead(actions.preview(definition=definition, by=by))


def applied(matter: Matter, patch: dict[str, Any] | None = None) -> Reassessment:
    """The whole life of a version: proposed, previewed, approved by two, applied."""
    first, second = administrators(matter)
    definition = proposed(matter, first, patch)
    previewed(definition, first)
    approve(definition, first, second)
    return actions.lead(actions.apply(definition=definition, by=first))
