"""Someone with the keys of the database edits the log: each way of doing so is named."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claimants.common import frozen
from claimants.people.models import User
from intake.filing.events import record
from intake.filing.log import verify
from intake.filing.models import Claim, ClaimEvent, EventKind
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


@contextmanager
def as_the_owner_of_the_database() -> Iterator[None]:
    frozen.remove(connection)
    yield
    frozen.install(connection)


@pytest.fixture
def logged(claimant: User) -> Claim:
    claim = ClaimFactory.create(submitted=True, person=claimant.person)
    for kind in (EventKind.NOTED, EventKind.TAKEN, EventKind.RELEASED):
        record(claim, kind, by=claimant)
    return claim


def found() -> list[str]:
    return [str(finding) for finding in verify()]


def test_an_untouched_log_is_whole(logged: Claim) -> None:
    assert found() == []
    assert ClaimEvent.objects.filter(claim=logged).count() == logged.events_count == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": EventKind.ACCEPTED}, "was altered: its columns"),
        ({"actor": None}, "was altered: its columns"),
        ({"about": "decision:7"}, "was altered: its columns"),
        ({"text": "{}"}, "was altered"),
        ({"hash": "0" * 64}, "was altered: its hash"),
        ({"previous_hash": "0" * 64}, "was altered: its hash"),
    ],
)
def test_an_altered_event_is_named(logged: Claim, change: dict[str, object], said: str) -> None:
    with as_the_owner_of_the_database():
        ClaimEvent.objects.filter(claim=logged, sequence=2).update(**change)
    assert found()[0].startswith(f"{logged.reference} event 2: {said}")


def test_an_event_rewritten_with_its_own_hash_breaks_the_next(logged: Claim) -> None:
    from intake.filing.events import canonical_text, chained

    event = ClaimEvent.objects.get(claim=logged, sequence=2)
    text = canonical_text(
        claim=logged.reference, sequence=2, kind=EventKind.ACCEPTED, actor=event.actor_id,
        at=event.at.isoformat(), about="", digest="",
    )  # fmt: skip
    with as_the_owner_of_the_database():
        ClaimEvent.objects.filter(pk=event.pk).update(
            kind=EventKind.ACCEPTED, text=text, hash=chained(event.previous_hash, text)
        )
    assert found()[0].startswith(f"{logged.reference} event 3: was altered")


@pytest.mark.parametrize("sequence", [1, 2])
def test_a_removed_event_is_named(logged: Claim, sequence: int) -> None:
    with as_the_owner_of_the_database():
        ClaimEvent.objects.filter(claim=logged, sequence=sequence)._raw_delete("default")
    assert f"{logged.reference} event {sequence}: was removed" in found()


@pytest.mark.parametrize("kept", [2, 0])
def test_a_truncated_log_is_named(logged: Claim, kept: int) -> None:
    with as_the_owner_of_the_database():
        ClaimEvent.objects.filter(claim=logged, sequence__gt=kept)._raw_delete("default")
    (finding,) = found()
    assert f"{logged.reference} event {kept + 1}: the log was truncated: it ends at event {kept}" in finding


def test_the_command_ends_with_an_error_and_names_the_first_break(
    logged: Claim, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_log")
    assert "The log is whole: 3 events." in capsys.readouterr().out
    with as_the_owner_of_the_database():
        ClaimEvent.objects.filter(claim=logged, sequence=1).update(actor=None)
    with pytest.raises(CommandError, match=f"the first is {logged.reference} event 1"):
        call_command("verify_log")


def test_the_command_refuses_a_matter_it_does_not_know() -> None:
    with pytest.raises(CommandError, match="load_matter"):
        call_command("verify_log", "no-such-matter")
