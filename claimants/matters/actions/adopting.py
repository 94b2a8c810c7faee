"""Putting a class definition into force: from then on every submission is judged by it."""

from django.db import transaction
from django.utils import timezone

from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter
from claimants.matters.policies import check_can_adopt
from claimants.people.models import User


@transaction.atomic
def adopt(*, definition: ClassDefinition, by: User | None) -> ClassDefinition:
    """The approved version comes into force, and the one before it is superseded.

    It waits for submissions that are being judged by the old one, and later ones wait for it: the definition in force
    is held by whoever judges (`definition_that_judges`), so that no result slips in between. `by` is None at the
    machine's own terminal.
    """
    Matter.objects.select_for_update(no_key=True).only("pk").get(pk=definition.matter_id)
    versions = ClassDefinition.objects.select_for_update().filter(matter=definition.matter_id)
    before = versions.filter(status=DefinitionStatus.IN_FORCE).first()
    definition = versions.get(pk=definition.pk)
    check_can_adopt(by, definition)
    if before is not None:
        before.status = DefinitionStatus.SUPERSEDED
        before.save(update_fields=["status"])
    definition.status, definition.adopted_at = DefinitionStatus.IN_FORCE, timezone.now()
    definition.save(update_fields=["status", "adopted_at"])
    return definition
