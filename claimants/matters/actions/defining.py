"""The life of a version of the class definition before it is in force: drafted, proposed, approved by two."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.eligibility.amending import AmendmentError, amended
from claimants.eligibility.difference import difference
from claimants.eligibility.soundness import doubts
from claimants.matters.bits import check_bits
from claimants.matters.definitions import compiled, table_of
from claimants.matters.digests import digest_of
from claimants.matters.drafts import as_yaml, read_draft
from claimants.matters.models import ClassDefinition, DefinitionApproval, DefinitionStatus, Matter, whole
from claimants.matters.policies import (
    check_can_approve,
    check_is_draft,
    check_is_proposed,
    check_may_define,
    check_nothing_proposed,
)
from claimants.people.models import User


@transaction.atomic
def start_draft(
    *, matter: Matter, by: User, base: ClassDefinition | None = None, patch: Mapping[str, Any] | None = None
) -> ClassDefinition:
    """A copy of the version in force, or of `base`, with the next number and what `patch` changes in it."""
    check_may_define(by, matter)
    versions = _locked(matter)
    base = base or next((one for one in reversed(versions) if one.status == DefinitionStatus.IN_FORCE), None)
    if base is None:
        raise Refused("No version is in force, so there is nothing to start from. Load the matter file with one.")
    document = {**whole(base).document, "version": versions[-1].version + 1}
    if patch:
        try:
            document = {**amended(document, dict(patch)), "version": document["version"]}
        except AmendmentError as error:
            raise Refused(str(error)) from None
    return _save(ClassDefinition(matter=matter, base=base, status=DefinitionStatus.DRAFT), as_yaml(document))


@transaction.atomic
def edit_draft(*, definition: ClassDefinition, text: str, by: User) -> ClassDefinition:
    """Puts another text in the draft. A MatterFileError, a Refused, names every line that is wrong."""
    definition = _one(definition)
    check_may_define(by, definition.matter)
    check_is_draft(definition)
    return _save(definition, text)


@transaction.atomic
def discard_draft(*, definition: ClassDefinition, by: User) -> None:
    """Throws a draft away. Its number is given again: nothing was ever judged by it."""
    definition = _one(definition)
    check_may_define(by, definition.matter)
    check_is_draft(definition)
    if ClassDefinition.objects.filter(base=definition).exists():
        raise Refused("Another version was made from this draft. Discard that one first.")
    ClassDefinition.objects.filter(pk=definition.pk).delete()


@transaction.atomic
def propose(
    *, definition: ClassDefinition, order: str, order_date: date | None, by: User, remark: str = ""
) -> ClassDefinition:
    """Freezes the draft, and names the order that it follows. Two people must then approve it.

    A version in which something is doubtful, such as a criterion that nobody can meet, needs a remark that says why
    it is right all the same.
    """
    definition = _one(definition)
    check_may_define(by, definition.matter)
    check_is_draft(definition)
    check_nothing_proposed(definition.matter)
    if not order.strip() or order_date is None:
        raise Refused("Give the docket reference of the order, or who decided, and its date.")
    if order_date > timezone.now().date():
        raise Refused("The order's date is in the future. Propose the version when the order is made.")
    read_draft(as_yaml(definition.document), definition.matter)
    _check_changes_something(definition)
    _check_is_sound(definition, remark)
    definition.status = DefinitionStatus.PROPOSED
    definition.order, definition.order_date = order.strip()[:200], order_date
    definition.remark = remark.strip()[:1000]
    definition.proposed_by, definition.proposed_at = by, timezone.now()
    definition.save()
    return definition


@transaction.atomic
def approve(*, definition: ClassDefinition, table_sha256: str, by: User) -> DefinitionApproval:
    """One of two approvals. `table_sha256` is that of the table of people which the approver has read."""
    definition = _one(definition)
    check_can_approve(by, definition)
    if table_sha256 != table_of(definition).sha256:
        raise Refused("The table of people is not the one of this version. Open it, read it, then approve.")
    approval = DefinitionApproval.objects.create(
        definition=definition, by=by, sha256=definition.sha256, table_sha256=table_sha256
    )
    if definition.approved_by_id is None:
        definition.approved_by = by
    else:
        definition.seconded_by = by
    definition.save(update_fields=["approved_by", "seconded_by"])
    return approval


@transaction.atomic
def withdraw_proposal(*, definition: ClassDefinition, by: User) -> ClassDefinition:
    """Takes a proposed version out of the way. It stays on record, and its number is not used again."""
    definition = _one(definition)
    check_may_define(by, definition.matter)
    check_is_proposed(definition)
    definition.status = DefinitionStatus.WITHDRAWN
    definition.save(update_fields=["status"])
    return definition


def _check_changes_something(definition: ClassDefinition) -> None:
    in_force = ClassDefinition.objects.filter(matter=definition.matter, status=DefinitionStatus.IN_FORCE).first()
    if in_force and not difference(compiled(in_force).definition, compiled(definition).definition):
        raise Refused("This version says the same as the version in force. Change it first.")


def _check_is_sound(definition: ClassDefinition, remark: str) -> None:
    found = doubts(compiled(definition).definition)
    if found and not remark.strip():
        said = " ".join(
            f"{doubt.criterion}: {doubt.sentence}" if doubt.criterion else doubt.sentence for doubt in found
        )
        raise Refused(f"{said} Correct the draft or, if it is right as it is, say why in a remark.")


def _save(definition: ClassDefinition, text: str) -> ClassDefinition:
    """Checks the text as a whole and stores it, under the draft's own number."""
    found, document = read_draft(text, definition.matter)
    earlier = [one for one in _locked(definition.matter) if one.pk != definition.pk]
    check_bits(found, earlier)
    if definition.pk is None:
        definition.version = earlier[-1].version + 1
    if found.version != definition.version:
        raise Refused(f"The number of this draft is {definition.version}. Leave `version: {definition.version}` in it.")
    definition.document, definition.sha256 = document, digest_of(document)
    definition.provisional = found.provisional
    definition.save()
    return definition


def _locked(matter: Matter) -> list[ClassDefinition]:
    """Every version with its document, oldest first, while nobody else adds one."""
    Matter.objects.select_for_update(no_key=True).only("pk").get(pk=matter.pk)
    return list(ClassDefinition.objects.defer(None).filter(matter=matter).order_by("version"))


def _one(definition: ClassDefinition) -> ClassDefinition:
    """The version as it stands now, held until the transaction ends."""
    held = ClassDefinition.objects.defer(None).select_related("matter").select_for_update(of=("self",))
    return held.get(pk=definition.pk)
