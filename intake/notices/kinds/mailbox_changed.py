"""Two members of staff gave the account a new mailbox. Goes to the new one and, without naming that, to the old."""

from intake.filing.models import Claim
from intake.notices.vocabulary import Context, Given, Kind


def build(claim: Claim, given: Given) -> Context:
    return {"is_old": bool(given.get("is_old"))}


KIND = Kind(
    name="mailbox_changed",
    label="word that the mailbox of an account was changed",
    subject="The e-mail address for your {thing} {reference} was changed",
    build=build,
    is_for_the_mailbox=True,
)
