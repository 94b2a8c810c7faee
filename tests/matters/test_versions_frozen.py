"""What the database itself refuses: a class definition that was proposed or adopted stays as it is."""

import pytest
from django.db import DatabaseError, transaction

from claimants.matters.actions import load
from claimants.matters.definitions import definition_numbered
from claimants.matters.models import DefinitionStatus, Matter
from claimants.people.models import User
from tests.matters.samples import LATER, NOW, SECOND, SMALL


@pytest.fixture
def small(db: None) -> Matter:
    return load(SMALL, at=NOW).matter


def test_two_people_approve_a_definition_or_none(small: Matter, claimant: User) -> None:
    load(SECOND, at=LATER)
    definition = definition_numbered(small, 2)
    definition.approved_by = definition.seconded_by = claimant
    with pytest.raises(DatabaseError, match="definition_approvers_differ"), transaction.atomic():
        definition.save()


def test_a_definition_is_frozen_once_it_is_no_draft(small: Matter) -> None:
    load(SECOND, at=LATER)
    adopted = small.definitions.filter(version=1)
    for change in ({"document": {}}, {"version": 9}, {"provisional": False}, {"status": "draft"}):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            adopted.update(**change)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        adopted._raw_delete("default")
    adopted.update(status=DefinitionStatus.SUPERSEDED)
    adopted.get().save()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        adopted.update(status=DefinitionStatus.IN_FORCE)
    small.definitions.filter(version=2).update(document={})
    small.definitions.filter(version=2).delete()


def test_by_what_order_a_definition_is_proposed_is_frozen_then_and_who_approved_it_when_it_is_adopted(
    small: Matter, claimant: User, stranger: User
) -> None:
    load(SECOND, at=LATER)
    coming = small.definitions.filter(version=2)
    coming.update(status=DefinitionStatus.PROPOSED, order="Dkt. 12", order_date=LATER.date(), proposed_by=claimant)
    coming.update(approved_by=claimant)
    for change in ({"order": "Dkt. 13"}, {"order_date": NOW.date()}, {"proposed_by": stranger}):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            coming.update(**change)
    small.definitions.filter(version=1).update(status=DefinitionStatus.SUPERSEDED)
    coming.update(status=DefinitionStatus.IN_FORCE, seconded_by=stranger, adopted_at=LATER)
    changes = ({"order": ""}, {"approved_by": None}, {"seconded_by": None}, {"adopted_at": NOW}, {"status": "proposed"})
    for change in changes:
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            coming.update(**change)
    coming.update(status=DefinitionStatus.SUPERSEDED)
    for change in changes:
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            coming.update(**change)


def test_a_version_that_was_withdrawn_never_comes_back(small: Matter) -> None:
    load(SECOND, at=LATER)
    coming = small.definitions.filter(version=2)
    coming.update(status=DefinitionStatus.PROPOSED)
    coming.update(status=DefinitionStatus.WITHDRAWN)
    for status in ("draft", "proposed", "superseded", "in_force"):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            coming.update(status=status)


def test_a_later_definition_takes_effect_only_by_an_order_with_its_date(
    small: Matter, claimant: User, stranger: User
) -> None:
    load(SECOND, at=LATER)
    small.definitions.filter(version=1).update(status=DefinitionStatus.SUPERSEDED)
    with pytest.raises(DatabaseError, match="definition_adopted_names_its_order"), transaction.atomic():
        small.definitions.filter(version=2).update(
            status=DefinitionStatus.IN_FORCE, approved_by=claimant, seconded_by=stranger
        )
