"""A claim with its matter, by one plain statement: to put the query together would cost twice what asking does."""

from django.db import connection

from claimants.matters.models import Matter
from intake.filing.models import Claim

_MATTER = ("id", "slug", "caption", "stage", "sha256")
_WITH_MATTER = f"""
    SELECT claim.*, {", ".join(f"matter.{name} AS matters_{name}" for name in _MATTER)}
    FROM {Claim._meta.db_table} claim JOIN {Matter._meta.db_table} matter ON matter.id = claim.matter_id
"""  # noqa: S608
_BY_REFERENCE = f"{_WITH_MATTER} WHERE claim.reference = %s AND claim.mode = %s"
_BY_KEY = f"{_WITH_MATTER} WHERE claim.id = %s"


def claim_named(reference: str, mode: str) -> Claim | None:
    """The claim with this reference, if it is one of this mode."""
    return _fetched(_BY_REFERENCE, [reference, mode])


def claim_held(key: int) -> Claim | None:
    """The claim with this key, which nobody else changes until this transaction ends."""
    held = " FOR UPDATE OF claim" if connection.features.has_select_for_update_of else ""
    return _fetched(_BY_KEY + held, [key])


def _fetched(statement: str, values: list[object]) -> Claim | None:
    for claim in Claim.objects.raw(statement, values):
        of_matter = [getattr(claim, f"matters_{name}") for name in _MATTER]
        claim.matter = Matter.from_db(claim._state.db, _MATTER, of_matter)
        return claim
    return None
