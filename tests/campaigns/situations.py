"""Campaigns at every point of their life, made by the actions themselves."""

import io
from typing import Any, BinaryIO

from claimants.matters.models import Matter
from claimants.matters.stages import Stage
from claimants.people.models import Role, User
from intake.campaigns import actions
from intake.campaigns.models import Campaign, Purpose, TemplateVersion
from tests.factories import ClaimFactory, RoleGrantFactory, UserFactory
from tests.notices.situations import matter_at, sign

BODY = "Dear {{ name? }},\n\nThe court gave an order about {{ reference }}.\n"
CLAIMS: dict[str, Any] = {"from": "claims"}
LIST: dict[str, Any] = {"from": "list"}


def staff(matter: Matter, role: Role = Role.ADMINISTRATOR) -> User:
    user = UserFactory.create(staff=True)
    RoleGrantFactory.create(user=user, matter=matter, role=role)
    return user


def matter_with(claims: int, stage: Stage = Stage.PRELIMINARY_APPROVAL) -> Matter:
    """A matter with so many signed claims."""
    matter = matter_at(stage)
    for _ in range(claims):
        claim = ClaimFactory.create(matter=matter, submitted=True)
        sign(claim, "Ana María Núñez", at=claim.submitted_at)
    return matter


def template(matter: Matter, by: User, body: str = BODY, **changes: Any) -> TemplateVersion:
    said = {
        "name": "Class notice", "language": "en", "purpose": Purpose.UPDATE, "subject": "About your claim",
    } | changes  # fmt: skip
    return actions.make_template(matter=matter, body=body, by=by, **said)


def draft(matter: Matter, by: User, body: str = BODY, **changes: Any) -> Campaign:
    """A draft with its English words chosen."""
    said = {"name": "Word", "purpose": Purpose.UPDATE, "source": CLAIMS} | changes
    campaign = actions.create(matter=matter, by=by, **said)
    words = template(matter, by, body, purpose=said["purpose"], order_reference=said.get("order_reference", ""))
    actions.choose_template(campaign=campaign, language="en", template=words, by=by)
    return campaign


def frozen(matter: Matter, by: User, **changes: Any) -> Campaign:
    return actions.freeze(campaign=draft(matter, by, **changes), by=by)


def rehearsed(matter: Matter, by: User, **changes: Any) -> Campaign:
    campaign = frozen(matter, by, **changes)
    actions.rehearse(actions.ask_for_dry_run(campaign=campaign, by=by))
    campaign.refresh_from_db()
    return campaign


def approved(matter: Matter, by: User, **changes: Any) -> Campaign:
    """Approved by `by` and somebody else."""
    campaign = rehearsed(matter, by, **changes)
    actions.approve(campaign=campaign, by=by)
    actions.approve(campaign=campaign, by=staff(matter))
    campaign.refresh_from_db()
    return campaign


def running(matter: Matter, by: User, **changes: Any) -> Campaign:
    return actions.start(campaign=approved(matter, by, **changes), by=by)


def a_list(text: str, encoding: str = "utf-8") -> BinaryIO:
    return io.BytesIO(text.encode(encoding))
