from contextlib import closing

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler, DatabaseError, connection, models, transaction

from claimants.common import frozen
from claimants.common.frozen import Frozen, frozen_models
from claimants.people.models import User
from intake.filing.events import record
from intake.filing.models import Claim, ClaimEvent, Erasure, EventKind, SubmissionPayload
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


@pytest.mark.django_db
@pytest.mark.parametrize("by_number", [True, False], ids=["the same primary key", "the same unique pair"])
def test_no_insert_writes_over_an_event(claimant: User, by_number: bool) -> None:
    claim = ClaimFactory.create(submitted=True, person=claimant.person)
    event = record(claim, EventKind.NOTED, by=claimant)
    columns = [field.column for field in ClaimEvent._meta.concrete_fields]
    forged = {"id": event.pk, "kind": EventKind.ACCEPTED} if by_number else {"id": event.pk + 1}
    values = {**ClaimEvent.objects.filter(pk=event.pk).values(*columns).get(), **forged, "text": "forged"}
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_over_what_is_there("filing_claimevent", columns, by_number), [values[name] for name in columns])
    assert ClaimEvent.objects.get(claim=claim).text == event.text


@pytest.mark.django_db
def test_no_insert_writes_over_what_was_signed(registration: Claim) -> None:
    payload = SubmissionPayload.objects.get(claim=registration)
    columns = ["submission_id", "claim_id", "answers", "signed_text", "typed_name", "salt"]
    statement = _over_what_is_there("filing_submissionpayload", columns, True)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [payload.pk, registration.pk, "{}", "forged", "x", ""])
    assert SubmissionPayload.objects.get().signed_text == payload.signed_text


def _over_what_is_there(table: str, columns: list[str], by_number: bool) -> str:
    """The statement of each database that inserts a row in the place of one with the same key."""
    listed, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    if connection.vendor == "sqlite":
        return f"REPLACE INTO {table} ({listed}) VALUES ({marks})"
    key = columns[0] if by_number else "claim_id, sequence"
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    return f"INSERT INTO {table} ({listed}) VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {changed}"


@pytest.mark.django_db
def test_an_sqlite_that_lets_replace_through_stops_the_start_up() -> None:
    plain = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    unguarded = ConnectionHandler({"default": plain})["default"]
    with closing(unguarded), pytest.raises(ImproperlyConfigured, match="recursive_triggers"):
        frozen.check(unguarded)


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_frozen_table_cannot_be_truncated() -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE filing_claimevent CASCADE")
