"""A bit belongs to one criterion for ever, because stored results speak in bits."""

from collections.abc import Iterable

from claimants.common.exceptions import Refused
from claimants.eligibility.document import Definition
from claimants.matters.models import ClassDefinition


def check_bits(definition: Definition, earlier: Iterable[ClassDefinition]) -> None:
    """Refused when a bit of the definition belonged to something else in an earlier version (with its document)."""
    for collection in ("criteria", "flags"):
        taken = {item["bit"]: item["id"] for before in earlier for item in before.document.get(collection, [])}
        for item in getattr(definition, collection):
            if taken.get(item.bit, item.id) != item.id:
                raise Refused(
                    f"The bit {item.bit} of {item.id!r} belongs to {taken[item.bit]!r} in an earlier version of the "
                    f"class definition. Give {item.id!r} a bit that was never used, such as {max(taken) + 1}."
                )
