"""Telling both mailboxes of an account that it has a new one."""

from django.db import transaction

from claimants.people.actions import ChangedMailbox
from intake.filing.models import Claim
from intake.notices.actions.owing import owe
from intake.notices.models import Notice


@transaction.atomic
def owe_for_mailbox(changed: ChangedMailbox, claim: Claim) -> list[Notice]:
    """One notice to the new address, one to the old: whoever still reads the old one may be the true owner."""
    cause, to = f"mailbox:{changed.change.pk}", changed.change.user
    new = owe(kind="mailbox_changed", cause=cause, claim=claim, recipient=to, address=changed.new_email)
    old = owe(
        kind="mailbox_changed", cause=f"{cause}:old", claim=claim, recipient=to, context={"is_old": True},
        address=changed.old_email,
    )  # fmt: skip
    return [new, old]
