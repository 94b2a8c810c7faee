import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, models, transaction

from claimants.common import frozen
from claimants.common.frozen import Frozen, frozen_models
from claimants.people.models import User
from intake.filing.events import record
from intake.filing.models import ClaimEvent, Erasure, EventKind
from tests.factories import ClaimFactory

NAMES = [model._meta.label for model in frozen_models()]


@pytest.mark.django_db
def test_every_frozen_table_has_its_triggers() -> None:
    assert frozen.missing(connection) == []
    assert {"filing.ClaimEvent", "decisions.Decision", "notices.NoticeAttempt"} <= set(NAMES)


@pytest.mark.parametrize("model", frozen_models(Frozen.PAYLOAD), ids=lambda model: model._meta.label)
def test_a_payload_row_knows_its_claim_so_that_an_erasure_finds_it(model: type[models.Model]) -> None:
    assert model._meta.get_field("claim").column == "claim_id"


@pytest.mark.django_db
def test_an_event_can_be_neither_changed_nor_deleted(claimant: User) -> None:
    claim = ClaimFactory.create(submitted=True, person=claimant.person)
    record(claim, EventKind.NOTED, by=claimant)
    rows = ClaimEvent.objects.filter(claim=claim)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.update(kind=EventKind.ACCEPTED)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows._raw_delete(rows.db)
    assert rows.get().kind == EventKind.NOTED


@pytest.mark.django_db
def test_an_append_only_row_stays_even_after_an_erasure(claimant: User) -> None:
    claim = ClaimFactory.create(submitted=True, person=claimant.person)
    record(claim, EventKind.NOTED, by=claimant)
    Erasure.objects.create(claim=claim, ground=Erasure.Ground.REQUEST, by=claimant)
    rows = ClaimEvent.objects.filter(claim=claim)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows._raw_delete(rows.db)


@pytest.mark.django_db
def test_an_absent_trigger_stops_the_start_up_and_is_named() -> None:
    with connection.cursor() as cursor:
        on = " ON filing_claimevent" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER frozen_filing_claimevent_update{on}")
    with pytest.raises(ImproperlyConfigured, match="frozen_filing_claimevent_update"):
        frozen.check(connection)
    frozen.install(connection)
    frozen.check(connection)


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_frozen_table_cannot_be_truncated() -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE filing_claimevent CASCADE")
